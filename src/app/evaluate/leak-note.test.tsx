import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SetLeaks } from '../../worker/api.ts';
import { en } from '../messages/en/en.ts';
import { LanguageContext } from '../messages/messages.ts';
import { LeakNote } from './leak-note.tsx';

const leaks = (items: number, tooShort: number, found: number): SetLeaks => ({
  ...{ items, tooShort, found, share: found / items, documents: 9, shown: [], without: null },
});

const said = (given: SetLeaks): string =>
  renderToStaticMarkup(
    <LanguageContext value={createStore(() => en)}>
      <LeakNote leaks={given} />
    </LanguageContext>,
  ).replace(/<[^>]*>/g, '');

test.each([
  [leaks(1, 0, 0), 'It does not stand in the corpus.'],
  [leaks(6, 0, 0), 'None of the 6 items stands in the corpus.'],
  [leaks(6, 2, 0), 'None of the 4 items stands in the corpus. Of 2 more it cannot be told: fewer than four words.'],
  [leaks(6, 6, 0), 'Whether its items stand in the corpus cannot be told: they have fewer than four words.'],
  [
    leaks(6, 0, 1),
    '1 of 6 items (16.7\u00a0%) stands in the corpus: a model that learned from it may know it by heart.',
  ],
  [
    leaks(6, 1, 3),
    '3 of 6 items (50.0\u00a0%) stand in the corpus: a model that learned from it may know them by heart. Of 1',
  ],
])('what of a set stands in the corpus is said of the items that were looked for', (given, sentence) => {
  expect(said(given).replaceAll('\u202f', '\u00a0')).toContain(sentence);
});
