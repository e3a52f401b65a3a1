import { expect, test } from 'vitest';
import { pairExamples } from './pair-examples.ts';

const pair = (phenomenon: string, good: string) => ({ phenomenon, good, bad: `${good}!` });

test('of each phenomenon one that is wrong and one that is right, and none that was too long', () => {
  const pairs = [pair('p', 'a'), pair('p', 'b'), pair('q', 'c'), pair('p', 'd'), pair('q', 'e'), pair('r', 'f')];
  // Alike likely is wrong; of the second pair of p the bad half was too long.
  const nats = [1, 2, 1, null, 2, 2, 3, 1, 3, 2, 1, 2];
  expect(pairExamples(pairs, nats)).toEqual([
    { phenomenon: 'p', good: 'd', bad: 'd!', isRight: false },
    { phenomenon: 'p', good: 'a', bad: 'a!', isRight: true },
    { phenomenon: 'q', good: 'c', bad: 'c!', isRight: false },
    { phenomenon: 'q', good: 'e', bad: 'e!', isRight: false },
    { phenomenon: 'r', good: 'f', bad: 'f!', isRight: true },
  ]);
});

test('of no pairs there are none', () => expect(pairExamples([], [])).toEqual([]));
