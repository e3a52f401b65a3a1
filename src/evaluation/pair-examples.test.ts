import { expect, test } from 'vitest';
import { pairExamples } from './pair-examples.ts';

const pair = (phenomenon: string, good: string) => ({ phenomenon, good, bad: `${good}!` });

test('wrong ones come first, two of each phenomenon, those that were too long not at all', () => {
  const pairs = [pair('p', 'a'), pair('p', 'b'), pair('q', 'c'), pair('p', 'd'), pair('q', 'e'), pair('q', 'f')];
  // Alike likely is wrong; of the second pair of p the bad half was too long.
  const nats = [1, 2, 1, null, 2, 2, 3, 1, 1, 2, 1, 2];
  expect(pairExamples(pairs, nats)).toEqual([
    { phenomenon: 'p', good: 'd', bad: 'd!', isRight: false },
    { phenomenon: 'p', good: 'a', bad: 'a!', isRight: true },
    { phenomenon: 'q', good: 'c', bad: 'c!', isRight: false },
    { phenomenon: 'q', good: 'e', bad: 'e!', isRight: true },
  ]);
});

test('of no pairs there are none', () => expect(pairExamples([], [])).toEqual([]));
