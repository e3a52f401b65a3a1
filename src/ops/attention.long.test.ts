/** Attention with the head sizes of real models, which software adapters compile for minutes, and with every mask by itself. */
import { describe, it } from 'vitest';
import { checkAttention, checkSelfAttention } from '../testing/attention-check.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { DIRECT, ROUNDED_TO_16_BITS, TILED } from '../testing/operator-check.ts';

const gpu = await gpuForTests();
const MINUTES = 900_000;

describe('attention, tiled', () => {
  it.each([
    { batch: 1, seq: 66, heads: 2, kvHeads: 1, headSize: 64 },
    { batch: 1, seq: 66, heads: 1, kvHeads: 1, headSize: 128 },
    {
      batch: 1,
      seq: 66,
      heads: 2,
      kvHeads: 1,
      headSize: 64,
      documents: [64, 2],
      mask: { documents: true, window: 40 },
    },
  ])('trains on %o', (sizes) => checkSelfAttention(gpu, sizes, TILED), MINUTES);
});

describe.each([
  ['direct', DIRECT],
  ['tiled', TILED],
] as const)('masks of attention, %s', (_variant, kernels) => {
  const sizes = { batch: 2, seq: 130, heads: 2, kvHeads: 1, headSize: 8 };

  // One key, both sides of a block of four rows, of a tile of 28 or 32 and of 64 rows, all but one row, and all.
  it.each([1, 3, 4, 5, 28, 29, 32, 33, 63, 64, 65, 129, 130])(
    'window of %i',
    async (window) => {
      await checkAttention(gpu, { ...sizes, mask: { window } }, kernels);
      await checkAttention(gpu, { ...sizes, mask: { window, causal: false } }, kernels);
    },
    MINUTES,
  );

  it.each([1, 2, 3, 12])(
    'ALiBi of %i heads, both ways',
    async (heads) => {
      await checkAttention(gpu, { ...sizes, heads, mask: { alibi: true } }, kernels);
      await checkAttention(gpu, { ...sizes, heads, mask: { alibi: true, causal: false } }, kernels);
    },
    MINUTES,
  );

  it.each([
    [[130]],
    [[1, 129]],
    [[129, 1]],
    [[63, 67]],
    [[64, 66]],
    [[65, 65]],
    [[64, 64, 2]],
    [[28, 36, 1, 63, 2]],
    [Array.from({ length: 130 }, () => 1)],
  ])(
    'documents of %o rows',
    async (documents) => {
      await checkAttention(gpu, { ...sizes, documents, mask: { documents: true } }, kernels);
      await checkAttention(gpu, { ...sizes, documents, mask: { documents: true, causal: false } }, kernels);
    },
    MINUTES,
  );

  it.each(storagesOf(gpu).filter((storage) => storage !== 'f32'))(
    'of sixteen bits: %s',
    async (storage) => {
      const mask = { window: 33, alibi: true, documents: true };
      const test = { ...sizes, documents: [64, 1, 65], mask };
      await checkAttention(gpu, test, kernels, storage, ROUNDED_TO_16_BITS);
    },
    MINUTES,
  );
});
