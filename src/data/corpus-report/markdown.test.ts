import { describe, expect, test } from 'vitest';
import { newReport } from '../cleaning/report.ts';
import { CorpusTally, type TokenCounter } from './figures.ts';
import { markdownReport } from './markdown.ts';
import { type ReportLanguage, reportSections } from './sections.ts';
import { report as az } from './words/az.ts';
import { report as en } from './words/en.ts';
import { report as tr } from './words/tr.ts';

const language = (words: ReportLanguage['words']): ReportLanguage => ({
  words,
  steps: { name: (step) => step, rule: (_, rule) => rule, remark: (_, remark) => remark },
  licence: ({ kind }) => kind,
  preset: (id) => id,
  numbers: {
    whole: (value) => String(Math.round(value)),
    decimal: (value, digits) => value.toFixed(digits),
    size: (bytes) => `${bytes} B`,
    share: (value) => `${100 * value} %`,
  },
});
const oneAByte: TokenCounter = { are: 'counted', count: (_, bytes) => bytes };
const MODELS = [
  { preset: null, parameters: 1 },
  { preset: 'small', parameters: 10 },
  { preset: 'large', parameters: 1000 },
];

/** Two documents of a source, the second dropped. */
function tallied(name = 'a.txt', licence: string | null = null): CorpusTally {
  const tally = new CorpusTally([{ name, licence }], oneAByte);
  tally.add(0, 'Bağda alma ağacı əkilib.', { text: 'Bağda alma ağacı əkilib.' });
  tally.add(0, 'Bağda alma ağacı əkilib.', { droppedBy: 'exact-duplicates' });
  return tally;
}
const steps = [
  { ...newReport('exact-duplicates'), documentsIn: 2, documentsOut: 1, removed: 1, bytesIn: 60, bytesOut: 30 },
];
const written = (tally = tallied()) => tally.report(steps, [{ size: 2, clusters: 1 }], MODELS);

test('every section is there, with the figures of the report', () => {
  const text = markdownReport(written(), language(en));
  expect(text.match(/^#+ .*$/gm)).toEqual([
    '# Corpus report',
    ...['Sources', 'Steps', 'Lengths', 'Languages', 'Duplicates', 'Licences'].map((title) => `## ${title}`),
    '## What can be trained on it',
  ]);
  expect(text).toContain('Documents read: 2. Left: 1, 28 B, 28 tokens of 1.00 bytes.');
  expect(text).toContain('| a.txt | unknown | 2 | 1 | 56 | 28 | 56 | 28 |');
  expect(text).toContain('| exact-duplicates |  |  | 2 | 0 | 1 | 30 | 30 |');
  expect(text).toContain('Documents that were the same as an earlier one: 1;');
  expect(text).toContain('has 10 weights (preset small)');
});

test('files that were not read are told, of sources that have some', () => {
  const sources = ['a.zip', 'b.txt'].map((name) => ({ name, licence: null }));
  const tally = new CorpusTally(sources, oneAByte);
  tally.skip(0, 2);
  tally.skip(1, 0);
  const [section] = reportSections(tally.report([], [], MODELS), language(en));
  expect(section?.paragraphs).toEqual(['Files of a.zip that were not read: 2.']);
});

test('tokens that are estimated are whole in the report, and add up', () => {
  const tally = new CorpusTally(
    ['a', 'b'].map((name) => ({ name, licence: null })),
    { are: 'estimated', count: (_, bytes) => bytes / 5.7 },
  );
  for (const source of [0, 1])
    for (const text of ['bir', 'iki söz', 'üç söz də var']) tally.add(source, text, { text });
  const { sources, total, allowance, bytesPerToken, tokensAre } = tally.report([], [], MODELS);
  expect(tokensAre).toBe('estimated');
  expect(sources.map(({ tokensIn, tokensOut }) => [tokensIn, tokensOut])).toEqual([
    [5, 5],
    [5, 5],
  ]);
  expect(total).toMatchObject({ tokensIn: 10, tokensOut: 10 });
  expect(bytesPerToken).toBeCloseTo(5.7, 10);
  expect(allowance).toMatchObject({
    tokens: 10,
    passes: [
      { trainedTokens: 10, weights: 1 },
      { trainedTokens: 40, weights: 4 },
    ],
  });
});

test.each([
  ['a | in a name', 'a|b.txt', 'a\\|b.txt'],
  ['a backslash before it', 'a\\|b', 'a\\\\\\|b'],
  ['a line break', 'a\r\nb', 'a b'],
])('%s leaves its table whole', (_, name, cell) => {
  expect(markdownReport(written(tallied(name)), language(en))).toContain(`| ${cell} | unknown | 2 |`);
});

test('a corpus of which nothing is left has no shares, and feeds no model', () => {
  const tally = new CorpusTally([{ name: 'a', licence: 'cc0-1.0' }], oneAByte);
  tally.add(0, 'bir', { droppedBy: 'short-lines' });
  const report = tally.report([], [], MODELS);
  expect(report.allowance.model).toBeNull();
  const text = markdownReport(report, language(en));
  expect(text).not.toContain('NaN');
  expect(text).toContain('Nothing to look at.');
});

test.each([
  [2, null],
  [3, { preset: null, parameters: 1 }],
  [26, { preset: null, parameters: 1 }],
  [27, { preset: 'small', parameters: 10 }],
])('%s tokens feed the model that four passes of 10.5 tokens a weight are enough for', (tokens, model) => {
  const tally = new CorpusTally([{ name: 'a', licence: null }], { are: 'estimated', count: () => tokens });
  tally.add(0, 'a', { text: 'a' });
  expect(tally.report([], [], MODELS).allowance).toMatchObject({ tokens, model });
});

describe.each([
  ['az', az],
  ['tr', tr],
])('%s', (_, words) => {
  test('has the same tables, in its own words', () => {
    const own = reportSections(written(), language(words));
    const english = reportSections(written(), language(en));
    expect(own.map(({ table }) => table?.rows.length)).toEqual(english.map(({ table }) => table?.rows.length));
    for (const [i, { title }] of own.entries()) expect(title).not.toBe(english[i]?.title);
    for (const { table } of own)
      for (const row of table?.rows ?? []) expect(row).toHaveLength(table?.columns.length ?? 0);
  });
});
