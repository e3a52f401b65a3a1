/** The product of one row as a linear layer in inference takes it, and with SwiGLU, against float64. */
import { describe, expect, it } from 'vitest';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { StorageType } from '../gpu/launch.ts';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, randomValues, TILED } from '../testing/operator-check.ts';
import { gemvSwiglu } from './gemv.ts';
import { linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { swigluForward } from './mlp.reference.ts';
import { Graph, joinRows, type KernelChoice, roundUp } from './operator.ts';

const gpu = await gpuForTests();
const VARIANTS = [DIRECT, TILED].flatMap((kernels) => storagesOf(gpu).map((storage) => ({ kernels, storage })));
/** Inputs and outputs, on both sides of a vec4, of a workgroup's outputs (direct: 32) and of its vec4s of k (tiled: 64). */
const SIZES = [
  [1, 1],
  [4, 4],
  [7, 33],
  [255, 31],
  [257, 5],
] as const;

const tolerance = (storage: StorageType): number => (storage === 'f32' ? 2e-6 : ROUNDED_TO_16_BITS);

function rounded(values: Float64Array, storage: StorageType): Float64Array {
  return storage === 'f32' ? values : Float64Array.from(f16ToF32(f32ToF16(Float32Array.from(values))));
}

async function checkLinear(
  { kernels, storage }: { kernels: KernelChoice; storage: StorageType },
  [inputs, outputs]: readonly [number, number],
  { residual = false, folded = false } = {},
): Promise<void> {
  await checkOperator(
    gpu,
    {
      name: `${inputs} → ${outputs}`,
      storage,
      inputs: {
        x: { rows: 1, cols: inputs },
        w: { rows: outputs, cols: inputs },
        ...(residual ? { residual: { rows: 1, cols: outputs } } : {}),
      },
      build(graph, t) {
        const y = linear(graph, t.x!, t.w!, 'y', t.residual);
        const [launch] = graph.calls.at(-1)!.forward({ kernels, training: false });
        expect(launch!.shader).toBe(residual ? 'gemv_residual' : 'gemv');
        if (folded) foldLastCall(graph, 3);
        return y;
      },
      output: ({ x, w, residual }) => linearForward(x!, w!, inputs, { residual }),
    },
    kernels,
    tolerance(storage),
  );
}

/** Rows of the gate, a gap of zeros up to a multiple of four, rows of up. */
function gateUpWeight(inputs: number, ffn: number): Float64Array {
  const up = roundUp(ffn, 4);
  return randomValues((up + ffn) * inputs, 2).map((value, i) => {
    const row = Math.floor(i / inputs);
    return row >= ffn && row < up ? 0 : value;
  });
}

async function checkSwiglu(
  { kernels, storage }: { kernels: KernelChoice; storage: StorageType },
  [inputs, ffn]: readonly [number, number],
): Promise<void> {
  const rows = roundUp(ffn, 4) + ffn;
  await checkOperator(
    gpu,
    {
      name: `SwiGLU ${inputs} → ${ffn}`,
      storage,
      inputs: { x: { rows: 1, cols: inputs }, weight: { rows, cols: inputs, data: gateUpWeight(inputs, ffn) } },
      build(graph, { x, weight }) {
        const out = graph.matrix('out', 1, ffn);
        graph.call(
          {
            name: 'gemvSwiglu',
            validate: () => undefined,
            forward: (_args, context) => [gemvSwiglu(context, { out, x: x!, weight: weight! })],
            backward: () => [],
          },
          null,
        );
        return out;
      },
      output: ({ x, weight }) => swigluForward(rounded(linearForward(x!, weight!, inputs), storage), ffn),
    },
    kernels,
    tolerance(storage),
  );
}

describe.each(VARIANTS)('one row, $kernels.reduction, $storage', (variant) => {
  it.each(SIZES)('%i → %i', (...sizes) => checkLinear(variant, sizes));
  it.each(SIZES)('%i → %i plus a residual', (...sizes) => checkLinear(variant, sizes, { residual: true }));
  it.each(SIZES)('%i → %i with SwiGLU', (...sizes) => checkSwiglu(variant, sizes));
  it('takes a weight in parts as one', () =>
    checkOperator(
      gpu,
      {
        name: 'one row, in parts',
        storage: variant.storage,
        inputs: {
          x: { rows: 1, cols: 7 },
          w0: { rows: 128, cols: 7 },
          w1: { rows: 5, cols: 7 },
          residual: { rows: 1, cols: 133 },
        },
        build: (graph, t) => linear(graph, t.x!, joinRows('w', [t.w0!, t.w1!]), 'y', t.residual),
        output: ({ x, w0, w1, residual }) => linearForward(x!, Float64Array.of(...w0!, ...w1!), 7, { residual }),
      },
      variant.kernels,
      tolerance(variant.storage),
    ));
  it('finds its outputs in a folded grid', () => checkLinear(variant, [8, 301], { folded: true }));
});

describe('one row', () => {
  it('reaches every token of a large vocabulary', () => checkLinear({ kernels: DIRECT, storage: 'f32' }, [12, 32_003]));

  it('stays with the matrix product in training', () => {
    const graph = new Graph('f32');
    linear(graph, graph.matrix('x', 1, 8), graph.matrix('w', 8, 8), 'y');
    const [launch] = graph.calls[0]!.forward({ kernels: DIRECT, training: true });
    expect(launch!.shader).toBe('gemm_nt');
  });

  it('refuses a weight of another shape, and more rows than one', () => {
    const graph = new Graph('f32');
    const context = { kernels: DIRECT, training: false, label: '' } as const;
    const [out, x] = [graph.matrix('out', 1, 6), graph.matrix('x', 1, 8)];
    const weight = graph.matrix('weight', 12, 8);
    expect(() => gemvSwiglu(context, { out, x, weight })).toThrow(/weight .* should be \[14, 8\], but is \[12, 8\]/);
    const two = graph.matrix('two', 2, 8);
    const right = graph.matrix('right', 14, 8);
    expect(() => gemvSwiglu(context, { out, x: two, weight: right })).toThrow(/x .* should be \[1, 8\]/);
  });
});
