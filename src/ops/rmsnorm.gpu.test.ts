import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator } from '../testing/operator-check.ts';
import { rmsnormBackward, rmsnormForward } from './rmsnorm.reference.ts';
import { rmsnorm } from './rmsnorm.ts';

const gpu = await gpuForTests();
const EPS = 1e-5;

describe('rmsnorm', () => {
  it.each([
    [1, 4],
    [3, 5],
    [16, 64],
    [17, 255],
    [33, 257],
  ])('rows %i, cols %i', async (rows, cols) => {
    await checkOperator(gpu, {
      name: `rmsnorm ${rows}×${cols}`,
      inputs: { x: { rows, cols }, w: { rows: 1, cols, parameter: true } },
      build: (graph, t) => rmsnorm(graph, t.x!, t.w!, EPS, 'y'),
      output: ({ x, w }) => rmsnormForward(x!, w!, EPS).y,
      gradients: ({ x, w }, dy) => {
        const { dx, dw } = rmsnormBackward(x!, w!, EPS, dy);
        return { x: dx, w: dw };
      },
    });
  });
});
