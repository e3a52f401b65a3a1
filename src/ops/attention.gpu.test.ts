import { describe, it } from 'vitest';
import { ATTENTION_TOLERANCE, checkAttention, checkSelfAttention } from '../testing/attention-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, randomValues, stepAt } from '../testing/operator-check.ts';
import { attentionForward, splitColumns } from './attention.reference.ts';
import { CAUSAL } from './attention-mask.ts';
import { cachedAttention } from './cached-attention.ts';
import { storeInCache } from './kv-cache.ts';

const gpu = await gpuForTests();
// Products are tested in gemm.gpu.test.ts: here by the kernels that compile quickly.
const VARIANTS = [
  ['direct', DIRECT],
  ['tiled', { ...DIRECT, attention: 'tiled' }],
] as const;

const CASES = {
  direct: [
    { batch: 2, seq: 1, heads: 2, kvHeads: 2, headSize: 8 },
    { batch: 3, seq: 17, heads: 4, kvHeads: 1, headSize: 12, bias: true },
    { batch: 2, seq: 33, heads: 4, kvHeads: 4, headSize: 32, documents: [20, 13], mask: { documents: true } },
    { batch: 2, seq: 64, heads: 8, kvHeads: 2, headSize: 8 },
    { batch: 2, seq: 65, heads: 4, kvHeads: 2, headSize: 64 },
  ],
  // A head of whole chunks, one that ends within a chunk, and one for 256 invocations; more sizes in attention.long.test.ts.
  tiled: [
    { batch: 2, seq: 64, heads: 2, kvHeads: 2, headSize: 8 },
    { batch: 2, seq: 65, heads: 4, kvHeads: 1, headSize: 12, bias: true },
    { batch: 1, seq: 66, heads: 2, kvHeads: 1, headSize: 64 },
    { batch: 1, seq: 66, heads: 1, kvHeads: 1, headSize: 100 },
  ],
};

/** Documents that begin at a tile's edge, just before and just after, of one row, and next to each other. */
const DOCUMENTS = [
  [65, 5],
  [64, 1, 5],
  [63, 1, 1, 5],
  [1, 31, 33, 4, 1],
];
const SMALL = { batch: 2, seq: 70, heads: 3, kvHeads: 1, headSize: 8 };

describe.each(VARIANTS)('attention, %s', (variant, kernels) => {
  it.each(CASES[variant])('trains with its product and RoPE on %o', (sizes) => checkSelfAttention(gpu, sizes, kernels));

  it.each([
    ...DOCUMENTS.map((documents) => ({ documents, mask: { window: 33, alibi: true, documents: true } })),
    ...DOCUMENTS.map((documents) => ({ documents, mask: { causal: false, documents: true } })),
  ])('trains alone, %o', (masked) => checkAttention(gpu, { ...SMALL, ...masked }, kernels));

  // The sequence is one of 70 rows: what a cache gives for its rows from `position` on is what full attention gives.
  it.each([
    { position: 0, rows: 66 },
    { position: 67, rows: 3 },
    { position: 3, rows: 66, window: 5, alibi: true },
    { position: 66, rows: 1, window: 65 },
  ])('decodes with a cache: %o', async ({ position, rows, window = 0, alibi = false }) => {
    const mask = { ...CAUSAL, window, alibi };
    const full = { heads: 4, kvHeads: 2, headSize: 12, seq: 70, keys: 70, position: 0, mask };
    const { heads, kvHeads, headSize } = full;
    const capacity = 75;
    const cols = (heads + 2 * kvHeads) * headSize;
    const sequence = randomValues(70 * cols, 5);
    const { k, v } = splitColumns(sequence, full);
    const width = kvHeads * headSize;
    // Rows that are not stored yet, and rows before every window, hold what must never be seen.
    const first = window > 0 ? Math.max(0, position + 1 - window) : 0;
    const cache = (values: Float64Array) =>
      Float64Array.from({ length: capacity * width }, (_, i) =>
        first * width <= i && i < position * width ? values[i]! : Number.POSITIVE_INFINITY,
      );
    await checkOperator(
      gpu,
      {
        name: 'decoding',
        inputs: {
          qkv: { rows, cols, data: sequence.slice(position * cols, (position + rows) * cols) },
          keys: { rows: capacity, cols: width, data: cache(k) },
          values: { rows: capacity, cols: width, data: cache(v) },
        },
        step: stepAt(position),
        build(graph, t) {
          const shape = { heads, kvHeads, headSize, seq: rows };
          storeInCache(graph, t.qkv!, t.keys!, t.values!, shape, t.step!);
          return cachedAttention(graph, t.qkv!, t.keys!, t.values!, shape, mask, t.step!, 'o');
        },
        output: () =>
          attentionForward(splitColumns(sequence, full), full).slice(
            position * heads * headSize,
            (position + rows) * heads * headSize,
          ),
      },
      kernels,
      ATTENTION_TOLERANCE,
    );
  });
});
