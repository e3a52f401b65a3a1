import { describe, it } from 'vitest';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, TILED } from '../testing/operator-check.ts';
import { qkNormBackward, qkNormForward } from './qk-norm.reference.ts';
import { qkNorm } from './qk-norm.ts';
import { ropeTables } from './rope.ts';

const gpu = await gpuForTests();
const [THETA, EPS, CONTEXT] = [10_000, 1e-6, 40];

// Both sides of a vec4 an invocation (4 or 32 of them), of a block of 128 rows, with and without shared heads.
const CASES = [
  { rows: 1, heads: 1, kvHeads: 1, headSize: 4, kernels: DIRECT },
  { rows: 128, heads: 2, kvHeads: 2, headSize: 12, kernels: DIRECT },
  { rows: 129, heads: 4, kvHeads: 1, headSize: 20, kernels: DIRECT },
  { rows: 129, heads: 4, kvHeads: 2, headSize: 8, kernels: TILED },
  { rows: 5, heads: 2, kvHeads: 1, headSize: 132, kernels: TILED },
] as const;

describe.each(storagesOf(gpu))('qkNorm, %s', (storage) => {
  it.each(CASES)('%o', async ({ rows, heads, kvHeads, headSize, kernels }) => {
    const shape = { heads, kvHeads, headSize };
    // Positions are data: neither in order nor different.
    const positions = Array.from({ length: rows }, (_, row) => (7 * row) % CONTEXT);
    const reference = { ...shape, positions, theta: THETA, eps: EPS };
    const tables = Float64Array.from(ropeTables(CONTEXT, headSize, THETA));
    await checkOperator(
      gpu,
      {
        name: 'qkNorm',
        storage,
        inputs: {
          qkv: { rows, cols: (heads + 2 * kvHeads) * headSize, sole: true },
          weight: { rows: 1, cols: 2 * headSize, parameter: true },
          tables: { rows: CONTEXT, cols: headSize, data: tables, constant: true },
        },
        integers: { positions: Int32Array.from(positions) },
        build: (graph, t) => qkNorm(graph, t.qkv!, t.weight!, shape, EPS, t.tables!, t.positions!, 'out'),
        output: ({ qkv, weight }) => qkNormForward(qkv!, weight!, reference),
        gradients: ({ qkv, weight }, dOut) => ({ ...qkNormBackward(qkv!, weight!, reference, dOut) }),
      },
      kernels,
      storage === 'f32' ? 3e-6 : ROUNDED_TO_16_BITS,
    );
  });
});
