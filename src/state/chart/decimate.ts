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
  const buckets = Math.floor((limit - 2) / 2);
  const inner = points.length - 2;
  const kept: T[] = [points[0]!];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let low = from;
    let high = from;
    for (let index = from + 1; index < to; index++) {
      if (value(points[index]!) < value(points[low]!)) low = index;
      if (value(points[index]!) > value(points[high]!)) high = index;
    }
    kept.push(points[Math.min(low, high)]!);
    if (low !== high) kept.push(points[Math.max(low, high)]!);
  }
  kept.push(points[points.length - 1]!);
  return kept;
}

const edgeReach = 4;

/**
 * Centred moving mean over up to 2·reach + 1 values; towards both ends the window narrows, so that the curve does not lag,
 * but not to a single value, so that it does not end in a hook.
 */
export function smooth(values: readonly number[], reach: number): number[] {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = sums[index]! + value;
  return values.map((_, index) => {
    const half = Math.min(reach, Math.max(edgeReach, Math.min(index, values.length - 1 - index)));
    const from = Math.max(0, index - half);
    const to = Math.min(values.length, index + half + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}
