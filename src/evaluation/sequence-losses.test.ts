import { describe, expect, it } from 'vitest';
import { fitted } from './sequence-losses.ts';

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
