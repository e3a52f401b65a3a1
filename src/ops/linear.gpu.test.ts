import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, TILED } from '../testing/operator-check.ts';
import { linearBackward, linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { joinRows } from './operator.ts';

const gpu = await gpuForTests();

describe('linear', () => {
  it.each([
    [5, 7, 3],
    [9, 4, 10],
  ])('%i rows, %i → %i', async (rows, inputs, outputs) => {
    await checkOperator(gpu, {
      name: `linear ${rows}×${inputs}→${outputs}`,
      inputs: { x: { rows, cols: inputs }, w: { rows: outputs, cols: inputs, parameter: true } },
      build: (graph, t) => linear(graph, t.x!, t.w!, 'y'),
      output: ({ x, w }) => linearForward(x!, w!, inputs),
      gradients: ({ x, w }, dy) => {
        const { dx, dw } = linearBackward(x!, w!, inputs, dy);
        return { x: dx, w: dw };
      },
    });
  });

  // Both sides of the 64 rows that one workgroup adds up for the gradient of the bias, at 65 in two steps. Tiles are tested at
  // their edges in gemm.gpu.test.ts.
  it.each([
    { rows: 1, inputs: 5, outputs: 7, kernels: DIRECT },
    { rows: 64, inputs: 3, outputs: 9, kernels: DIRECT },
    { rows: 65, inputs: 4, outputs: 261, kernels: DIRECT },
    { rows: 65, inputs: 4, outputs: 261, kernels: TILED },
  ])('$rows rows, $inputs → $outputs with a bias and a residual, $kernels.attention', async (test) => {
    const { rows, inputs, outputs, kernels } = test;
    await checkOperator(
      gpu,
      {
        name: `linear ${rows}×${inputs}→${outputs} + bias + residual`,
        inputs: {
          h: { rows, cols: 2 },
          w0: { rows: outputs, cols: 2, parameter: true },
          x: { rows, cols: inputs },
          w: { rows: outputs, cols: inputs, parameter: true },
          bias: { rows: 1, cols: outputs, parameter: true },
        },
        build: (graph, t) => {
          const residual = linear(graph, t.h!, t.w0!, 'residual');
          return linear(graph, t.x!, t.w!, 'y', { bias: t.bias, residual });
        },
        output: ({ h, w0, x, w, bias }) => linearForward(x!, w!, inputs, { bias, residual: linearForward(h!, w0!, 2) }),
        gradients: ({ h, w0, x, w }, dy) => {
          const { dx, dw, dbias } = linearBackward(x!, w!, inputs, dy);
          const first = linearBackward(h!, w0!, 2, dy);
          return { h: first.dx, w0: first.dw, x: dx, w: dw, bias: dbias };
        },
      },
      kernels,
    );
  });

  it('adds a bias to columns of each part of a weight', async () => {
    const [rows, inputs, first, second] = [9, 7, 64, 5];
    const whole = (a: Float64Array, b: Float64Array) => Float64Array.of(...a, ...b);
    await checkOperator(gpu, {
      name: 'linear in parts + bias',
      inputs: {
        x: { rows, cols: inputs },
        w0: { rows: first, cols: inputs, parameter: true },
        w1: { rows: second, cols: inputs, parameter: true },
        bias: { rows: 1, cols: first + second, parameter: true },
      },
      build: (graph, t) => linear(graph, t.x!, joinRows('w', [t.w0!, t.w1!]), 'y', { bias: t.bias }),
      output: ({ x, w0, w1, bias }) => linearForward(x!, whole(w0!, w1!), inputs, { bias }),
      gradients: ({ x, w0, w1 }, dy) => {
        const { dx, dw, dbias } = linearBackward(x!, whole(w0!, w1!), inputs, dy);
        return { x: dx, w0: dw.subarray(0, first * inputs), w1: dw.subarray(first * inputs), bias: dbias };
      },
    });
  });

  it('takes a weight in parts as one', async () => {
    const [rows, inputs, first, second] = [9, 7, 64, 5];
    const whole = (a: Float64Array, b: Float64Array) => Float64Array.of(...a, ...b);
    await checkOperator(gpu, {
      name: 'linear in parts',
      inputs: {
        x: { rows, cols: inputs },
        w0: { rows: first, cols: inputs, parameter: true },
        w1: { rows: second, cols: inputs, parameter: true },
      },
      build: (graph, t) => linear(graph, t.x!, joinRows('w', [t.w0!, t.w1!]), 'y'),
      output: ({ x, w0, w1 }) => linearForward(x!, whole(w0!, w1!), inputs),
      gradients: ({ x, w0, w1 }, dy) => {
        const { dx, dw } = linearBackward(x!, whole(w0!, w1!), inputs, dy);
        return { x: dx, w0: dw.subarray(0, first * inputs), w1: dw.subarray(first * inputs) };
      },
    });
  });

  it('adds the gradient of a branch to the shared gradient of its residual', async () => {
    // r = h · W0ᵀ, then y = r + (r · W1ᵀ) · W2ᵀ: dr starts as dy itself and grows by the branch's part.
    const [rows, width, inner] = [9, 6, 6];
    await checkOperator(gpu, {
      name: 'residual branch',
      inputs: {
        h: { rows, cols: width },
        w0: { rows: width, cols: width, parameter: true },
        w1: { rows: inner, cols: width, parameter: true },
        w2: { rows: width, cols: inner, parameter: true },
      },
      build: (graph, t) => {
        const r = linear(graph, t.h!, t.w0!, 'r');
        return linear(graph, linear(graph, r, t.w1!, 'u'), t.w2!, 'y', { residual: r });
      },
      output: ({ h, w0, w1, w2 }) => {
        const r = linearForward(h!, w0!, width);
        return linearForward(linearForward(r, w1!, width), w2!, inner, { residual: r });
      },
      gradients: ({ h, w0, w1, w2 }, dy) => {
        const r = linearForward(h!, w0!, width);
        const last = linearBackward(linearForward(r, w1!, width), w2!, inner, dy);
        const branch = linearBackward(r, w1!, width, last.dx);
        const dr = dy.map((value, i) => value + branch.dx[i]!);
        const first = linearBackward(h!, w0!, width, dr);
        return { h: first.dx, w0: first.dw, w1: branch.dw, w2: last.dw };
      },
    });
  });
});
