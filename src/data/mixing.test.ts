import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentHash, isHeldOut } from './heldout.ts';
import { type MixtureDocuments, mixedDocuments, mixtureShares, timesShares, timesTaken } from './mixing.ts';

const coded = (code: string) => expect.objectContaining({ code });

describe('mixtureShares', () => {
  it('gives each source its weight’s part of the budget, and says how often that goes through it', () => {
    const sources = [
      { name: 'wiki', weight: 3, tokens: 1500 },
      { name: 'books', weight: 1, tokens: 50 },
      { name: 'rest', weight: 0, tokens: 0 },
    ];
    expect(mixtureShares(sources, 1000)).toEqual([
      { share: 0.75, tokens: 750, epochs: 0.5 },
      { share: 0.25, tokens: 250, epochs: 5 },
      { share: 0, tokens: 0, epochs: 0 },
    ]);
  });

  it.each([
    ['no source', []],
    ['only zeros', [{ name: 'a', weight: 0, tokens: 5 }]],
    [
      'a negative weight',
      [
        { name: 'a', weight: -1, tokens: 5 },
        { name: 'b', weight: 2, tokens: 5 },
      ],
    ],
    ['a weight that is no number', [{ name: 'a', weight: Number.NaN, tokens: 5 }]],
    ['an endless weight', [{ name: 'a', weight: Infinity, tokens: 5 }]],
  ])('refuses %s', (_, sources) => {
    expect(() => mixtureShares(sources, 10)).toThrow(coded('mixture-weights'));
  });

  it('refuses a weight on a source without text, and a budget of nothing', () => {
    expect(() => mixtureShares([{ name: 'a', weight: 1, tokens: 0 }], 10)).toThrow(coded('mixture-source-empty'));
    for (const budget of [0, -1, Number.NaN, Infinity])
      expect(() => mixtureShares([{ name: 'a', weight: 1, tokens: 1 }], budget)).toThrow(RangeError);
  });
});

describe('timesShares', () => {
  it('are the shares of the mixture that goes through each source so often', () => {
    const sources = [
      { name: 'wiki', times: 1, tokens: 600 },
      { name: 'books', times: 4, tokens: 50 },
      { name: 'web', times: 0.5, tokens: 400 },
      { name: 'rest', times: 0, tokens: 10 },
    ];
    const shares = timesShares(sources);
    expect(shares).toEqual([
      { share: 0.6, tokens: 600, epochs: 1 },
      { share: 0.2, tokens: 200, epochs: 4 },
      { share: 0.2, tokens: 200, epochs: 0.5 },
      { share: 0, tokens: 0, epochs: 0 },
    ]);
    const byWeight = sources.map(({ name, tokens }, i) => ({ name, tokens, weight: shares[i]?.share ?? 0 }));
    expect(mixtureShares(byWeight, 1000)).toEqual(shares);
  });

  it.each([
    ['nothing is taken', [{ name: 'a', times: 0, tokens: 5 }]],
    ['there is nothing', []],
    ['a source is taken less than never', [{ name: 'a', times: -1, tokens: 5 }]],
  ])('are none where %s', (_, sources) => {
    expect(() => timesShares(sources)).toThrow(coded('mixture-weights'));
  });
});

describe('timesTaken', () => {
  const hashes = Array.from({ length: 4000 }, (_, i) => documentHash(`sənəd ${i}`));

  it.each([0, 1, 2, 20])('is %s for every document where that is whole', (times) => {
    for (const hash of hashes.slice(0, 50)) expect(timesTaken(hash, times)).toBe(times);
  });

  it.each([0.1, 0.5, 1.25, 3.9])('is %s on the average', (times) => {
    const all = hashes.map((hash) => timesTaken(hash, times));
    expect(new Set(all)).toEqual(new Set([Math.floor(times), Math.ceil(times)]));
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
    // Four standard errors of a share at the most.
    expect(Math.abs(mean - times)).toBeLessThan(4 * Math.sqrt(0.25 / all.length));
  });

  it('takes of a larger fraction no other documents, and is not tied to what is held out', () => {
    for (const hash of hashes) expect(timesTaken(hash, 0.6)).toBeGreaterThanOrEqual(timesTaken(hash, 0.4));
    const heldOut = hashes.filter((hash) => isHeldOut(hash));
    const taken = heldOut.filter((hash) => timesTaken(hash, 0.5) === 1).length / heldOut.length;
    expect(Math.abs(taken - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / heldOut.length));
  });
});

describe('mixedDocuments', () => {
  const source = fc.record({
    name: fc.constant('s'),
    weight: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 100, noNaN: true })),
    lengths: fc.uint32Array({ minLength: 1, maxLength: 12, max: 50 }).filter((lengths) => lengths.some((n) => n > 0)),
  });
  const mixtures = fc
    .array(source, { minLength: 1, maxLength: 4 })
    .filter((all) => all.some(({ weight }) => weight > 0));
  const tokensOf = (
    sources: readonly MixtureDocuments[],
    { source: s, document }: { source: number; document: number },
  ) => sources[s]!.lengths[document]!;

  it('keeps to the weights all along, and stops at the budget', () => {
    fc.assert(
      fc.property(mixtures, fc.integer({ min: 1, max: 3000 }), fc.integer(), (sources, budget, seed) => {
        const given = sources.map(() => 0);
        let total = 0;
        for (const item of mixedDocuments(sources, budget, seed)) {
          expect(total).toBeLessThan(budget);
          const tokens = tokensOf(sources, item);
          total += tokens;
          given[item.source]! += tokens;
          for (const [i, a] of sources.entries())
            for (const [j, b] of sources.entries()) {
              if (a.weight === 0 || b.weight === 0) continue;
              const apart = Math.abs(given[i]! / a.weight - given[j]! / b.weight);
              const most = Math.max(Math.max(...a.lengths) / a.weight, Math.max(...b.lengths) / b.weight);
              expect(apart).toBeLessThanOrEqual(most * (1 + 1e-9));
            }
        }
        expect(total).toBeGreaterThanOrEqual(budget);
        for (const [i, { weight }] of sources.entries()) if (weight === 0) expect(given[i]).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('goes through every document of a source once an epoch, in another order each time', () => {
    const sources = [
      { name: 'a', weight: 1, lengths: new Uint32Array(40).fill(10) },
      { name: 'b', weight: 1, lengths: new Uint32Array(10).fill(10) },
    ];
    const all = [...mixedDocuments(sources, 800, 5)];
    const epochsOf = (s: number, epoch: number) =>
      all.filter((item) => item.source === s && item.epoch === epoch).map(({ document }) => document);
    const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);
    expect(sorted(epochsOf(0, 0))).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (const epoch of [0, 1, 2, 3]) expect(sorted(epochsOf(1, epoch))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epochsOf(1, 0)).not.toEqual(epochsOf(1, 1));
    expect([...mixedDocuments(sources, 800, 5)]).toEqual(all);
    expect([...mixedDocuments(sources, 800, 6)]).not.toEqual(all);
  });

  it('refuses what cannot be mixed before it gives anything', () => {
    const empty = { name: 'a', weight: 1, lengths: new Uint32Array(3) };
    expect(() => mixedDocuments([empty], 10, 0).next()).toThrow(coded('mixture-source-empty'));
    expect(() => mixedDocuments([{ ...empty, weight: 0 }], 10, 0).next()).toThrow(coded('mixture-weights'));
  });
});
