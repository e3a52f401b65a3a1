import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { answersResult } from './answers/answer-scores.ts';
import { shareOf } from './measure.ts';
import type { MeasureResult } from './results.ts';
import { figuresOf } from './seeds.ts';
import { isMeasureResult } from './whole-result.ts';

const fit = { cut: 0, tooLong: 1 };
const item = { asked: { instruction: 'Qar nə rəngdədir?', input: '' }, references: ['Ağ.'], row: 2 };
const answer = { item, text: 'Ağ.', tokens: 1, stopped: 'eos' as const };
const RESULTS: MeasureResult[] = [
  { kind: 'text', set: 'a.txt', loss: 1, perplexity: Math.E, bitsPerByte: 2, tokens: 9, bytes: 30 },
  { kind: 'flores', set: 'a.devtest', bits: spreadOf([3, 5]), ...fit },
  { kind: 'flores', set: 'a.devtest', bits: spreadOf([3]), ...fit },
  {
    kind: 'pairs',
    set: '',
    all: shareOf(0, 0),
    phenomena: [{ phenomenon: '', ...shareOf(1, 2) }],
    problems: [],
    ...fit,
  },
  {
    ...{ kind: 'exam', set: 'a.csv', form: 'plain', raw: shareOf(1, 2), normalised: shareOf(2, 2), chance: 0.25 },
    ...{ problems: [{ row: 3, problem: 'answer-missing' }], ...fit },
  },
  answersResult('a.jsonl', [answer, { ...answer, text: '' }], [{ row: 1, reason: 'prompt-empty' }], 0),
];

test.each(RESULTS)('a result of $kind is one, also after a file', (result) => {
  expect(isMeasureResult(result)).toBe(true);
  expect(isMeasureResult(JSON.parse(JSON.stringify(result)))).toBe(true);
});

test.each([null, undefined, 7, 'text', [], {}, { kind: 'text' }, { kind: 'constructor', set: '' }, { set: 'a' }])(
  '%j is none',
  (value) => expect(isMeasureResult(value)).toBe(false),
);

/** Every place in a value, as the names on the way to it. */
const placesIn = (value: unknown, path: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [[...path], ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]))]
    : [[...path]];

function withAt(value: unknown, [name, ...rest]: readonly string[], other: unknown): unknown {
  if (name === undefined) return other;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = withAt(copy[name], rest, other);
  return copy;
}

test('with anything in the place of a part it is none, or its figures can be taken', () => {
  const changed = fc
    .constantFrom(...RESULTS)
    .chain((result) =>
      fc.tuple(fc.constant(result), fc.constantFrom(...placesIn(result)), fc.anything({ maxDepth: 1 })),
    );
  fc.assert(
    fc.property(changed, ([result, place, other]) => {
      const value = withAt(result, place, other);
      if (!isMeasureResult(value)) return;
      for (const { of, value: figure } of figuresOf(value)) {
        expect(typeof of).toBe('string');
        expect(figure).toSatisfy(Number.isFinite);
      }
    }),
  );
});

test.each(RESULTS)('no part of $kind may be missing', (result) => {
  for (const place of placesIn(result).filter((names) => names.length > 0 && !/^\d+$/.test(names.at(-1) ?? '')))
    if (place.join('.') !== 'problems.0.problem' && place.join('.') !== 'leftOut.0.reason')
      expect(isMeasureResult(withAt(result, place, undefined)), place.join('.')).toBe(false);
});
