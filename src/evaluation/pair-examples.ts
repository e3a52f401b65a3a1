/** Of each phenomenon a few pairs that show what a model gets wrong of it. */
import type { PairSet } from '../data/tasks/minimal-pairs/pair-file.ts';

export interface PairExample {
  readonly phenomenon: string;
  readonly good: string;
  readonly bad: string;
  /** Whether the good sentence was the likelier one. */
  readonly isRight: boolean;
}

const EACH = 2;

/**
 * The first that are wrong, then the first that are right, two of each phenomenon.
 * @param nats of the good and the bad sentence of each pair in turn, null where it was too long
 */
export function pairExamples(pairs: PairSet['pairs'], nats: readonly (number | null)[]): PairExample[] {
  const scored = pairs.flatMap(({ phenomenon, good, bad }, i): PairExample[] => {
    const [ofGood, ofBad] = [nats[2 * i] ?? null, nats[2 * i + 1] ?? null];
    return ofGood === null || ofBad === null ? [] : [{ phenomenon, good, bad, isRight: ofGood < ofBad }];
  });
  const phenomena = [...new Set(scored.map(({ phenomenon }) => phenomenon))];
  return phenomena.flatMap((phenomenon) => {
    const own = scored.filter((pair) => pair.phenomenon === phenomenon);
    return [...own.filter(({ isRight }) => !isRight), ...own.filter(({ isRight }) => isRight)].slice(0, EACH);
  });
}
