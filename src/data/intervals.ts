/** How sure measured figures are: intervals of 95 % for shares and for means of few values. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the standard normal distribution, for an interval that holds the truth 95 times in 100. */
const Z = 1.959963984540054;

/**
 * The interval of 95 % for the chance behind `successes` of `count` trials (Wilson 1927): unlike the usual one it holds for
 * few trials and near 0 and 1. Without a trial it is all of them.
 */
export function wilsonInterval(successes: number, count: number): Interval {
  if (count === 0) return { low: 0, high: 1 };
  const share = successes / count;
  const z2 = Z * Z;
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The 97.5th percentiles of Student's t distribution with 1, 2, … 30 degrees of freedom. */
const T = [
  ...[12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139],
  ...[2.200985, 2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963],
  ...[2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272],
];

/**
 * The 97.5th percentile of Student's t distribution; beyond the table by the first terms of its series in 1/ν (Fisher and
 * Cornish 1960), to five digits.
 * @param freedom degrees of freedom, a whole number from 1 on
 */
export function studentQuantile(freedom: number): number {
  const inTable = T[freedom - 1];
  if (inTable !== undefined) return inTable;
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Of 95 % for the mean, by Student's t distribution; null of a single value, which says nothing of how values spread. */
  readonly interval: Interval | null;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = meanOf(values);
  const half = studentQuantile(count - 1) * Math.sqrt(squaresAround(values) / (count - 1) / count);
  return {
    count,
    mean,
    min: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    max: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    interval: count < 2 ? null : { low: mean - half, high: mean + half },
  };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sum of squared distances from their mean. */
export function squaresAround(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
