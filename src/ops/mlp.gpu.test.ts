import { describe, it } from 'vitest';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, randomValues, TILED } from '../testing/operator-check.ts';
import { everyGemm } from './gemm-kernels.ts';
import { linearBackward, linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { type MlpInputs, mlpBackward, mlpForward } from './mlp.reference.ts';
import { mlp } from './mlp.ts';
import { type KernelChoice, roundUp } from './operator.ts';

const gpu = await gpuForTests();

/** Random, but zero in the gap between the rows of gate and of up, as the parameter table makes it. */
function randomGateUpWeight(d: number, ffn: number, scale: number): Float64Array {
  return randomValues((roundUp(ffn, 4) + ffn) * d, 2).map((value, i) => {
    const row = Math.floor(i / d);
    return row >= ffn && row < roundUp(ffn, 4) ? 0 : scale * value;
  });
}

interface Case {
  readonly rows: number;
  readonly d: number;
  readonly ffn: number;
  readonly scale?: number;
  readonly folded?: boolean;
}

/** The residual is itself made, by a product with w0: its gradient, shared with that of y, goes on into h and w0. */
async function check(kernels: KernelChoice, { rows, d, ffn, scale = 1, folded }: Case) {
  const sizes = { d, ffn };
  const inputsOf = (inputs: Readonly<Record<string, Float64Array>>) =>
    ({ ...inputs, residual: linearForward(inputs.h!, inputs.w0!, 3) }) as unknown as MlpInputs;
  await checkOperator(
    gpu,
    {
      name: `mlp ${rows}×${d}→${ffn}, ${kernels.attention}`,
      inputs: {
        h: { rows, cols: 3 },
        w0: { rows: d, cols: 3, parameter: true },
        x: { rows, cols: d },
        gateUpWeight: {
          rows: roundUp(ffn, 4) + ffn,
          cols: d,
          parameter: true,
          data: randomGateUpWeight(d, ffn, scale),
        },
        downWeight: { rows: d, cols: ffn, parameter: true },
      },
      build(graph, t) {
        const residual = linear(graph, t.h!, t.w0!, 'residual');
        const y = mlp(graph, t.x!, t.gateUpWeight!, t.downWeight!, residual, 'y');
        if (folded) foldLastCall(graph, 3);
        return y;
      },
      output: (inputs) => mlpForward(inputsOf(inputs), sizes),
      gradients(inputs, dy) {
        const { residual, ...rest } = mlpBackward(inputsOf(inputs), sizes, dy);
        const first = linearBackward(inputs.h!, inputs.w0!, 3, residual);
        return { ...rest, h: first.dx, w0: first.dw };
      },
    },
    kernels,
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
  });

  it('by tiles', async () => {
    await check(TILED, { rows: 129, d: 68, ffn: 65 });
  });

  it('half a tile of gate, half a tile of up, whatever the tile', async () => {
    await check({ ...TILED, gemm: everyGemm('tiled-128x128') }, { rows: 65, d: 12, ffn: 69 });
  });

  it('gates of ±80 and beyond give finite values', async () => {
    await check(DIRECT, { rows: 8, d: 4, ffn: 8, scale: 100 });
  });

  it('a grid folded into two dimensions covers every tile once', async () => {
    await check(DIRECT, { rows: 200, d: 4, ffn: 70, folded: true });
  });
});
