import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, grouped } from './sequence-losses.ts';

describe('what of a sequence fits a row of 4 inputs', () => {
  it.each([
    { ids: [1, 2, 3, 4, 5], from: 1, fits: { ids: [1, 2, 3, 4, 5], from: 1 } },
    { ids: [1, 2, 3, 4, 5, 6], from: 1, fits: null },
    { ids: [1, 2, 3, 4, 5, 6], from: 2, fits: { ids: [2, 3, 4, 5, 6], from: 1 } },
    { ids: [1, 2, 3, 4, 5, 6, 7, 8], from: 7, fits: { ids: [4, 5, 6, 7, 8], from: 4 } },
    { ids: [1, 2, 3, 4, 5, 6, 7, 8], from: 3, fits: null },
    { ids: [1], from: 1, fits: { ids: [1], from: 1 } },
  ])('$ids, predicted from $from on: $fits', ({ ids, from, fits }) => {
    expect(fitted({ ids, from }, 4)).toEqual(fits);
  });
});

describe('sequences that are scored at once', () => {
  const withInputs = (...inputs: number[]) => inputs.map((length) => ({ ids: new Uint32Array(length + 1), from: 1 }));

  it.each([
    [
      'rows of one length',
      [3, 8, 1],
      [8],
      [
        { places: [1, 0], length: 8 },
        { places: [2], length: 8 },
      ],
    ],
    [
      'short ones alone',
      [3, 4, 2, 1, 4],
      [8, 4],
      [
        { places: [1, 4, 0, 2], length: 4 },
        { places: [3], length: 4 },
      ],
    ],
    [
      'a short one beside long ones',
      [8, 2, 5],
      [8, 4],
      [
        { places: [0, 2], length: 8 },
        { places: [1], length: 4 },
      ],
    ],
    ['of no inputs', [0], [8, 4], [{ places: [0], length: 4 }]],
    ['none', [], [8, 4], []],
  ])('%s', (_, inputs, lengths, groups) => {
    expect(grouped(withInputs(...inputs), 16, lengths)).toEqual(groups);
  });

  it('are all of them, each once, in rows that hold them, and no more than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 32 })), (inputs) => {
        const groups = grouped(withInputs(...inputs), 64, [32, 16, 8]);
        expect(groups.flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual([...inputs.keys()]);
        for (const { places, length } of groups) {
          expect(places.length * length).toBeLessThanOrEqual(64);
          for (const place of places) expect(inputs[place]).toBeLessThanOrEqual(length);
        }
        expect(groups.length).toBeLessThanOrEqual(Math.ceil(inputs.length / 2));
      }),
    );
  });
});
