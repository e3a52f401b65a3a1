import { describe, it } from 'vitest';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, randomValues, TILED } from '../testing/operator-check.ts';
import { linearBackward, linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { type Activation, type MlpInputs, mlpBackward, mlpForward } from './mlp.reference.ts';
import { geluMlp, mlp } from './mlp.ts';
import { type KernelChoice, roundUp, type StorageType } from './operator.ts';

const gpu = await gpuForTests();

/** Random, but of a gated MLP zero in the gap between the rows of gate and of up, as the parameter table makes it. */
function firstRows(activation: Activation, ffn: number, cols: number, scale: number): Float64Array {
  const gap = activation === 'swiglu' ? roundUp(ffn, 4) : 0;
  return randomValues((gap + ffn) * cols, 2).map((value, i) => {
    const row = Math.floor(i / cols);
    return row >= ffn && row < gap ? 0 : scale * value;
  });
}

interface Case {
  readonly rows: number;
  readonly d: number;
  readonly ffn: number;
  readonly activation?: Activation;
  readonly biases?: boolean;
  readonly scale?: number;
  readonly folded?: boolean;
  readonly storage?: StorageType;
}

/** Residual, values before the activation and hidden ones are rounded before the result is. */
const ROUNDED_WITHIN = 2 * ROUNDED_TO_16_BITS;

/** The residual is itself made, by a product with w0: its gradient, shared with that of y, flows on into h and w0. */
async function check(kernels: KernelChoice, test: Case) {
  const { rows, d, ffn, activation = 'swiglu', biases = false, scale = 1, folded, storage = 'f32' } = test;
  const sizes = { d, ffn };
  const inputsOf = (inputs: Readonly<Record<string, Float64Array>>) =>
    ({ ...inputs, residual: linearForward(inputs.h!, inputs.w0!, 3) }) as unknown as MlpInputs;
  const parameter = (parameterRows: number, cols: number, data?: Float64Array) => ({
    rows: parameterRows,
    cols,
    parameter: true,
    ...(data && { data }),
  });
  const up = firstRows(activation, ffn, d, scale);
  const upBias = firstRows(activation, ffn, 1, scale);
  await checkOperator(
    gpu,
    {
      name: `mlp ${rows}×${d}→${ffn}, ${activation}, ${kernels.attention}`,
      storage,
      inputs: {
        h: { rows, cols: 3 },
        w0: parameter(d, 3),
        x: { rows, cols: d },
        up: parameter(upBias.length, d, up),
        down: parameter(d, ffn),
        ...(biases ? { upBias: parameter(1, upBias.length, upBias), downBias: parameter(1, d) } : {}),
      },
      build(graph, t) {
        const residual = linear(graph, t.h!, t.w0!, 'residual');
        const weights = { up: t.up!, upBias: t.upBias, down: t.down!, downBias: t.downBias };
        const y = (activation === 'swiglu' ? mlp : geluMlp)(graph, t.x!, weights, residual, 'y');
        if (folded) foldLastCall(graph, 3);
        return y;
      },
      output: (inputs) => mlpForward(activation, inputsOf(inputs), sizes),
      gradients(inputs, dy) {
        const { residual, upBias: dupBias, downBias, ...rest } = mlpBackward(activation, inputsOf(inputs), sizes, dy);
        const first = linearBackward(inputs.h!, inputs.w0!, 3, residual);
        return { ...rest, ...(biases ? { upBias: dupBias, downBias } : {}), h: first.dx, w0: first.dw };
      },
    },
    kernels,
    storage === 'f32' ? undefined : ROUNDED_WITHIN,
  );
}

describe('mlp', () => {
  it.each([
    { rows: 1, d: 1, ffn: 1 },
    { rows: 4, d: 8, ffn: 4 },
    { rows: 9, d: 12, ffn: 31 },
    { rows: 65, d: 9, ffn: 33 },
  ])('rows $rows, d $d, ffn $ffn', async (sizes) => {
    await check(DIRECT, sizes);
    await check(DIRECT, { ...sizes, biases: true });
  });

  it('by tiles', async () => {
    await check(TILED, { rows: 129, d: 68, ffn: 65 });
  });

  it('half a tile of gate, half a tile of up, whatever the tile', async () => {
    const gemm = { ...DIRECT.gemm, 'NT few': 'tiled-128x128', 'NT many': 'tiled-128x128' } as const;
    await check({ ...TILED, gemm }, { rows: 65, d: 12, ffn: 69, biases: true });
  });

  it('gates of ±80 and beyond give finite values', async () => {
    await check(DIRECT, { rows: 8, d: 4, ffn: 8, scale: 100 });
  });

  it('a grid folded into two dimensions covers every tile once', async () => {
    await check(DIRECT, { rows: 200, d: 4, ffn: 70, folded: true });
  });
});

describe('mlp with GELU', () => {
  it.each([
    { rows: 1, d: 1, ffn: 1 },
    { rows: 9, d: 12, ffn: 31 },
    { rows: 65, d: 9, ffn: 33 },
  ])('rows $rows, d $d, ffn $ffn', async (sizes) => {
    await check(DIRECT, { ...sizes, activation: 'gelu' });
    await check(DIRECT, { ...sizes, activation: 'gelu', biases: true });
  });

  it('by tiles', async () => {
    await check(TILED, { rows: 129, d: 68, ffn: 65, activation: 'gelu', biases: true });
  });

  it('values of ±100 and beyond give finite results', async () => {
    await check(DIRECT, { rows: 8, d: 4, ffn: 8, scale: 100, activation: 'gelu', biases: true });
  });
});

describe.each(storagesOf(gpu).filter((storage) => storage !== 'f32'))('mlp stored in 16 bits, %s', (storage) => {
  it.each(['swiglu', 'gelu'] as const)('with biases, %s', async (activation) => {
    await check(DIRECT, { rows: 9, d: 12, ffn: 31, activation, biases: true, storage });
  });
});
