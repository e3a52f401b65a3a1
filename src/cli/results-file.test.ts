import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { answersResult } from '../evaluation/answers/answer-scores.ts';
import { shareOf } from '../evaluation/measure.ts';
import type { AnswersResult, MeasureResult } from '../evaluation/results.ts';
import { type AnswersComparison, answersComparisons, comparisonReport } from './answers-comparison.ts';
import { compareResults } from './commands/eval-compare.ts';
import { runCommand } from './parse-options.ts';
import { readResults, writeResults } from './results-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-results-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fit = { cut: 0, tooLong: 0 };
const results = (bits: number, correct: number): MeasureResult[] => [
  { kind: 'text', set: 'heldout.txt', loss: 1, perplexity: Math.E, bitsPerByte: bits / 50, tokens: 9, bytes: 30 },
  { kind: 'flores', set: 'dev.txt', bits: spreadOf([bits - 1, bits + 1]), ...fit },
  { kind: 'pairs', set: 'azblimp', all: shareOf(correct, 100), phenomena: [], problems: [], ...fit },
];
/** Of a model that gives these texts; '' of a prompt is not asked. */
const answers = (texts: readonly string[], set = 'suallar.jsonl'): AnswersResult =>
  answersResult(
    set,
    texts.flatMap((text, i) => {
      const asked = { instruction: `Sual ${i + 1}`, input: '' };
      const item = { asked, references: ['Qar ağdır, göy mavidir.'], row: i + 1 };
      return text === '' ? [] : [{ item, text, tokens: 1, stopped: 'eos' as const }];
    }),
    [],
    0,
  );
const kept = async (name: string, bits: number, correct: number): Promise<string> => {
  await writeResults(at(name), 'model', results(bits, correct));
  return at(name);
};

describe('a file of results', () => {
  it('gives back what was kept', async () => {
    expect(await readResults(await kept('one.json', 90, 60))).toEqual(results(90, 60));
  });

  it.each([
    ['is no JSON of results', '{"perplexity": 3}', 'holds no results'],
    ['is of a later version', '{"format": "ocaq-results", "version": 2, "results": []}', 'later version'],
    [
      'has a result of no kind',
      '{"format": "ocaq-results", "version": 1, "results": [{"kind": "x", "set": "a"}]}',
      'damaged',
    ],
    [
      'has a result without figures',
      '{"format": "ocaq-results", "version": 1, "results": [{"kind": "flores", "set": "a"}]}',
      'damaged',
    ],
    [
      'has answers without their references',
      JSON.stringify({
        ...{ format: 'ocaq-results', version: 1 },
        results: [{ ...answers(['a']), answers: [{ row: 1, prompt: 'Sual 1', text: 'a', chrf: 1, isLoop: false }] }],
      }),
      'damaged',
    ],
    ['has null for one', '{"format": "ocaq-results", "version": 1, "results": [null]}', 'damaged'],
  ])('that %s is refused', async (_, content, said) => {
    writeFileSync(at('other.json'), content);
    await expect(readResults(at('other.json'))).rejects.toThrow(said);
  });
});

describe('eval compare', () => {
  it('puts the figures of several seeds together', async () => {
    const files = [await kept('a.json', 90, 60), await kept('b.json', 92, 64)];
    const told = await runCommand(compareResults, ['--first', ...files]);
    expect(told).toMatchObject({
      runs: 2,
      figures: [{ name: 'bits_per_byte' }, { name: 'flores_bits', mean: 91 }, { mean: 0.62 }],
    });
  });

  it('says whether two recipes differ by more than seeds do', async () => {
    const first = [await kept('a.json', 90, 60), await kept('b.json', 91, 64), await kept('c.json', 90.5, 52)];
    const second = [await kept('d.json', 80, 61), await kept('e.json', 80.5, 57)];
    const told = await runCommand(compareResults, ['--first', ...first, '--second', ...second]);
    expect(told).toMatchObject({
      runs: [3, 2],
      figures: [
        { verdict: 'second-better' },
        { name: 'flores_bits', verdict: 'second-better' },
        { verdict: 'within-noise' },
      ],
    });
  });

  it('refuses files that share no figure', async () => {
    await writeResults(at('text.json'), 'model', results(90, 60).slice(0, 1));
    await writeResults(at('pairs.json'), 'model', results(90, 60).slice(2));
    const told = runCommand(compareResults, ['--first', at('text.json'), '--second', at('pairs.json')]);
    await expect(told).rejects.toThrow('No figure is in all of text.json, pairs.json');
  });
});

describe('eval compare of two models that answered the same prompts', () => {
  const compared = async (first: AnswersResult, second: AnswersResult, ...more: string[]) => {
    await writeResults(at('first.json'), 'a', [first]);
    await writeResults(at('second.json'), 'b', [second]);
    return runCommand(compareResults, ['--first', at('first.json'), '--second', at('second.json'), ...more]);
  };

  it('tells prompt by prompt where the second gains and loses, and how far they are apart over all', async () => {
    const told = await compared(
      answers(['Qar ağdır, göy mavidir.', 'Qar.', 'Göy mavidir.', '']),
      answers(['Qar ağdır.', 'Qar ağdır, göy mavidir.', 'Göy mavidir.', 'Nə bilim.']),
    );
    const [set] = told.answers as AnswersComparison[];
    expect(set?.prompts.map(({ row }) => row)).toEqual([2, 3, 1]);
    expect(set?.prompts[0]).toMatchObject({
      ...{ prompt: 'Sual 2', references: ['Qar ağdır, göy mavidir.'] },
      ...{ first: { text: 'Qar.', isLoop: false }, second: { chrf: expect.closeTo(100, 9) } },
    });
    expect(set?.prompts[1]?.difference).toBe(0);
    expect(set?.differences.map(({ measure }) => measure)).toEqual(['bleu', 'chrf', 'chrf++', 'loops']);
  });

  it('tells nothing of them prompt by prompt where there are several seeds, or prompts are others', async () => {
    const [a, b] = [answers(['Qar.', 'Qar ağdır.']), answers(['Qar ağdır.', 'Qar.'])];
    expect(await compared(a, b, at('first.json'))).not.toHaveProperty('answers');
    await expect(compared(a, answers(['', '', 'Qar.']))).rejects.toThrow('No figure is in all');
  });

  it.each([
    ['gains', ['x', 'Qar'], ['Qar ağdır, göy\nmavidir.', 'Qar'], ['gains most', '1 Sual 1', 'göy mavidir.'], ['loses']],
    ['loses', ['Qar ağdır.', 'Qar'], ['x', 'Qar'], ['loses most', '1 Sual 1'], ['gains']],
    ['does neither', ['Qar'], ['Qar'], ['by 1 prompt', '0.00'], ['gains', 'loses']],
  ])('is told in lines where the second %s', (_, first, second, told, untold) => {
    const [set] = answersComparisons([answers(first)], [answers(second)]);
    for (const part of told) expect(comparisonReport(set!)).toContain(part);
    for (const part of untold) expect(comparisonReport(set!)).not.toContain(part);
  });
});
