/** Attention of one query over a cache, against float64. Rows of the cache that it does not see hold what must not be read. */
import { describe, expect, it } from 'vitest';
import { ATTENTION_TOLERANCE } from '../testing/attention-check.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, randomValues, stepAt, TILED } from '../testing/operator-check.ts';
import { attentionForward } from './attention.reference.ts';
import { CAUSAL } from './attention-mask.ts';
import { cachedAttention } from './cached-attention.ts';

const gpu = await gpuForTests();
const VARIANTS = [
  ...[DIRECT, TILED].flatMap((kernels) => storagesOf(gpu).map((storage) => ({ kernels, storage }))),
  { kernels: { ...TILED, decoding: 'subgroups' as const }, storage: 'f32' as const },
];

describe.each(VARIANTS)('attention of one query, $kernels.decoding, $storage', ({ kernels, storage }) => {
  // Positions on both sides of a workgroup of 256 keys; heads of one vec4, of an odd number of them, and of 64.
  it.each([
    { heads: 2, kvHeads: 2, headSize: 4, capacity: 5, position: 0 },
    { heads: 4, kvHeads: 1, headSize: 12, capacity: 300, position: 254 },
    { heads: 4, kvHeads: 2, headSize: 64, capacity: 260, position: 255 },
    { heads: 3, kvHeads: 3, headSize: 8, capacity: 600, position: 256 },
    { heads: 2, kvHeads: 1, headSize: 256, capacity: 40, position: 39 },
    // Windows of one key, and on both sides of a workgroup; slopes of 3 heads.
    { heads: 3, kvHeads: 3, headSize: 8, capacity: 600, position: 300, window: 1 },
    { heads: 3, kvHeads: 1, headSize: 8, capacity: 600, position: 599, window: 257, alibi: true },
    { heads: 4, kvHeads: 1, headSize: 12, capacity: 300, position: 30, window: 31 },
  ])('%o', async ({ heads, kvHeads, headSize, capacity, position, window = 0, alibi = false }) => {
    const width = kvHeads * headSize;
    const shape = { heads, kvHeads, headSize, seq: 1 };
    const mask = { ...CAUSAL, window, alibi };
    const first = window > 0 ? position + 1 - window : 0;
    const cache = (seed: number) =>
      randomValues(capacity * width, seed).map((value, i) =>
        first * width <= i && i < (position + 1) * width ? 2 * value : Number.POSITIVE_INFINITY,
      );
    await checkOperator(
      gpu,
      {
        name: 'attention of one query',
        storage,
        inputs: {
          q: { rows: 1, cols: heads * headSize, data: randomValues(heads * headSize, 1).map((value) => 2 * value) },
          keys: { rows: capacity, cols: width, data: cache(2) },
          values: { rows: capacity, cols: width, data: cache(3) },
        },
        step: stepAt(position),
        build(graph, t) {
          const o = cachedAttention(graph, t.q!, t.keys!, t.values!, shape, mask, t.step!, 'o');
          const [launch] = graph.calls[0]!.forward({ kernels, training: false });
          expect(launch!.shader).toBe('attention_decode');
          return o;
        },
        output: ({ q, keys, values }) =>
          attentionForward({ q: q!, k: keys!, v: values! }, { ...shape, keys: capacity, position, mask }),
      },
      kernels,
      storage === 'f32' ? ATTENTION_TOLERANCE : ROUNDED_TO_16_BITS,
    );
  });
});
