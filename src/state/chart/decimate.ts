/**
 * Series made small enough to draw. A chart of a thousand pixels gains nothing from a million points, and a browser
 * loses its frame rate over them; but a spike of one step must stay visible, so each bucket keeps its extremes.
 */

/**
 * At most `limit` points, in order: the first, the last, and per bucket the lowest and the highest value.
 * @param limit at least 4
 */
export function decimate<T>(points: readonly T[], limit: number, value: (point: T) => number): readonly T[] {
  if (points.length <= limit) return points;
  return decimatedPlaces(points.length, limit, (index) => value(points[index]!)).map((index) => points[index]!);
}

/** The places of what is kept of `length` points. @param limit at least 4 */
export function decimatedPlaces(length: number, limit: number, value: (index: number) => number): number[] {
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  const buckets = Math.floor((limit - 2) / 2);
  const inner = length - 2;
  const kept = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let low = from;
    let high = from;
    for (let index = from + 1; index < to; index++) {
      if (value(index) < value(low)) low = index;
      if (value(index) > value(high)) high = index;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(length - 1);
  return kept;
}

const edgeReach = 4;

/**
 * Centred moving mean over up to 2·reach + 1 of `length` values, for the places that are asked about; towards both ends the
 * window narrows, so that the curve does not lag, but not to a single value, so that it does not end in a hook.
 */
export function smoothed(length: number, value: (index: number) => number, reach: number): (index: number) => number {
  const sums = new Float64Array(length + 1);
  for (let index = 0; index < length; index++) sums[index + 1] = sums[index]! + value(index);
  return (index) => {
    const half = Math.min(reach, Math.max(edgeReach, Math.min(index, length - 1 - index)));
    const from = Math.max(0, index - half);
    const to = Math.min(length, index + half + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  };
}
