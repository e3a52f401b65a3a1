/**
 * Seeded pseudo-random numbers. Everything random about a run (order of windows, initial weights, dropout, samples)
 * follows from its seed by way of this file, so its numbers are part of what makes a saved run resume exactly: they
 * must never change. Generator: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 2021); its state is filled by a SplitMix sequence (Steele, Lea and Flood, OOPSLA 2014) with the
 * 32-bit finaliser `0x21f0aaad, 0x735a2d97` found by Wellons' hash-prospector. Not for secrets. `normal` uses Math.log
 * and Math.cos, whose last bits may differ between JavaScript engines; all else is integer arithmetic.
 */
const GOLDEN_RATIO_32 = 0x9e3779b9;
const TWO_32 = 4_294_967_296;

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** A bijection of 32-bit numbers in which every input bit moves every output bit. */
export function finalise32(x: number): number {
  let z = x;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** One step of xoshiro128** 1.1: updates the four state words in place, returns 32 bits. Not all words may be zero. */
export function xoshiro128(state: Uint32Array): number {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[0] = s0 ^ t3;
  state[1] = s1 ^ t2;
  state[2] = t2 ^ (s1 << 9);
  state[3] = rotateLeft(t3, 11);
  return result;
}

export class Random {
  readonly #state = new Uint32Array(4);

  /** @param seed any number; its low 32 bits count. Make one from several parts by `mixSeed`. */
  constructor(seed: number) {
    // finalise32 is a bijection and the four inputs differ, so at most one of the words is zero.
    for (let i = 0; i < 4; i++) this.#state[i] = finalise32((seed | 0) + (i + 1) * GOLDEN_RATIO_32);
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  next(): number {
    const high = xoshiro128(this.#state) >>> 5;
    const low = xoshiro128(this.#state) >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Uniform in 0 … n−1 without bias (values of the incomplete last interval are drawn again). 1 ≤ n ≤ 2³². */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) throw new RangeError(`integer(n) needs 1 ≤ n ≤ 2^32, got ${n}`);
    const limit = TWO_32 - (TWO_32 % n);
    let value = xoshiro128(this.#state);
    while (value >= limit) value = xoshiro128(this.#state);
    return value % n;
  }

  /** Standard normal by Box and Muller; the second value of the pair is not kept, so the state stays four words. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }
}

const double = new DataView(new ArrayBuffer(8));

/**
 * 32-bit hash of its parts, for seeds of sub-streams: `mixSeed(seed, 'windows', epoch)`. Order, number and kind of the
 * parts count: (1, 2), (2, 1), (12) and ('1', '2') all differ.
 */
export function mixSeed(...parts: (number | string)[]): number {
  let hash = 0;
  const add = (word: number) => {
    hash = finalise32((hash ^ word) + GOLDEN_RATIO_32);
  };
  for (const part of parts) {
    if (typeof part === 'number') {
      double.setFloat64(0, part === 0 ? 0 : part);
      add(1);
      add(double.getUint32(0));
      add(double.getUint32(4));
    } else {
      add(2);
      for (let i = 0; i < part.length; i++) add(part.charCodeAt(i));
      add(part.length);
    }
  }
  return hash;
}

/** The numbers 0 … n−1 in an order fixed by the seed (Fisher and Yates). 4n bytes. */
export function permutation(n: number, seed: number): Uint32Array {
  const random = new Random(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
