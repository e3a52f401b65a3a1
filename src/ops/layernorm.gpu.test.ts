import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, type OperatorCase, ROUNDED_TO_16_BITS, TILED } from '../testing/operator-check.ts';
import { layernormBackward, layernormForward } from './layernorm.reference.ts';
import { layernorm } from './layernorm.ts';

const gpu = await gpuForTests();
const EPS = 1e-5;

const layernormCase = (rows: number, cols: number): OperatorCase => ({
  name: `layernorm ${rows}×${cols}`,
  inputs: {
    x: { rows, cols },
    w: { rows: 1, cols, parameter: true },
    bias: { rows: 1, cols, parameter: true },
  },
  build: (graph, t) => layernorm(graph, t.x!, t.w!, t.bias!, EPS, 'y'),
  output: ({ x, w, bias }) => layernormForward(x!, w!, bias!, EPS),
  gradients: ({ x, w }, dy) => {
    const { dx, dw, dbias } = layernormBackward(x!, w!, EPS, dy);
    return { x: dx, w: dw, bias: dbias };
  },
});

// Both sides of a vec4, of a row's invocations (4 or 64, a vec4 each) and of a block of 16 rows.
const CASES = [
  [1, 4, DIRECT],
  [3, 5, DIRECT],
  [16, 64, DIRECT],
  [17, 255, DIRECT],
  [3, 5, TILED],
  [17, 255, TILED],
  [33, 257, TILED],
] as const;

describe('layernorm', () => {
  it.each(CASES)('rows %i, cols %i, %o', async (rows, cols, kernels) => {
    await checkOperator(gpu, layernormCase(rows, cols), kernels);
  });

  it.each([DIRECT, TILED])('stored in 16 bits, $reduction', async (kernels) => {
    await checkOperator(gpu, { ...layernormCase(17, 33), storage: 'packed' }, kernels, ROUNDED_TO_16_BITS);
  });

  it('keeps its digits where the mean is a thousand times the deviation', async () => {
    const data = Float64Array.from({ length: 3 * 9 }, (_, i) => Math.fround(1000 + Math.sin(i)));
    const { inputs, ...rest } = layernormCase(3, 9);
    await checkOperator(gpu, { ...rest, inputs: { ...inputs, x: { rows: 3, cols: 9, data } } }, DIRECT, 1e-4);
  });
});
