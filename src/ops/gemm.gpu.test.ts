/**
 * Every form, kernel and epilogue of the matrix product against float64, at sizes on both sides of every edge: vec4s,
 * the block of an invocation (8), the tile of a workgroup (64, 128) and the step over K. Memory that must not be read
 * holds NaN; memory that must not be written holds a mark. Nothing is timed: speed on a shared or software adapter says
 * little, and a test that depends on it would fail by chance.
 */
import { describe, expect, it } from 'vitest';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { ElementType } from '../gpu/launch.ts';
import { createBuffers } from '../gpu/memory.ts';
import { createProgram } from '../gpu/program.ts';
import { expectClose } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues } from '../testing/operator-check.ts';
import { runLaunches, withoutPadding, withPadding } from '../testing/run-launches.ts';
import { gemmReference } from './gemm.reference.ts';
import { gemm } from './gemm.ts';
import { addTo, scaled } from './gemm-epilogues.ts';
import { everyGemm, GEMM_KERNEL_NAMES, GEMM_KERNELS, type GemmForm, type GemmKernelName } from './gemm-kernels.ts';
import { gemmInParts } from './gemm-parts.ts';
import {
  type ColumnRange,
  type Gradients,
  Graph,
  type Launch,
  type RowRange,
  roundUp,
  type Tensor,
  tensorBytes,
} from './operator.ts';

const gpu = await gpuForTests();
const MARK = 7;
const STAGED_AS_F16 = GEMM_KERNEL_NAMES.filter((name) => GEMM_KERNELS[name].method === 'tiled_f16');
const OTHERS = GEMM_KERNEL_NAMES.filter((name) => !STAGED_AS_F16.includes(name));

interface Product {
  readonly form: GemmForm;
  /** M, N, K. */
  readonly sizes: readonly [number, number, number];
  readonly residual?: boolean;
  readonly accumulate?: boolean;
  /** Rows above and below the ones that take part, in a, b and out. */
  readonly around?: { readonly a?: number; readonly b?: number; readonly out?: number };
  /** Columns to the left and to the right of the ones that take part. */
  readonly beside?: { readonly a?: Beside; readonly out?: Beside };
}

type Beside = readonly [left: number, right: number];

/** A matrix of which `rows` and `columns` take part. */
interface Part {
  readonly tensor: Tensor;
  readonly rows: RowRange;
  readonly columns: ColumnRange;
  readonly values: Float64Array;
}

/** @param workgroups a grid to use in place of the launch's own */
async function check(
  kernel: GemmKernelName,
  products: readonly Product[],
  workgroups?: Launch['workgroups'],
): Promise<void> {
  const graph = new Graph('f32');
  const prepared = products.map((product, index) => prepare(graph, product, `${index}.`));
  const set = await createBuffers(
    gpu,
    [...graph.tensors.values()].map((t) => ({ name: t.id, bytes: tensorBytes(t), usage: 'storage' })),
  );
  try {
    const buffer = (id: string) => set.buffers.get(id) as GPUBuffer;
    const context = { kernels: choosing(kernel), training: true, label: 'test' } as const;
    for (const { a, b, out, residual, product } of prepared) {
      for (const part of [a, b]) upload(buffer(part.tensor.id), part, Number.NaN, 0);
      upload(buffer(out.tensor.id), out, MARK, product.accumulate ? 0 : MARK);
      if (residual) upload(buffer(residual.tensor.id), residual, Number.NaN, 0);
    }
    const launches = prepared.map(({ product, a, b, out, residual }) => {
      const launch = gemm(context, {
        form: product.form,
        out: out.tensor,
        a: a.tensor,
        b: b.tensor,
        ...(residual ? { epilogue: addTo(residual.tensor) } : { accumulate: product.accumulate ?? false }),
        aRows: a.rows,
        bRows: b.rows,
        outRows: out.rows,
        aColumns: a.columns,
        outColumns: out.columns,
      });
      return workgroups ? { ...launch, workgroups } : launch;
    });
    const program = await createProgram(gpu, launches, (id) => ({
      buffer: buffer(id),
      offset: 0,
    }));
    const encoder = gpu.device.createCommandEncoder();
    program.encode(encoder);
    gpu.device.queue.submit([encoder.finish()]);
    for (const { product, a, b, out, residual } of prepared) {
      const { form, sizes, accumulate } = product;
      const start = accumulate ? out.values : residual?.values;
      const sum = gemmReference(form, a.values, b.values, sizes).map((value, i) => value + (start?.[i] ?? 0));
      const name = `${kernel} ${form} ${sizes.join('×')}${residual ? ' + residual' : ''}${accumulate ? ' +=' : ''}`;
      expectClose(await download(buffer(out.tensor.id), out, name), sum, 2e-6, name);
    }
    expect(gpu.failure()).toBeNull();
  } finally {
    set.destroy();
  }
}

const choosing = (kernel: GemmKernelName) => ({ ...DIRECT, gemm: everyGemm(kernel) });

function prepare(graph: Graph, product: Product, prefix: string) {
  const { form, around, beside, residual } = product;
  const [M, N, K] = product.sizes;
  const part = (
    name: string,
    [rows, cols]: readonly [number, number],
    apart = 0,
    [left, right]: Beside = [0, 0],
    type: ElementType = graph.storage,
  ): Part => ({
    tensor: graph.matrix(prefix + name, rows + 2 * apart, left + cols + right, type),
    rows: { from: apart, count: rows },
    columns: { from: left, count: cols },
    values: randomValues(rows * cols, graph.tensors.size),
  });
  const a = part('a', form === 'TN' ? [K, M] : [M, K], around?.a, beside?.a);
  const b = part('b', form === 'NT' ? [N, K] : [K, N], around?.b);
  const out = part('out', [M, N], around?.out, beside?.out, form === 'TN' ? 'f32' : graph.storage);
  return { product, a, b, out, residual: residual ? part('residual', [M, N], around?.out, beside?.out) : undefined };
}

function upload(buffer: GPUBuffer, { tensor, rows, columns, values }: Part, outside: number, padding: number): void {
  const all = new Float32Array(tensor.rows * tensor.stride).fill(outside);
  const { count } = columns;
  for (let row = 0; row < rows.count; row++) {
    const at = (rows.from + row) * tensor.stride + columns.from;
    for (let i = 0; i < roundUp(count, 4); i++) all[at + i] = i < count ? values[row * count + i]! : padding;
  }
  gpu.device.queue.writeBuffer(buffer, 0, all);
}

/** What takes part, without padding, which must be zero; what lies around it must still hold the mark. */
async function download(buffer: GPUBuffer, { tensor, rows, columns }: Part, what: string): Promise<Float64Array> {
  const bytes = tensorBytes(tensor);
  const staging = gpu.device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = gpu.device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
  gpu.device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const all = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  const { count } = columns;
  const values = new Float64Array(rows.count * count);
  let dirty = 0;
  for (let row = 0; row < rows.count; row++) {
    const at = (rows.from + row) * tensor.stride + columns.from;
    for (let i = 0; i < roundUp(count, 4); i++) {
      if (i < count) values[row * count + i] = all[at + i]!;
      else if (all[at + i] !== 0) dirty++;
      all[at + i] = MARK;
    }
  }
  expect(dirty, `${what}: padding that is not zero`).toBe(0);
  expect(
    all.every((value) => value === MARK),
    `${what}: nothing is written outside the ranges`,
  ).toBe(true);
  return values;
}

/** Everything of the two methods; of other tiles the sizes on both sides of their edges. */
describe.each(['direct', 'tiled-128x64'] as const)('gemm, %s', (kernel) => {
  it.each([
    [1, 3, 5],
    [4, 9, 7],
    [63, 129, 8],
    [65, 64, 257],
    [128, 127, 1],
  ])('M %i, N %i, K %i', async (...sizes) => {
    await check(kernel, [
      { form: 'NT', sizes },
      { form: 'NN', sizes },
      { form: 'TN', sizes, accumulate: true },
    ]);
  });

  it('keeps to ranges of rows, adds a residual, adds to what is there', async () => {
    const sizes = [65, 15, 16] as const;
    await check(kernel, [
      { form: 'NT', sizes, residual: true, around: { a: 4, out: 4 } },
      { form: 'NT', sizes, accumulate: true, around: { a: 4, out: 4 } },
      { form: 'NN', sizes, accumulate: true, around: { a: 4, out: 8 } },
      { form: 'TN', sizes: [16, 15, 17], around: { a: 4, b: 8 } },
    ]);
  });

  it('finds its tile in a folded grid', async () => {
    const { rows, columns } = GEMM_KERNELS[kernel]; // 9 rows of two tiles: tiles are walked in groups of 8 rows
    await check(kernel, [{ form: 'NN', sizes: [8 * rows + 1, columns + 1, 1] }], [7, 3, 1]);
  });
});

describe.each(OTHERS.filter((kernel) => kernel !== 'direct' && kernel !== 'tiled-128x64'))('gemm, %s', (kernel) => {
  it.each([
    [65, 127, 25],
    [129, 64, 16],
  ])('M %i, N %i, K %i', async (...sizes) => {
    await check(kernel, [
      { form: 'NT', sizes },
      { form: 'NN', sizes },
      { form: 'TN', sizes, accumulate: true },
    ]);
  });
});

describe('gemm of ranges of columns', () => {
  it.each(['direct', 'tiled-128x64'] as const)('between others or up to the end of the rows: %s', async (kernel) => {
    await check(kernel, [
      { form: 'NT', sizes: [65, 12, 16], residual: true, beside: { out: [64, 5] } },
      { form: 'NT', sizes: [65, 15, 16], residual: true, beside: { out: [64, 0] } },
      { form: 'NN', sizes: [65, 15, 16], accumulate: true, around: { a: 8 }, beside: { a: [128, 8] } },
      { form: 'NN', sizes: [65, 15, 17], accumulate: true, beside: { a: [64, 0] } },
      { form: 'TN', sizes: [16, 15, 17], accumulate: true, beside: { a: [64, 6] } },
    ]);
  });
});

describe('gemm in parts', () => {
  // 203 of K by 3 workgroups: 80 each, and what is left.
  it.each(['tiled-64x64', 'tiled-128x128-k16'] as const)(
    'adds up to the whole, which it finishes: %s',
    async (kernel) => {
      const [M, N, K] = [10, 15, 203];
      const graph = new Graph('f32');
      const contents: Record<string, Float32Array> = {};
      const values: Record<string, Float64Array> = {};
      const filled = (name: string, rows: number, cols: number) => {
        const tensor = graph.matrix(name, rows, cols);
        values[name] = randomValues(rows * cols, graph.tensors.size);
        contents[name] = withPadding(tensor, values[name]);
        return tensor;
      };
      const context = { kernels: { ...choosing(kernel), filling: 3 }, training: true, label: 'test' };
      const gradients: Pick<Gradients, 'scratch'> = {
        scratch: (name, ...sizes) => graph.matrix(`${name} ${graph.tensors.size}`, ...sizes),
      };
      const [dx, dw] = [filled('dx', M, N), filled('dw', M, N)];
      const launches = [
        ...gemmInParts(context, gradients, {
          form: 'NN',
          out: dx,
          a: filled('dy', M, K),
          b: filled('w', K, N),
          epilogue: scaled(0.5),
        }),
        ...gemmInParts(context, gradients, {
          form: 'TN',
          out: dw,
          a: filled('dy turned', K, M),
          b: filled('x', K, N),
          accumulate: true,
        }),
      ];
      expect(launches.map(({ workgroups, shader }) => [shader, workgroups[0]])).toEqual([
        ['gemm_nn', 3],
        ['sum_parts', 1],
        ['gemm_tn', 3],
        ['sum_parts', 1],
      ]);
      const results = await runLaunches(gpu, launches, graph.tensors.values(), contents, ['dx', 'dw']);
      const half = gemmReference('NN', values.dy!, values.w!, [M, N, K]).map((value) => value / 2);
      expectClose(withoutPadding(dx, results.dx!), half, 2e-6, 'dx');
      const more = gemmReference('TN', values['dy turned']!, values.x!, [M, N, K]).map(
        (value, i) => value + values.dw![i]!,
      );
      expectClose(withoutPadding(dw, results.dw!), more, 2e-6, 'dw');
    },
  );
});

describe('gemm of a tall matrix', () => {
  it('reaches outputs beyond 65 535 workgroups', async () => {
    await check('direct', [{ form: 'NN', sizes: [GEMM_KERNELS.direct.rows * 65_535 + 65, 1, 1] }]);
  });
});

/** Bits of the products in all three forms, in f16 storage; one element of `a` is an infinity. */
async function bitsInF16(kernel: GemmKernelName, [M, N, K]: readonly [number, number, number]) {
  const graph = new Graph('f16');
  const context = { kernels: choosing(kernel), training: true, label: 'test' } as const;
  const contents: Record<string, Uint32Array> = {};
  const filled = (name: string, rows: number, cols: number) => {
    const tensor = graph.matrix(name, rows, cols);
    const values = randomValues(rows * cols, graph.tensors.size);
    if (name.startsWith('a')) values[values.length >> 1] = Number.POSITIVE_INFINITY;
    contents[name] = new Uint32Array(f32ToF16(withPadding(tensor, values)).buffer);
    return tensor;
  };
  const [ak, ka] = [filled('a', M, K), filled('a turned', K, M)];
  const [nk, kn] = [filled('b turned', N, K), filled('b', K, N)];
  const wide = graph.matrix('NN', M, N);
  const launches = [
    gemm(context, { form: 'NT', out: graph.matrix('NT', M, N), a: ak, b: nk, accumulate: false }),
    gemm(context, { form: 'NN', out: wide, a: ak, b: kn, accumulate: false }),
    gemm(context, { form: 'TN', out: graph.matrix('TN', M, N, 'f32'), a: ka, b: kn, accumulate: false }),
  ];
  const results = await runLaunches(gpu, launches, graph.tensors.values(), contents, ['NT', 'NN', 'TN']);
  const isInfinite = [...f16ToF32(new Uint16Array(results.NN!.buffer))].some((value) => !Number.isFinite(value));
  return { bits: Object.values(results).map((values) => new Uint32Array(values.buffer)), isInfinite };
}

if (gpu.adapter.features.includes('shader-f16'))
  describe('staging as f16', () => {
    it.each(['tiled-64x64-f16', 'tiled-128x128-f16'] as const)(
      'gives the very bits of staging as f32, infinities too: %s',
      async (kernel) => {
        const asF32 = kernel.replace('-f16', '') as GemmKernelName;
        const staged = await bitsInF16(kernel, [65, 130, 17]);
        expect(staged).toEqual(await bitsInF16(asF32, [65, 130, 17]));
        expect(staged.isInfinite).toBe(true);
      },
    );
  });
