import { expect, it } from 'vitest';
import { snakeCased } from './snake-cased.ts';

it('names of fields are snake case, however deep; values stay', () => {
  expect(snakeCased({ tooLong: 2, of: [{ bitsPerByte: null, kind: 'aB' }], set: 'camelCase' })).toEqual({
    ...{ too_long: 2, of: [{ bits_per_byte: null, kind: 'aB' }], set: 'camelCase' },
  });
});
