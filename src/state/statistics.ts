/**
 * What a few measurements say: a mean with the interval that holds the true one with 95 % confidence, and whether two means
 * differ by more than their noise. Student's t, for values that scatter about their mean as held-out losses of seeds do. Pure.
 */

const CONFIDENCE = 0.95;

export interface Interval {
  readonly mean: number;
  /** To either side of the mean. */
  readonly half: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function squaresAbout(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** null below two values: one says nothing of its noise. */
export function meanInterval(values: readonly number[]): Interval | null {
  const freedom = values.length - 1;
  if (freedom < 1) return null;
  const deviation = Math.sqrt(squaresAbout(values) / freedom);
  return { mean: meanOf(values), half: (tQuantile(freedom) * deviation) / Math.sqrt(values.length) };
}

/**
 * The mean of `a` less that of `b`. The noise is taken to be the same in both and estimated from both together, so that
 * one value may stand against several. null where neither has two.
 */
export function differenceInterval(a: readonly number[], b: readonly number[]): Interval | null {
  const freedom = a.length + b.length - 2;
  if (freedom < 1 || a.length === 0 || b.length === 0) return null;
  const deviation = Math.sqrt((squaresAbout(a) + squaresAbout(b)) / freedom);
  const half = tQuantile(freedom) * deviation * Math.sqrt(1 / a.length + 1 / b.length);
  return { mean: meanOf(a) - meanOf(b), half };
}

/** The t that a variable of Student's distribution exceeds in size with probability 1 − confidence. */
export function tQuantile(freedom: number, confidence = CONFIDENCE): number {
  let [low, high] = [0, 1];
  while (tails(high, freedom) > 1 - confidence) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (tails(middle, freedom) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * P(|T| > t), for whole degrees of freedom: the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4, with
 * θ = atan(t / √freedom).
 */
function tails(t: number, freedom: number): number {
  const theta = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return 1 - (isOdd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum);
}
