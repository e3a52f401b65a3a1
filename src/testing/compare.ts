/** Comparison with references. A NaN or an infinity on either side never passes, and neither does a wrong length. */
import { expect } from 'vitest';

export interface Difference {
  /** ‖a − b‖ / ‖b‖, or ‖a‖ when b is zero. */
  relative: number;
  /** Largest |a − b|. */
  absolute: number;
}

export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): Difference {
  if (actual.length !== expected.length) throw new Error(`lengths differ: ${actual.length} and ${expected.length}`);
  let squares = 0;
  let reference = 0;
  let absolute = 0;
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (!Number.isFinite(a) || !Number.isFinite(b)) throw new Error(`not finite at ${i}: ${a}, expected ${b}`);
    squares += (a - b) ** 2;
    reference += b * b;
    absolute = Math.max(absolute, Math.abs(a - b));
  }
  return { relative: reference === 0 ? Math.sqrt(squares) : Math.sqrt(squares / reference), absolute };
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  what: string,
): void {
  const got = difference(actual, expected);
  expect(got.relative, `${what}: ‖Δ‖/‖ref‖`).toBeLessThanOrEqual(relative);
}
