/** Attention of one query over a cache, against float64. Rows of the cache beyond the position hold what must not be seen. */
import { describe, expect, it } from 'vitest';
import { ATTENTION_TOLERANCE } from '../testing/attention-check.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, randomValues, stepAt, TILED } from '../testing/operator-check.ts';
import { attentionForward } from './attention.reference.ts';
import { attention } from './attention.ts';
import { decodeAttention } from './attention-decode.ts';
import { Graph } from './operator.ts';

const gpu = await gpuForTests();
const VARIANTS = [DIRECT, TILED].flatMap((kernels) => storagesOf(gpu).map((storage) => ({ kernels, storage })));

describe.each(VARIANTS)('attention of one query, $kernels.attention, $storage', ({ kernels, storage }) => {
  // Positions on both sides of a workgroup of 256 keys; heads of one vec4, of an odd number of them, and of 64.
  it.each([
    { heads: 2, kvHeads: 2, headSize: 4, capacity: 5, position: 0 },
    { heads: 4, kvHeads: 1, headSize: 12, capacity: 300, position: 254 },
    { heads: 4, kvHeads: 2, headSize: 64, capacity: 260, position: 255 },
    { heads: 3, kvHeads: 3, headSize: 8, capacity: 600, position: 256 },
    { heads: 2, kvHeads: 1, headSize: 256, capacity: 40, position: 39 },
  ])('%o', async ({ heads, kvHeads, headSize, capacity, position }) => {
    const width = kvHeads * headSize;
    const shape = { heads, kvHeads, headSize, seq: 1, keys: capacity };
    const cache = (seed: number) =>
      randomValues(capacity * width, seed).map((value, i) =>
        i < (position + 1) * width ? 2 * value : Number.POSITIVE_INFINITY,
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
          const at = (name: 'q' | 'keys' | 'values') => ({ tensor: t[name]!, column: 0 });
          const o = attention(graph, at('q'), at('keys'), at('values'), shape, t.step!, 'o');
          const [launch] = graph.calls[0]!.forward({ kernels, training: false });
          expect(launch!.shader).toBe('attention_decode');
          return o;
        },
        output: ({ q, keys, values }) => attentionForward({ q: q!, k: keys!, v: values! }, { ...shape, position }),
      },
      kernels,
      storage === 'f32' ? ATTENTION_TOLERANCE : ROUNDED_TO_16_BITS,
    );
  });
});

describe('attention of one query', () => {
  it('refuses heads that are larger than a workgroup', () => {
    const graph = new Graph('f32');
    const at = (name: string) => ({ tensor: graph.matrix(name, 1, 1028), column: 0 });
    const context = { kernels: TILED, training: false, label: '' } as const;
    const shape = { heads: 1, kvHeads: 1, headSize: 1028 };
    const step = graph.scalars('step', 16, 1);
    const tensors = { o: graph.matrix('o', 1, 1028), q: at('q'), k: at('k'), v: at('v'), shape, step };
    expect(() => decodeAttention(context, tensors)).toThrow('headSize should be at most 1024, but is 1028');
  });
});
