import { expect, it } from 'vitest';
import { readableVocabSize } from './vocabulary-size.ts';

it.each([
  [32_015, 32_015],
  [32_016, 32_024],
  [32_017, 32_017],
  [49_151, 49_151],
  [49_152, 49_160],
  [32_000, 32_000],
])('of %i, %i is what no tool misreads', (asked, size) => expect(readableVocabSize(asked)).toBe(size));
