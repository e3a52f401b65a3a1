import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DuplicateClusters, timesByClusterSize } from './duplicate-clusters.ts';

describe('DuplicateClusters', () => {
  it('puts dropped documents with the one that was kept, also by way of one that was dropped', () => {
    const clusters = new DuplicateClusters();
    for (const [place, like] of [
      [3, 1],
      [4, 0],
      [7, 3],
      [8, 1],
      [9, 2],
    ] as const)
      clusters.add(place, like);
    expect(clusters.dropped).toBe(5);
    expect(clusters.largest(2)).toEqual([
      { kept: 1, dropped: [3, 7, 8] },
      { kept: 0, dropped: [4] },
    ]);
    expect([0, 1, 2, 5].map((place) => clusters.size(place))).toEqual([2, 4, 2, 1]);
    expect(clusters.sizes()).toEqual([
      { size: 2, clusters: 2 },
      { size: 4, clusters: 1 },
    ]);
    expect([...clusters.each()]).toEqual([
      { kept: 0, size: 2 },
      { kept: 1, size: 4 },
      { kept: 2, size: 2 },
    ]);
    expect([0, 1, 5].map((place) => clusters.droppedFor(place))).toEqual([[4], [3, 7, 8], []]);
    clusters.add(10, 0);
    expect(clusters.size(0)).toBe(3);
    expect(() => clusters.add(10, 0)).toThrow(RangeError);
  });

  it('of no verdict there is none', () => {
    const clusters = new DuplicateClusters();
    expect(clusters.largest(5)).toEqual([]);
    expect(clusters.sizes()).toEqual([]);
    expect(clusters.size(0)).toBe(1);
  });

  it('are those of a plain map, however many there are', () => {
    const verdicts = fc.array(fc.option(fc.nat(), { freq: 2 }), { minLength: 1, maxLength: 4000, size: 'max' });
    fc.assert(
      fc.property(verdicts, fc.integer({ min: 1, max: 5 }), (likes, most) => {
        const clusters = new DuplicateClusters();
        const keptFor = new Map<number, number>();
        const plain = new Map<number, number[]>();
        for (const [place, like] of likes.entries()) {
          if (place === 0 || like === null) continue;
          const kept = keptFor.get(like % place) ?? like % place;
          keptFor.set(place, kept);
          plain.set(kept, [...(plain.get(kept) ?? []), place]);
          clusters.add(place, like % place);
        }
        const expected = [...plain]
          .map(([kept, dropped]) => ({ kept, dropped }))
          .sort((a, b) => b.dropped.length - a.dropped.length || a.kept - b.kept);
        expect(clusters.largest(most)).toEqual(expected.slice(0, most));
        for (const { kept, dropped } of expected) expect(clusters.size(kept)).toBe(1 + dropped.length);
        expect(clusters.sizes().reduce((sum, { clusters: n }) => sum + n, 0)).toBe(plain.size);
      }),
      { numRuns: 20 },
    );
  });
});

describe('timesByClusterSize', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 5],
    [99, 5],
    [100, 8],
    [999, 8],
    [1000, 1],
    [50_000, 1],
  ])('of %i is %i', (size, times) => {
    expect(timesByClusterSize(size)).toBe(times);
  });
});
