import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RunEvent } from '../../worker/api.ts';
import { en } from '../messages/en/en.ts';
import { LanguageContext } from '../messages/messages.ts';
import { RunLog } from './run-texts.tsx';

const events = (count: number): RunEvent[] =>
  Array.from({ length: count }, (_, i) => ({ at: i, step: i, kind: 'warning', text: `entry ${i}.` }));

const shown = (count: number): string =>
  renderToStaticMarkup(
    <LanguageContext value={createStore(() => en)}>
      <RunLog events={events(count)} />
    </LanguageContext>,
  );
const entries = (html: string): number => html.split('<time').length - 1;

test('the log of a run shows a hundred entries, however many there are, the newest first', () => {
  expect([0, 1, 100, 101, 10_000].map((count) => entries(shown(count)))).toEqual([0, 1, 100, 100, 100]);
  const long = shown(10_000);
  expect(long.indexOf('entry 9999.')).toBeLessThan(long.indexOf('entry 9900.'));
  expect(long.includes('entry 9899.')).toBe(false);
  expect(long.includes(en.messages.train.earlierEvents('9900'))).toBe(true);
});
