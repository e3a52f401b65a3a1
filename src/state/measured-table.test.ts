import { describe, expect, test } from 'vitest';
import { shareOf } from '../evaluation/measure.ts';
import type { AnswersResult, ExamResult, PairsResult, TextResult } from '../evaluation/results.ts';
import { figuresOf } from '../evaluation/seeds.ts';
import type { Measurement } from '../worker/api.ts';
import { measuredCheckpoints, measuredSets } from './measured-table.ts';
import { measurementsToCsv } from './measurement-files.ts';

const pairs = (correct: number, count: number): PairsResult => ({
  kind: 'pairs',
  set: 'azblimp',
  all: shareOf(correct, count),
  phenomena: [],
  problems: [],
  cut: 0,
  tooLong: 0,
});

const exam = (correct: number, count: number): ExamResult => ({
  kind: 'exam',
  set: 'a.json',
  form: 'plain',
  raw: shareOf(correct, count),
  normalised: shareOf(count, count),
  chance: 0.25,
  problems: [],
  cut: 0,
  tooLong: 0,
});

const text: TextResult = {
  kind: 'text',
  set: 'a, "b".txt',
  loss: 1,
  perplexity: 2,
  bitsPerByte: 3,
  tokens: 4,
  bytes: 5,
};

let at = 0;
const of = (checkpoint: string, result: Measurement['result']): Measurement => ({
  id: `m${at}`,
  run: 'r',
  checkpoint,
  step: 7,
  measuredAt: at++,
  source: 'file',
  set: figuresOf(result)[0]?.of ?? '',
  result,
  leaks: null,
  published: null,
  examples: [],
});

const cells = (measurements: Measurement[], columns: string[]) =>
  measuredSets(measurements, columns).flatMap(({ rows }) => rows.map((row) => row.cells));

describe('the table of what was measured', () => {
  test('has a set once, and of a checkpoint that was measured twice the newer result', () => {
    const all = [of('a', pairs(600, 1000)), of('b', pairs(610, 1000)), of('a', pairs(700, 1000))];
    expect(measuredCheckpoints(all)).toEqual(['a', 'b']);
    expect(cells(all, ['a', 'b'])).toMatchObject([[{ value: 0.7 }, { value: 0.61 }]]);
  });

  test('has nothing of checkpoints that are not shown, and a gap where one was not measured', () => {
    const all = [of('a', pairs(600, 1000)), of('b', exam(30, 100))];
    expect(cells(all, ['c'])).toEqual([]);
    expect(cells(all, ['a', 'b'])).toMatchObject([
      [{ value: 0.6 }, null],
      [null, { value: 0.3 }],
      [null, { value: 1 }],
    ]);
  });

  test('has the scores of answers, the share that loops and how many pairs of words are different', () => {
    const answers: AnswersResult = {
      ...{ kind: 'answers', set: 'a.jsonl', cut: 0, leftOut: [], answers: [] },
      scores: [{ measure: 'chrf++', score: 41, interval: { low: 30, high: 50 }, signature: 'nrefs:1' }],
      ...{ loops: { share: 0.25, low: 0.1, high: 0.5 }, distinct: [0.9, 0.8, 0.7] },
    };
    const rows = cells([of('a', answers), of('b', { ...answers, distinct: [null, null, null] })], ['a', 'b']);
    expect(rows).toMatchObject([
      [{ name: 'chrf++', value: 41, better: 'more' }, { beside: 'within-noise' }],
      [{ name: 'loops', value: 0.25, better: 'less' }, { value: 0.25 }],
      [{ name: 'distinct_2', value: 0.8, interval: null }, null],
    ]);
  });

  test('does not put sets of one name and another size together', () => {
    expect(measuredSets([of('a', pairs(1, 2)), of('b', pairs(1, 3))], ['a', 'b'])).toHaveLength(2);
  });

  test.each([
    [600, 610, 'within-noise'],
    [600, 700, 'better'],
    [700, 600, 'worse'],
  ])('%i and %i of a thousand: %s', (first, second, beside) => {
    const [row] = cells([of('a', pairs(first, 1000)), of('b', pairs(second, 1000))], ['a', 'b']);
    expect(row).toMatchObject([{ beside: null }, { beside }]);
  });

  test.each([
    [25, true],
    [33, true],
    [45, false],
  ])('%i right of a hundred with four choices may be guessed: %s', (correct, isChance) => {
    expect(cells([of('a', exam(correct, 100))], ['a'])[0]).toMatchObject([{ isChance, chance: 0.25 }]);
  });
});

test('as CSV each figure is a line, with names quoted where they need it', () => {
  const [header, ...lines] = measurementsToCsv([of('a', text), of('a', pairs(1, 2))], (id) => `run ${id}`).split('\n');
  expect(header).toBe('set,source,kind,measure,checkpoint,step,value,low,high,chance,leaked,items');
  expect(lines.slice(0, 2)).toEqual([
    '"a, ""b"".txt",file,text,bits_per_byte,run a,7,3,,,,,',
    '"a, ""b"".txt",file,text,perplexity,run a,7,2,,,,,',
  ]);
  expect(lines[2]).toMatch(/^azblimp,file,pairs,accuracy,run a,7,0\.5,0\.09\d+,0\.90\d+,0\.5,,$/);
});
