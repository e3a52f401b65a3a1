/**
 * 16-bit floats and back: IEEE 754 binary16 (f16: 1 sign, 5 exponent, 10 fraction bits) and bfloat16 (bf16: the upper
 * half of an f32). Works on bit patterns only, so that NaN payloads survive and no engine canonicalises them.
 * Widening is exact. Narrowing rounds to nearest, ties to even; f16 overflows to infinity from 65520 on and keeps
 * subnormals. Arrays are element for element; nothing is clamped, scaled or flushed to zero.
 */

/** From here on f16 rounds to infinity. */
export const F16_LIMIT = 65_520;

/** Widens n f16 patterns to n f32 numbers, exactly. */
export function f16ToF32(source: Uint16Array): Float32Array<ArrayBuffer> {
  const result = new Float32Array(source.length);
  const bits = new Uint32Array(result.buffer);
  for (let i = 0; i < source.length; i++) bits[i] = widenF16(source[i]!);
  return result;
}

/** Rounds n f32 numbers to n f16 patterns. */
export function f32ToF16(source: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length);
  const result = new Uint16Array(source.length);
  for (let i = 0; i < source.length; i++) result[i] = narrowToF16(bits[i]!);
  return result;
}

/** Widens n bf16 patterns to n f32 numbers, exactly. */
export function bf16ToF32(source: Uint16Array): Float32Array<ArrayBuffer> {
  const result = new Float32Array(source.length);
  const bits = new Uint32Array(result.buffer);
  for (let i = 0; i < source.length; i++) bits[i] = source[i]! << 16;
  return result;
}

/** Rounds n f32 numbers to n bf16 patterns. */
export function f32ToBf16(source: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length);
  const result = new Uint16Array(source.length);
  for (let i = 0; i < source.length; i++) result[i] = narrowToBf16(bits[i]!);
  return result;
}

function widenF16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal is fraction · 2⁻²⁴: move its leading one to bit 10, where a normal number has it implied.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

function narrowToF16(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7c00 | ((magnitude >>> 13) & 0x3ff || 0x200);
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  // Below half of the smallest subnormal (and exactly half, which ties to even) everything is zero.
  if (magnitude <= 0x33000000) return sign;
  if (magnitude >= 0x38800000) {
    // A carry out of the fraction correctly runs into the exponent, up to infinity.
    return sign | (roundShift(magnitude, 13) - (112 << 10));
  }
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  return sign | roundShift(fraction, 126 - (magnitude >>> 23));
}

function narrowToBf16(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) {
    const upper = bits >>> 16;
    return (upper & 0x7f) === 0 ? upper | 0x40 : upper;
  }
  return (bits >>> 16) + roundUp(bits, 16);
}

/** bits / 2^shift to the nearest integer, ties to even. */
function roundShift(bits: number, shift: number): number {
  return (bits >>> shift) + roundUp(bits, shift);
}

/** 1 where the lowest `shift` bits are more than half, or exactly half below an odd quotient. */
function roundUp(bits: number, shift: number): number {
  const half = 2 ** (shift - 1);
  const rest = bits & (2 * half - 1);
  return rest > half || (rest === half && ((bits >>> shift) & 1) === 1) ? 1 : 0;
}
