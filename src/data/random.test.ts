import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixSeed, permutation, Random, xoshiro128 } from './random.ts';

describe('xoshiro128**', () => {
  it('gives the published sequence for the state 1, 2, 3, 4', () => {
    // From the reference implementation (xoshiro128starstar.c, v1.1), as quoted by the tests of rand_xoshiro.
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    const state = Uint32Array.of(1, 2, 3, 4);
    expect(expected.map(() => xoshiro128(state))).toEqual(expected);
  });
});

describe('Random', () => {
  it('never changes: saved runs depend on these numbers', () => {
    const random = new Random(1234);
    const drawn = [random.integer(1000), random.integer(1000), random.integer(2 ** 32), random.next()];
    expect(drawn).toEqual([434, 898, 419805400, 0.7840271891342415]);
    expect([...permutation(10, 7)]).toEqual([7, 9, 6, 2, 5, 1, 8, 0, 4, 3]);
    expect(mixSeed(1, 'windows', 2)).toBe(1235342278);
  });

  it('is uniform and normal within five standard errors', () => {
    const random = new Random(42);
    const n = 200_000;
    const bins = new Float64Array(10);
    let sum = 0;
    let squares = 0;
    let fourths = 0;
    for (let i = 0; i < n; i++) {
      const u = random.next();
      bins[Math.floor(u * 10)]! += 1; // a value outside [0, 1) has no bin and makes the sum below too small
      const z = random.normal();
      sum += z;
      squares += z * z;
      fourths += z ** 4;
    }
    expect(bins.reduce((a, b) => a + b)).toBe(n);
    const binError = Math.sqrt(n * 0.1 * 0.9);
    for (const count of bins) expect(Math.abs(count - n / 10)).toBeLessThan(5 * binError);
    expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(fourths / n - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  it('draws integers evenly, also where 2^32 is no multiple of n', () => {
    const random = new Random(3);
    const n = 3 * 2 ** 30; // without rejection the first third would come up twice as often
    let low = 0;
    for (let i = 0; i < 30_000; i++) if (random.integer(n) < 2 ** 30) low++;
    expect(Math.abs(low - 10_000)).toBeLessThan(5 * Math.sqrt((30_000 * 2) / 9));
    for (const bad of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => random.integer(bad)).toThrow(RangeError);
    expect(random.integer(1)).toBe(0);
  });

  it('gives unrelated sequences for neighbouring seeds', () => {
    const firsts = new Set(Array.from({ length: 10_000 }, (_, seed) => new Random(seed).integer(2 ** 32)));
    expect(firsts.size).toBeGreaterThan(9_990);
  });
});

describe('mixSeed', () => {
  it('depends on order, number and kind of its parts', () => {
    const hashes = [
      mixSeed(),
      mixSeed(0),
      mixSeed(0, 0),
      mixSeed(1, 2),
      mixSeed(2, 1),
      mixSeed(12),
      mixSeed('1', '2'),
      mixSeed('12'),
      mixSeed(''),
      mixSeed('', ''),
      mixSeed('ab', 'c'),
      mixSeed('a', 'bc'),
      mixSeed(2 ** 32),
      mixSeed(2 ** 32 + 1),
      mixSeed(0.5),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(mixSeed(-0)).toBe(mixSeed(0));
  });

  it('spreads consecutive epochs over all 32 bits', () => {
    const ones = new Float64Array(32);
    for (let epoch = 0; epoch < 4096; epoch++) {
      const hash = mixSeed(7, epoch);
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (hash >>> bit) & 1;
    }
    for (const count of ones) expect(Math.abs(count - 2048)).toBeLessThan(5 * 32);
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (n, seed) => {
        const order = permutation(n, seed);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(permutation(n, seed)).toEqual(order);
      }),
    );
  });

  it('makes the six orders of three equally likely', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const key = permutation(3, mixSeed(seed)).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt((6000 * 5) / 36));
  });
});
