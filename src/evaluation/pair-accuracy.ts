/**
 * Minimal pairs: how often of two sentences that differ in one thing the right one is likelier, by the log-likelihood of the whole
 * sentence behind what begins a text (Warstadt et al. 2020, BLiMP). Two that are alike likely count as wrong; guessing gets half.
 */
import type { PairSet } from '../data/tasks/minimal-pairs/pair-file.ts';
import { continuation, type ScoringTokenizer } from './continuation.ts';
import { type Measure, placed, shareOf } from './measure.ts';
import type { PairsResult } from './results.ts';

/** Phenomena come out in the order in which they come in. */
export function pairAccuracy(
  set: string,
  { pairs, problems }: PairSet,
  tokenizer: ScoringTokenizer,
): Measure<PairsResult> {
  return {
    items: pairs.map(({ good }) => ({ texts: [good], sequences: 2 })),
    sequences: pairs.flatMap(({ good, bad }) => [continuation(tokenizer, '', good), continuation(tokenizer, '', bad)]),
    result(nats, cut) {
      const scored = pairs.flatMap(({ phenomenon }, i) => {
        const [good, bad] = [nats[2 * i], nats[2 * i + 1]];
        return typeof good === 'number' && typeof bad === 'number' ? [{ phenomenon, isRight: good < bad }] : [];
      });
      const shareAmong = (some: typeof scored) => shareOf(some.filter(({ isRight }) => isRight).length, some.length);
      const phenomena = [...new Set(pairs.map(({ phenomenon }) => phenomenon))];
      return {
        kind: 'pairs',
        set,
        all: shareAmong(scored),
        phenomena: phenomena.map((phenomenon) => ({
          phenomenon,
          ...shareAmong(scored.filter((pair) => pair.phenomenon === phenomenon)),
        })),
        problems,
        cut,
        tooLong: pairs.length - scored.length,
      };
    },
    only: (items) => pairAccuracy(set, { pairs: placed(pairs, items), problems }, tokenizer),
  };
}
