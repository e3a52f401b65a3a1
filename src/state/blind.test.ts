import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../data/intervals.ts';
import type { Judgement, Verdict } from '../worker/api.ts';
import { judgementLines, preference, scores, shuffled } from './blind.ts';

const judgement = (first: string, second: string, verdict: Verdict): Judgement => ({
  id: `${first} ${second} ${verdict}`,
  prompt: 'Salam',
  answers: [
    { checkpoint: first, text: `of ${first}` },
    { checkpoint: second, text: `of ${second}` },
  ],
  verdict,
});

test('the order is by chance, both ways alike', () => {
  expect(shuffled(['a', 'b'], 0)).toEqual(['a', 'b']);
  expect(shuffled(['a', 'b'], 0.499)).toEqual(['a', 'b']);
  expect(shuffled(['a', 'b'], 0.5)).toEqual(['b', 'a']);
  expect(shuffled(['a', 'b'], 0.999)).toEqual(['b', 'a']);
});

describe('scores', () => {
  test('are of a pair, however it was ordered', () => {
    const judged = [
      judgement('a', 'b', 'first'),
      judgement('b', 'a', 'second'),
      judgement('b', 'a', 'first'),
      judgement('a', 'b', 'tie'),
      judgement('b', 'a', 'both-bad'),
    ];
    expect(scores(judged)).toEqual([{ first: 'a', second: 'b', wins: 2, losses: 1, ties: 1, bothBad: 1 }]);
    const losing = judged.map((one) => ({
      ...one,
      answers: [...one.answers].reverse() as unknown as typeof one.answers,
    }));
    expect(scores(losing)).toEqual([{ first: 'b', second: 'a', wins: 2, losses: 1, ties: 1, bothBad: 1 }]);
  });

  test('are of every pair, the last judged first', () => {
    const judged = [judgement('a', 'b', 'tie'), judgement('a', 'c', 'tie'), judgement('b', 'a', 'tie')];
    expect(scores(judged).map(({ first, second }) => first + second)).toEqual(['ab', 'ac']);
    expect(scores([])).toEqual([]);
  });

  test('count every judgement once', () => {
    const verdicts = fc.constantFrom<Verdict>('first', 'second', 'tie', 'both-bad');
    const pair = fc.constantFrom(['a', 'b'] as const, ['b', 'a'] as const, ['c', 'a'] as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(pair, verdicts)), (all) => {
        const total = scores(all.map(([[first, second], verdict]) => judgement(first, second, verdict)));
        const counted = total.map(({ wins, losses, ties, bothBad }) => wins + losses + ties + bothBad);
        expect(counted.reduce((sum, n) => sum + n, 0)).toBe(all.length);
        expect(total.every(({ wins, losses }) => wins >= losses)).toBe(true);
      }),
    );
  });
});

describe('how sure it is', () => {
  test('nothing is known where nothing was decided', () => {
    const score = { first: 'a', second: 'b', wins: 0, losses: 0, ties: 3, bothBad: 1 };
    expect(preference(score)).toBeNull();
    expect(preference({ ...score, wins: 1 })).toEqual({ share: 1, ...wilsonInterval(1, 1) });
  });
});

test('are exported as preferences, each on a line', () => {
  const judged = [judgement('a', 'b', 'second'), judgement('a', 'b', 'first'), judgement('a', 'b', 'both-bad')];
  const lines = judgementLines(judged, (id) => `model ${id}`);
  expect(lines.endsWith('\n')).toBe(true);
  expect(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { prompt: 'Salam', chosen: 'of b', rejected: 'of a', chosen_model: 'model b', rejected_model: 'model a' },
    { prompt: 'Salam', chosen: 'of a', rejected: 'of b', chosen_model: 'model a', rejected_model: 'model b' },
    { prompt: 'Salam', answers: ['of a', 'of b'], models: ['model a', 'model b'], verdict: 'both-bad' },
  ]);
  expect(judgementLines([], String)).toBe('');
});
