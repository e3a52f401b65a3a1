/**
 * The 256 values of a signed dynamic 8-bit number from −1 to 1 (Dettmers 2015, arXiv:1511.04561; Dettmers et al. 2022,
 * arXiv:2110.02861): a decimal exponent of 0 to −6 in unary, and after it, in the bits that are left, a fraction from 0.1 to 1;
 * 0 and 1 besides. Computed by the steps of f32 that bitsandbytes takes, so that the values are its values bit for bit.
 */
import { nearest } from './nearest.ts';

/** Ascending. */
export const DYNAMIC_MAP: Float32Array = dynamicMap();

/** The code of the value nearest to a number. */
export const dynamicCode: (value: number) => number = nearest(DYNAMIC_MAP);

function dynamicMap(): Float32Array {
  const values = [0, 1];
  for (let exponent = -6; exponent <= 0; exponent++)
    for (const fraction of fractions(2 ** (exponent + 6))) {
      const value = Math.fround(Math.fround(10 ** exponent) * fraction);
      values.push(value, -value);
    }
  return Float32Array.from(values).sort();
}

/** The middles of `count` equal parts of 0.1 to 1. */
function fractions(count: number): number[] {
  const least = Math.fround(0.1);
  const step = Math.fround(Math.fround(1 - least) / count);
  const boundaries = Array.from({ length: count + 1 }, (_, i) =>
    Math.fround(i < (count + 1) >> 1 ? least + step * i : 1 - step * (count - i)),
  );
  return boundaries.slice(1).map((upper, i) => Math.fround((boundaries[i] as number) + upper) / 2);
}
