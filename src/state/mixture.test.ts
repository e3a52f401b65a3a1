import { expect, test } from 'vitest';
import type { SourceRecord } from '../worker/api.ts';
import { openStudio, snapshot, source } from './fixtures.ts';
import { mixtureOf, repeatedAmount } from './mixture.ts';

const tokenizer = { id: 't', vocabSize: 300, trainedAt: 0, fertility: 1, bytesPerToken: 5, longest: [], stale: false };
const of = (withTokenizer: boolean, ...sources: Partial<SourceRecord>[]) => ({
  corpus: { ...snapshot('a').corpus, sources: sources.map((part, i) => ({ ...source(`${i}`), ...part })) },
  tokenizer: withTokenizer ? tokenizer : null,
});

test('shares are of tokens that were counted, by weight', () => {
  const mixture = mixtureOf(
    of(true, { keptBytes: 1, learnedTokens: 300, weight: 1 }, { keptBytes: 1, learnedTokens: 50, weight: 2 }),
  );
  expect(mixture).toMatchObject({ amount: 400, unit: 'tokens', isCounted: true });
  expect(mixture.rows.map(({ amount, share }) => [amount, share])).toEqual([
    [300, 0.75],
    [100, 0.25],
  ]);
});

test.each([
  ['of bytes without a tokenizer', of(false, { keptBytes: 1000, learnedTokens: 7 }), { unit: 'bytes', amount: 950 }],
  ['judged where none were counted', of(true, { keptBytes: 1000 }), { unit: 'tokens', amount: 190 }],
  [
    'judged where half of the documents are taken',
    of(true, { keptBytes: 1000, learnedTokens: 200, weight: 0.5 }),
    { unit: 'tokens', amount: 100 },
  ],
])('they are %s', (_, project, expected) => {
  expect(mixtureOf(project)).toMatchObject({ ...expected, isCounted: false });
});

test('sources without text have no part, and of weights of 0 nothing comes', () => {
  expect(mixtureOf(of(true, { keptBytes: 0 })).rows).toEqual([]);
  expect(mixtureOf(of(false, { keptBytes: 9, weight: 0 }))).toMatchObject({ amount: 0, rows: [{ share: 0 }] });
});

test('a weight that cannot be kept is told', async () => {
  const { corpus } = await openStudio({ setWeight: () => Promise.reject(new Error('full')) });
  await corpus.setSourceWeight('s', 2);
  expect(corpus.store.getState().error?.message).toContain('full');
});

test('what repeats add goes by the weights of their sources', () => {
  const project = of(true, { weight: 2 }, { weight: 0 });
  const repeats = [
    { source: '0', documents: 3, bytes: 100 },
    { source: '1', documents: 7, bytes: 100 },
    { source: 'gone', documents: 1, bytes: 100 },
  ];
  expect(repeatedAmount(project, repeats)).toEqual({ documents: 3, amount: 40 });
  expect(repeatedAmount({ ...project, tokenizer: null }, repeats)).toEqual({ documents: 3, amount: 200 });
});
