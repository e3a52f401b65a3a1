/** Sequences of units (words, characters) of a text and how often each comes. No unit may hold white space. */

/** By length: [n − 1] holds the sequences of n units. */
export type NgramCounts = readonly ReadonlyMap<string, number>[];

/** Of all lengths from 1 to `order`. */
export function ngramsUpTo(units: ArrayLike<string | number>, order: number): NgramCounts {
  const counts = Array.from({ length: order }, () => new Map<string, number>());
  for (let begin = 0; begin < units.length; begin++) {
    let ngram = '';
    for (let n = 1; n <= order && begin + n <= units.length; n++) {
      ngram += ` ${units[begin + n - 1]}`;
      const ofLength = counts[n - 1]!;
      ofLength.set(ngram, (ofLength.get(ngram) ?? 0) + 1);
    }
  }
  return counts;
}

/** How many sequences the two have in common, each as often as it comes in the one that has it more seldom. */
export function commonCount(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [ngram, times] of a) common += Math.min(times, b.get(ngram) ?? 0);
  return common;
}

/** Sequences together, each as often as it comes. */
export function totalCount(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const times of counts.values()) total += times;
  return total;
}

export const splitAtSpaces = (text: string): string[] => text.split(/\p{White_Space}+/u).filter((word) => word !== '');
