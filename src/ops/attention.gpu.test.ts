import { describe, it } from 'vitest';
import { ATTENTION_TOLERANCE, checkSelfAttention } from '../testing/attention-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, randomValues, stepAt, TILED } from '../testing/operator-check.ts';
import { attentionForward, splitColumns } from './attention.reference.ts';
import { attention } from './attention.ts';
import { ropeIntoCache } from './kv-cache.ts';

const gpu = await gpuForTests();
const VARIANTS = [
  ['direct', DIRECT],
  ['tiled', TILED],
] as const;

const CASES = {
  direct: [
    { batch: 2, seq: 1, heads: 2, kvHeads: 2, headSize: 8 },
    { batch: 3, seq: 17, heads: 4, kvHeads: 1, headSize: 12 },
    { batch: 2, seq: 33, heads: 4, kvHeads: 4, headSize: 32 },
    { batch: 2, seq: 64, heads: 8, kvHeads: 2, headSize: 8 },
    { batch: 2, seq: 65, heads: 4, kvHeads: 2, headSize: 64 },
  ],
  // Loops over a head are meant to be unrolled, which software adapters take long to compile: small heads here, the
  // sizes of real models in attention.long.test.ts.
  tiled: [
    { batch: 2, seq: 64, heads: 2, kvHeads: 2, headSize: 8 },
    { batch: 2, seq: 65, heads: 4, kvHeads: 1, headSize: 12 },
  ],
};

describe.each(VARIANTS)('attention, %s', (variant, kernels) => {
  it.each(CASES[variant])('trains on %o', (sizes) => checkSelfAttention(gpu, sizes, kernels));

  // The sequence is one of 70 rows: what a cache gives for its rows from `position` on is what full attention gives.
  it.each([
    { position: 0, rows: 66 },
    { position: 66, rows: 1 },
    { position: 67, rows: 3 },
  ])('decodes with a cache: %o', async ({ position, rows }) => {
    const full = { heads: 4, kvHeads: 2, headSize: 12, seq: 70, keys: 70, position: 0 };
    const { heads, kvHeads, headSize } = full;
    const capacity = 75;
    const cols = (heads + 2 * kvHeads) * headSize;
    const sequence = randomValues(70 * cols, 5);
    const { k, v } = splitColumns(sequence, full);
    const width = kvHeads * headSize;
    // Rows that are not stored yet hold what must never be seen.
    const cache = (values: Float64Array) =>
      Float64Array.from({ length: capacity * width }, (_, i) =>
        i < position * width ? values[i]! : Number.POSITIVE_INFINITY,
      );
    await checkOperator(
      gpu,
      {
        name: 'decoding',
        inputs: {
          qkv: { rows, cols, data: sequence.slice(position * cols, (position + rows) * cols) },
          keys: { rows: capacity, cols: width, data: cache(k) },
          values: { rows: capacity, cols: width, data: cache(v) },
          // Angles of zero: cosines of 1, sines of 0.
          tables: {
            rows: capacity,
            cols: headSize,
            data: Float64Array.from({ length: capacity * headSize }, (_, i) => (i % 2 === 0 ? 1 : 0)),
            constant: true,
          },
        },
        step: stepAt(position),
        build(graph, t) {
          const shape = { heads, kvHeads, headSize, seq: rows };
          ropeIntoCache(graph, t.qkv!, t.keys!, t.values!, shape, t.tables!, t.step!);
          return attention(
            graph,
            { tensor: t.qkv!, column: 0 },
            { tensor: t.keys!, column: 0 },
            { tensor: t.values!, column: 0 },
            { ...shape, keys: capacity },
            t.step!,
            'o',
          );
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
