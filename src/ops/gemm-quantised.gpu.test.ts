/**
 * Products whose right operand is quantised, against float64 on the dequantised values: every form and kernel that reads one, at
 * sizes on both sides of vec4s, words, blocks of 64 and tiles.
 */
import { describe, expect, it } from 'vitest';
import { QUANTISED_FORMATS, type QuantisedType, quantise } from '../formats/quantised/table.ts';
import { expectClose } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues, TILED } from '../testing/operator-check.ts';
import { runLaunches, withoutPadding, withPadding } from '../testing/run-launches.ts';
import { gemmReference } from './gemm.reference.ts';
import { gemm } from './gemm.ts';
import { swiglu } from './gemm-epilogues.ts';
import { gemv } from './gemv.ts';
import { swigluForward } from './mlp.reference.ts';
import { Graph, type KernelChoice, type Launch, type LaunchContext, roundUp, type Tensor } from './operator.ts';

const gpu = await gpuForTests();
const TYPES = Object.keys(QUANTISED_FORMATS) as QuantisedType[];
const VARIANTS = TYPES.flatMap((type) =>
  [DIRECT, TILED].map((kernels) => ({ type, kernels, method: kernels.reduction })),
);
const TOLERANCE = 2e-6;

/** Tensors with their values, as the reference sees them, and what is uploaded. */
class Case {
  readonly graph = new Graph('f32');
  readonly contents: Record<string, Float32Array | Uint32Array> = {};
  readonly context: LaunchContext;
  private readonly wanted: { readonly out: Tensor; readonly expected: Float64Array }[] = [];
  private readonly launches: Launch[] = [];

  constructor(kernels: KernelChoice) {
    this.context = { kernels, training: true, label: 'test' };
  }

  activation(rows: number, cols: number): { tensor: Tensor; values: Float64Array } {
    const tensor = this.graph.matrix(`a${this.graph.tensors.size}`, rows, cols);
    const values = randomValues(rows * cols, this.graph.tensors.size);
    this.contents[tensor.id] = withPadding(tensor, values);
    return { tensor, values };
  }

  /** @param isZero rows that hold zeros */
  weight(type: QuantisedType, rows: number, cols: number, isZero: (row: number) => boolean = () => false) {
    const tensor = this.graph.matrix(`b${this.graph.tensors.size}`, rows, cols, type);
    const drawn = randomValues(rows * cols, this.graph.tensors.size);
    const data = drawn.map((value, i) => (isZero(Math.floor(i / cols)) ? 0 : value ** 3));
    const words = quantise(type, withPadding(tensor, data), rows, () => tensor.id);
    this.contents[tensor.id] = words;
    const held = QUANTISED_FORMATS[type].dequantise(words, rows, tensor.stride);
    return { tensor, values: withoutPadding(tensor, held) };
  }

  out(rows: number, cols: number): Tensor {
    return this.graph.matrix(`out${this.graph.tensors.size}`, rows, cols);
  }

  expect(launch: Launch, out: Tensor, expected: Float64Array): void {
    this.launches.push(launch);
    this.wanted.push({ out, expected });
  }

  async run(): Promise<void> {
    const ids = this.wanted.map(({ out }) => out.id);
    const results = await runLaunches(gpu, this.launches, this.graph.tensors.values(), this.contents, ids);
    this.wanted.forEach(({ out, expected }, i) => {
      expectClose(withoutPadding(out, results[out.id]!), expected, TOLERANCE, `launch ${i}`);
    });
  }
}

describe.each(VARIANTS)('$type, $method', ({ type, kernels }) => {
  it('of many rows, by rows and by columns of the matrix', async () => {
    const test = new Case(kernels);
    for (const sizes of [
      [3, 5, 7],
      [9, 65, 64],
      [2, 129, 68],
      [2, 70, 257],
    ] as const) {
      const [M, N, K] = sizes;
      for (const form of ['NT', 'NN'] as const) {
        const [a, b] = [test.activation(M, K), form === 'NT' ? test.weight(type, N, K) : test.weight(type, K, N)];
        const out = test.out(M, N);
        const launch = gemm(test.context, { form, out, a: a.tensor, b: b.tensor });
        test.expect(launch, out, gemmReference(form, a.values, b.values, sizes));
      }
    }
    await test.run();
  });

  it('of one row', async () => {
    const test = new Case(kernels);
    for (const [N, K] of [
      [5, 7],
      [33, 257],
    ] as const) {
      const [x, weight, out] = [test.activation(1, K), test.weight(type, N, K), test.out(1, N)];
      const launch = gemv(test.context, { out, x: x.tensor, weight: weight.tensor });
      test.expect(launch, out, gemmReference('NT', x.values, weight.values, [1, N, K]));
    }
    await test.run();
  });

  it('of gate and up at once, with many rows and with one', async () => {
    const test = new Case(kernels);
    const [ffn, K] = [27, 70];
    const rows = roundUp(ffn, 4) + ffn;
    const weight = test.weight(type, rows, K, (row) => row >= ffn && row < roundUp(ffn, 4));
    for (const M of [9, 1]) {
      const [x, out] = [test.activation(M, K), test.out(M, ffn)];
      const launch =
        M === 1
          ? gemv(test.context, { out, x: x.tensor, weight: weight.tensor, epilogue: swiglu })
          : gemm(test.context, { form: 'NT', out, a: x.tensor, b: weight.tensor, epilogue: swiglu });
      test.expect(launch, out, swigluForward(gemmReference('NT', x.values, weight.values, [M, rows, K]), ffn));
    }
    await test.run();
  });
});

describe('a quantised matrix', () => {
  const graph = new Graph('f32');
  const context = { kernels: TILED, training: true, label: 'test' } as const;

  it.each(TYPES)('%s goes to no kernel that cannot read it', (type) => {
    const [a, out] = [graph.matrix(`${type} a`, 8, 64), graph.matrix(`${type} out`, 64, 128, 'f32')];
    const b = graph.matrix(`${type} b`, 8, 128, type);
    expect(() => gemm(context, { form: 'TN', out, a, b })).toThrow('quantised in NT and NN only');
    const half = { ...context, kernels: { ...TILED, gemm: { ...TILED.gemm, 'NN few': 'tiled-64x64-f16' as const } } };
    const x = graph.matrix(`${type} x`, 4, 8, 'f16');
    const launch = gemm(half, { form: 'NN', out: graph.matrix(`${type} y`, 4, 128), a: x, b });
    expect(launch.slots).toMatchObject({ METHOD: 'tiled_f32', STORED: type });
  });

  it.each(TYPES)('%s is bound whole, and its bytes are those that it takes', (type) => {
    const b = graph.matrix(`${type} weight`, 128, 64, type);
    const bytes = 4 * QUANTISED_FORMATS[type].words(128, 64);
    const [a, out] = [graph.matrix(`${type} rows`, 4, 64), graph.matrix(`${type} part`, 4, 128)];
    const { bindings } = gemm(context, { form: 'NT', out, a, b });
    expect(bindings.at(-1)).toEqual({ resource: b.id, element: type, access: 'read', offset: 0, size: bytes });
    const part = graph.matrix(`${type} less`, 4, 64);
    expect(() => gemm(context, { form: 'NT', out: part, a, b, bRows: { from: 64, count: 64 } })).toThrow('bound whole');
  });
});
