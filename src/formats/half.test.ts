// The oracle is the definition: sign · fraction · 2^exponent in float64, which holds every f16, bf16 and midpoint exactly.
import { describe, expect, it } from 'vitest';
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from './half.ts';

interface Format {
  name: string;
  exponentBits: number;
  fractionBits: number;
  widen: (source: Uint16Array) => Float32Array;
  narrow: (source: Float32Array) => Uint16Array;
}
const formats: Format[] = [
  { name: 'f16', exponentBits: 5, fractionBits: 10, widen: f16ToF32, narrow: f32ToF16 },
  { name: 'bf16', exponentBits: 8, fractionBits: 7, widen: bf16ToF32, narrow: f32ToBf16 },
];

const allPatterns = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern);

/** The value of a 16-bit pattern by definition; past the largest finite one, the value it would have if the exponents continued. */
function exactValue(pattern: number, format: Format, endless = false): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern & 0x7fff) >> format.fractionBits;
  const fraction = pattern & (2 ** format.fractionBits - 1);
  const bias = 2 ** (format.exponentBits - 1) - 1;
  if (!endless && exponent === 2 ** format.exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - format.fractionBits);
  return sign * (2 ** format.fractionBits + fraction) * 2 ** (exponent - bias - format.fractionBits);
}

describe.each(formats)('$name', (format) => {
  const infinity = (2 ** format.exponentBits - 1) << format.fractionBits;

  it('widens all 65 536 patterns exactly', () => {
    const wide = format.widen(allPatterns);
    const wrong = allPatterns.filter((pattern) => !Object.is(wide[pattern], exactValue(pattern, format)));
    expect([...wrong]).toEqual([]);
  });

  it('gives every pattern back after a round trip, NaN payloads included', () => {
    expect(format.narrow(format.widen(allPatterns))).toEqual(allPatterns);
  });

  it('rounds around the midpoint of every two neighbours to nearest, ties to even, on both sides of zero', () => {
    const inputs: number[] = [];
    const expected: number[] = [];
    const probe = new Float32Array(1);
    const probeBits = new Uint32Array(probe.buffer);
    for (let low = 0; low < infinity; low++) {
      const high = low + 1;
      probe[0] = (exactValue(low, format, true) + exactValue(high, format, true)) / 2;
      const middle = probeBits[0]!;
      for (const [offset, target] of [
        [-1, low],
        [0, low % 2 === 0 ? low : high],
        [1, high],
      ] as const) {
        probeBits[0] = middle + offset;
        inputs.push(probe[0]!, -probe[0]!);
        expected.push(target, target | 0x8000);
      }
    }
    const rounded = format.narrow(Float32Array.from(inputs));
    const wrong = inputs.filter((_, i) => rounded[i] !== expected[i]);
    expect(wrong).toEqual([]);
  });

  it('sends everything beyond its range to infinity and everything tiny to a signed zero', () => {
    const smallest = 2 ** -149;
    expect([...format.narrow(Float32Array.of(3.4028234663852886e38, -3.4028234663852886e38, Infinity))]).toEqual([
      infinity,
      infinity | 0x8000,
      infinity,
    ]);
    expect([...format.narrow(Float32Array.of(smallest, -smallest, 0, -0))]).toEqual([0, 0x8000, 0, 0x8000]);
  });

  it('keeps a NaN a NaN when its payload lies in the bits that are cut off', () => {
    const nan = new Float32Array(Uint32Array.of(0x7f800001, 0xff800001).buffer);
    const narrowed = format.widen(format.narrow(nan));
    expect([...narrowed]).toEqual([NaN, NaN]);
  });

  it('reads a view that does not start at the beginning of its buffer', () => {
    const padded = Float32Array.of(9, 1.5, -2);
    expect([...format.widen(format.narrow(padded.subarray(1)))]).toEqual([1.5, -2]);
  });
});
