import { expect, it } from 'vitest';
import { dropoutReference } from './dropout.reference.ts';

const ones = new Float64Array(1e5).fill(1);
const of = (change: Partial<{ rate: number; seed: number; site: number }>) =>
  dropoutReference(ones, 100, { rate: 0.25, seed: 1, site: 0, ...change });
const sharesOf = (kept: Float64Array, other: Float64Array) =>
  kept.filter((value, i) => (value === 0) === (other[i] === 0)).length / kept.length;

it('drops as many elements as it should, and keeps the mean', () => {
  for (const rate of [0.05, 0.25, 0.5]) {
    const kept = of({ rate });
    expect(Math.abs(kept.filter((value) => value === 0).length / kept.length - rate)).toBeLessThan(0.01);
    expect(Math.abs(kept.reduce((sum, value) => sum + value, 0) / kept.length - 1)).toBeLessThan(0.01);
  }
  expect(of({ rate: 0 })).toEqual(ones);
});

it('drops others with another seed, in another place, and from row to row', () => {
  const kept = of({});
  const independent = 0.25 ** 2 + 0.75 ** 2;
  for (const other of [of({ seed: 2 }), of({ site: 1 }), of({ seed: 3, site: 7 }), kept.toReversed()])
    expect(Math.abs(sharesOf(kept, other) - independent)).toBeLessThan(0.01);
  const rows = Array.from({ length: 1000 }, (_, row) => kept.subarray(row * 100, row * 100 + 100).join());
  expect(new Set(rows).size).toBe(1000);
});
