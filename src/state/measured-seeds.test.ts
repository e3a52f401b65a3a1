import { describe, expect, test } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { shareOf } from '../evaluation/measure.ts';
import type { Measurement, MeasureResult, RunRecord } from '../worker/api.ts';
import { run as record, settings } from './fixtures.ts';
import { seedTable } from './measured-seeds.ts';

const run = (id: string, seed: number, learningRate = 1e-3): RunRecord => ({
  ...record(id, 'finished', 400),
  settings: { ...settings, seed, learningRate },
});
const flores = (mean: number): MeasureResult => ({
  ...{ kind: 'flores', set: 'dev', bits: spreadOf([mean - 1, mean + 1]), cut: 0, tooLong: 0 },
});
const pairs = (correct: number): MeasureResult => ({
  ...{ kind: 'pairs', set: 'p', all: shareOf(correct, 100), phenomena: [], problems: [], cut: 0, tooLong: 0 },
});

let at = 0;
const measured = (of: string, result: MeasureResult, step = 400): Measurement => ({
  ...{ id: `m${at}`, run: of, checkpoint: `${of} ${step}`, step, measuredAt: at++, source: 'file', set: 's', result },
  ...{ leaks: null, published: null, examples: [] },
});

const runs = [run('a', 1), run('b', 2), run('c', 3), run('d', 1, 9e-3), run('e', 2, 9e-3)];
const table = (...measurements: (Measurement | null)[]) => seedTable({ measurements }, runs);

describe('runs that differ in their seed alone', () => {
  test('are put together: mean and range of each figure', () => {
    const found = table(measured('a', flores(90)), null, measured('b', flores(94)), measured('c', flores(92)));
    expect(found?.groups).toMatchObject([{ step: 400, seeds: 3 }]);
    expect(found?.rows).toMatchObject([
      { name: 'flores_bits', cells: [{ spread: { mean: 92, min: 90, max: 94 }, beside: null }] },
    ]);
  });

  test.each<[string, readonly Measurement[]]>([
    ['one seed of each recipe', [measured('a', flores(90)), measured('d', flores(94))]],
    ['one run at two steps', [measured('a', flores(90), 200), measured('a', flores(94))]],
    ['two seeds at other steps', [measured('a', flores(90), 200), measured('b', flores(94))]],
    ['a run that is not known any more', [measured('a', flores(90)), measured('x', flores(94))]],
    ['nothing', []],
  ])('are none: %s', (_, measurements) => expect(table(...measurements)).toBeNull());

  test('count once by seed, with the newer result', () => {
    const again = [run('a', 1), run('a2', 1), run('b', 2)];
    const measurements = [measured('a2', flores(80)), measured('b', flores(92)), measured('a', flores(90))];
    expect(seedTable({ measurements: measurements.toReversed() }, again)?.rows[0]?.cells[0]?.spread).toMatchObject({
      ...{ count: 2, mean: 91 },
    });
  });

  test.each<[string, (value: number) => MeasureResult, number[], number[], string]>([
    ['bits, a little less', flores, [90, 94], [89, 93], 'within-noise'],
    ['bits, far less', flores, [90, 90.2], [80, 80.2], 'better'],
    ['bits, far more', flores, [90, 90.2], [99, 99.2], 'worse'],
    ['one seed, far more', pairs, [60, 61], [90], 'better'],
    ['one seed, far less', pairs, [60, 61], [20], 'worse'],
  ])('are beside another recipe: %s', (_, of, first, second, beside) => {
    const found = table(
      ...first.map((value, i) => measured(['a', 'b'][i] ?? '', of(value))),
      ...second.map((value, i) => measured(['d', 'e'][i] ?? '', of(value))),
    );
    expect(found?.rows[0]?.cells).toMatchObject([{ beside: null }, { beside }]);
  });
});
