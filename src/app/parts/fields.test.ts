import { expect, test } from 'vitest';
import { editable } from './fields.tsx';

test.each([
  [0, '0'],
  [0.1 + 0.2, '0,3'],
  [6e-4 * 0.1, '6e-5'],
  [-6e-4, '-6e-4'],
  [1e-3, '0,001'],
  [1.25, '1,25'],
  [4_294_967_295, '4294967295'],
])('%d is shown for editing without a residue of rounding: %s', (value, shown) => {
  expect(editable(value, { decimalSign: ',' })).toBe(shown);
});
