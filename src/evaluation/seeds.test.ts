import { describe, expect, it } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { shareOf } from './measure.ts';
import type { MeasureResult } from './results.ts';
import { compareSeeds, figuresOf, spreads } from './seeds.ts';

const text = (bitsPerByte: number, set = 'heldout.txt'): MeasureResult => ({
  ...{ kind: 'text', set, loss: 1, perplexity: Math.E, tokens: 10, bytes: 30, bitsPerByte },
});
const exam = (raw: number, normalised: number): MeasureResult => ({
  ...{ kind: 'exam', set: 'arc.jsonl', form: 'arc', chance: 0.25, problems: [], cut: 0, tooLong: 0 },
  ...{ raw: shareOf(raw, 100), normalised: shareOf(normalised, 100) },
});
const fit = { cut: 0, tooLong: 0 };

describe('the figures of a result', () => {
  it('are those that runs are compared by', () => {
    expect(figuresOf(text(2))).toEqual([
      { of: 'text heldout.txt (30 bytes)', name: 'bits_per_byte', value: 2, better: 'less' },
    ]);
    expect(figuresOf({ kind: 'flores', set: 'dev', bits: spreadOf([90, 100]), ...fit })).toEqual([
      { of: 'flores dev (2 sentences)', name: 'flores_bits', value: 95, better: 'less' },
    ]);
    expect(
      figuresOf({ kind: 'pairs', set: 'azblimp', all: shareOf(3, 4), phenomena: [], problems: [], ...fit }),
    ).toEqual([{ of: 'pairs azblimp (4 pairs)', name: 'accuracy', value: 0.75, better: 'more' }]);
    expect(figuresOf(exam(30, 40)).map(({ name, value }) => [name, value])).toEqual([
      ['accuracy', 0.3],
      ['accuracy_normalised', 0.4],
    ]);
  });

  it('are none where nothing was counted', () => {
    expect(figuresOf({ kind: 'pairs', set: 'x', all: shareOf(0, 0), phenomena: [], problems: [], ...fit })).toEqual([]);
  });
});

describe('several seeds', () => {
  it('are put together by figure; one that not every run has is left out', () => {
    expect(
      spreads([
        [text(2), exam(30, 40)],
        [exam(34, 44), text(2.2)],
        [text(2.1), exam(32, 40), text(9, 'other')],
      ]),
    ).toEqual([
      { of: 'text heldout.txt (30 bytes)', name: 'bits_per_byte', better: 'less', values: [2, 2.2, 2.1] },
      { of: 'exam arc.jsonl (100 questions)', name: 'accuracy', better: 'more', values: [0.3, 0.34, 0.32] },
      { of: 'exam arc.jsonl (100 questions)', name: 'accuracy_normalised', better: 'more', values: [0.4, 0.44, 0.4] },
    ]);
    expect(spreads([])).toEqual([]);
  });

  it('are not put together where sets of one name are not of one size', () => {
    const flores = (count: number, tooLong: number): MeasureResult => ({
      ...{ kind: 'flores', set: 'dev', cut: 0, bits: spreadOf(new Array(count).fill(90)), tooLong },
    });
    expect(spreads([[flores(4, 0)], [flores(5, 0)]])).toEqual([]);
    expect(spreads([[flores(4, 0)], [flores(3, 1)]])).toMatchObject([
      { of: 'flores dev (4 sentences)', values: [90, 90] },
    ]);
  });
});

describe('two groups of runs', () => {
  const runs = (...bits: readonly number[]) => bits.map((one) => [text(one)]);
  const verdict = (a: readonly number[], b: readonly number[]) => compareSeeds(runs(...a), runs(...b))[0]?.verdict;

  it('differ where the interval of the difference of their means is on one side of 0', () => {
    // By Student's t with 4 degrees of freedom: pooled deviation 0.1, 0.1 · √(2/3) · 2.776445 = 0.226696.
    const [one] = compareSeeds(runs(2, 2.1, 2.2), runs(2.3, 2.4, 2.5));
    expect(one).toMatchObject({ of: 'text heldout.txt (30 bytes)', name: 'bits_per_byte', verdict: 'first-better' });
    expect(one?.difference).toBeCloseTo(-0.3, 12);
    expect(one?.interval?.low).toBeCloseTo(-0.526696, 5);
    expect(one?.interval?.high).toBeCloseTo(-0.073304, 5);
    expect(verdict([2.3, 2.4, 2.5], [2, 2.1, 2.2])).toBe('second-better');
  });

  it('are within the noise of seeds where it holds 0', () => {
    expect(verdict([2, 2.1, 2.2], [2.2, 2.3, 2.4])).toBe('within-noise');
    expect(verdict([2, 2], [2, 2])).toBe('within-noise');
  });

  it('may be one run against several, by how far those lie apart', () => {
    expect(verdict([2], [2.2, 2.21, 2.19])).toBe('first-better');
    expect(verdict([2.18], [2.2, 2.21, 2.19])).toBe('within-noise');
  });

  it('of a run each say nothing', () => {
    expect(compareSeeds(runs(2), runs(3))[0]).toMatchObject({ verdict: 'untold', interval: null, difference: -1 });
  });

  it('are compared by what both have, and more is better of a share', () => {
    const a = [[exam(50, 50)], [exam(52, 52)]];
    const b = [
      [exam(20, 51), text(1)],
      [exam(22, 50), text(1)],
    ];
    expect(compareSeeds(a, b).map(({ name, verdict: told }) => [name, told])).toEqual([
      ['accuracy', 'first-better'],
      ['accuracy_normalised', 'within-noise'],
    ]);
  });
});
