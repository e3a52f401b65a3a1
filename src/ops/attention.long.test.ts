/** Tiled attention with the head sizes of real models, which software adapters compile for minutes. */
import { describe, it } from 'vitest';
import { checkSelfAttention } from '../testing/attention-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { TILED } from '../testing/operator-check.ts';

const gpu = await gpuForTests();

describe('attention, tiled', () => {
  it.each([
    { batch: 1, seq: 66, heads: 2, kvHeads: 1, headSize: 64 },
    { batch: 1, seq: 66, heads: 1, kvHeads: 1, headSize: 128 },
  ])('trains on %o', (sizes) => checkSelfAttention(gpu, sizes, TILED), 900_000);
});
