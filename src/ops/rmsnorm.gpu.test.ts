import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, type OperatorCase, TILED } from '../testing/operator-check.ts';
import { rmsnormBackward, rmsnormForward } from './rmsnorm.reference.ts';
import { rmsnorm } from './rmsnorm.ts';

const gpu = await gpuForTests();
const EPS = 1e-5;

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

describe('rmsnorm', () => {
  it.each(CASES)('rows %i, cols %i, %o', async (rows, cols, kernels) => {
    const test: OperatorCase = {
      name: `rmsnorm ${rows}×${cols}`,
      inputs: { x: { rows, cols }, w: { rows: 1, cols, parameter: true } },
      build: (graph, t) => rmsnorm(graph, t.x!, t.w!, EPS, 'y'),
      output: ({ x, w }) => rmsnormForward(x!, w!, EPS).y,
      gradients: ({ x, w }, dy) => {
        const { dx, dw } = rmsnormBackward(x!, w!, EPS, dy);
        return { x: dx, w: dw };
      },
    };
    await checkOperator(gpu, test, kernels);
  });
});
