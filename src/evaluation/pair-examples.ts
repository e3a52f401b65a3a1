/** Of each phenomenon two pairs that show what a model gets wrong of it, and what right. */
import type { PairSet } from '../data/tasks/minimal-pairs/pair-file.ts';

export interface PairExample {
  readonly phenomenon: string;
  readonly good: string;
  readonly bad: string;
  /** Whether the good sentence was the likelier one. */
  readonly isRight: boolean;
}

/**
 * The first that is wrong and the first that is right; where all are alike, the first two.
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
    const first = [own.find(({ isRight }) => !isRight), own.find(({ isRight }) => isRight)].filter(
      (one) => one !== undefined,
    );
    return first.length < 2 ? own.slice(0, 2) : first;
  });
}
