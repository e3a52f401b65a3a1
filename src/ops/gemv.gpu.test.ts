/** The product of one row as a linear layer and an MLP in inference take it, against float64. */
import { describe, expect, it } from 'vitest';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { StorageType } from '../gpu/launch.ts';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, randomValues, TILED } from '../testing/operator-check.ts';
import { type Epilogue, gelu, swiglu } from './gemm-epilogues.ts';
import { gemv } from './gemv.ts';
import { linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { geluForward, swigluForward } from './mlp.reference.ts';
import { Graph, joinRows, type KernelChoice, roundUp } from './operator.ts';

const gpu = await gpuForTests();
const SUBGROUPS: KernelChoice = { ...TILED, decoding: 'subgroups' };
const VARIANTS = [
  ...[DIRECT, TILED].flatMap((kernels) => storagesOf(gpu).map((storage) => ({ kernels, storage }))),
  { kernels: SUBGROUPS, storage: 'f32' as const },
];
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
  { bias = false, residual = false, folded = false } = {},
): Promise<void> {
  await checkOperator(
    gpu,
    {
      name: `${inputs} → ${outputs}`,
      storage,
      inputs: {
        x: { rows: 1, cols: inputs },
        w: { rows: outputs, cols: inputs },
        ...(bias ? { bias: { rows: 1, cols: outputs } } : {}),
        ...(residual ? { residual: { rows: 1, cols: outputs } } : {}),
      },
      build(graph, t) {
        const y = linear(graph, t.x!, t.w!, 'y', { bias: t.bias, residual: t.residual });
        const [launch] = graph.calls.at(-1)!.forward({ kernels, training: false });
        expect(launch!.shader).toBe('gemv');
        if (folded) foldLastCall(graph, 3);
        return y;
      },
      output: ({ x, w, bias, residual }) => linearForward(x!, w!, inputs, { bias, residual }),
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

/** The first half of an MLP, with a bias. */
async function checkActivation(
  { kernels, storage }: { kernels: KernelChoice; storage: StorageType },
  [inputs, ffn]: readonly [number, number],
  epilogue: Epilogue,
): Promise<void> {
  const isGated = epilogue === swiglu;
  const rows = isGated ? roundUp(ffn, 4) + ffn : ffn;
  await checkOperator(
    gpu,
    {
      name: `${epilogue.name} ${inputs} → ${ffn}`,
      storage,
      inputs: {
        // Sums of about one, where neither activation is flat nor is a sum a small difference of large ones.
        x: { rows: 1, cols: inputs, data: randomValues(inputs, 1).map((value) => (2 * value) / Math.sqrt(inputs)) },
        weight: { rows, cols: inputs, ...(isGated && { data: gateUpWeight(inputs, ffn) }) },
        bias: { rows: 1, cols: rows, ...(isGated && { data: gateUpWeight(1, ffn) }) },
      },
      build(graph, { x, weight, bias }) {
        const out = graph.matrix('out', 1, ffn);
        graph.call(
          {
            name: 'activated',
            validate: () => undefined,
            forward: (_args, context) => [gemv(context, { out, x: x!, weight: weight!, bias, epilogue })],
            backward: () => [],
          },
          null,
        );
        return out;
      },
      output({ x, weight, bias }) {
        const before = rounded(linearForward(x!, weight!, inputs, { bias }), storage);
        return isGated ? swigluForward(before, ffn) : geluForward(before);
      },
    },
    kernels,
    tolerance(storage),
  );
}

describe.each(VARIANTS)('one row, $kernels.decoding, $storage', (variant) => {
  it.each(SIZES)('%i → %i', (...sizes) => checkLinear(variant, sizes));
  it.each(SIZES)('%i → %i plus a residual', (...sizes) => checkLinear(variant, sizes, { residual: true }));
  it.each(SIZES)('%i → %i plus a bias', (...sizes) => checkLinear(variant, sizes, { bias: true }));
  it.each(SIZES)('%i → %i plus a bias and a residual', (...sizes) =>
    checkLinear(variant, sizes, { bias: true, residual: true }),
  );
  it.each(SIZES)('%i → %i with SwiGLU', (...sizes) => checkActivation(variant, sizes, swiglu));
  it.each(SIZES)('%i → %i with GELU', (...sizes) => checkActivation(variant, sizes, gelu));
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
        build: (graph, t) => linear(graph, t.x!, joinRows('w', [t.w0!, t.w1!]), 'y', { residual: t.residual }),
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
    expect(() => gemv(context, { out, x, weight, epilogue: swiglu })).toThrow(
      /weight .* should be \[14, 8\], but is \[12, 8\]/,
    );
    const two = graph.matrix('two', 2, 8);
    const right = graph.matrix('right', 14, 8);
    expect(() => gemv(context, { out, x: two, weight: right, epilogue: swiglu })).toThrow(/x .* should be \[1, 8\]/);
  });
});
