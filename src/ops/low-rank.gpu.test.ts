/** Products with an adapter beside their weight, against float64 references of the merged weight. */
import { describe, it } from 'vitest';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import {
  checkOperator,
  DIRECT,
  type FloatInput,
  ROUNDED_TO_16_BITS,
  randomValues,
  TILED,
} from '../testing/operator-check.ts';
import { blockDiagonal } from './block-diagonal.ts';
import { dropoutReference } from './dropout.reference.ts';
import { linearBackward, linearForward } from './linear.reference.ts';
import { linear } from './linear.ts';
import { factorGradients, type LowRankFactors, mergedWeight } from './low-rank.reference.ts';
import { type MlpInputs, mlpBackward, mlpForward } from './mlp.reference.ts';
import { mlp } from './mlp.ts';
import { type Block, type KernelChoice, roundUp, type StorageType, type Tensor } from './operator.ts';

const gpu = await gpuForTests();
const SCALE = 1.25;

/** An adapter of a weight whose modules have so many rows each, of which some have none. */
interface Shape {
  readonly modules: readonly number[];
  readonly targets?: readonly boolean[];
  readonly rank: number;
  readonly inputs: number;
}

function blocksOf({ modules, targets = modules.map(() => true), rank }: Shape): readonly Block[] | null {
  if (modules.length === 1) return null;
  let [row, column] = [0, 0];
  return modules.map((count, i) => {
    const block = { row, column: targets[i] ? column : null };
    row += roundUp(count, 4);
    if (targets[i]) column += roundUp(rank, 4);
    return block;
  });
}

/** Rows of A: the last block is not padded. Those between blocks hold zeros, as do rows of B without a block. */
function factorsOf(shape: Shape, rows: number, seed: number): LowRankFactors & { readonly columns: number } {
  const { rank, inputs } = shape;
  const blocks = blocksOf(shape);
  const columns = blocks ? Math.max(...blocks.map(({ column }) => (column ?? -rank) + rank)) : rank;
  const a = randomValues(columns * inputs, seed).map((value, i) =>
    Math.floor(i / inputs) % roundUp(rank, 4) < rank ? value : 0,
  );
  const b = randomValues(rows * rank, seed + 1).map((value, i) =>
    blocks?.findLast((block) => block.row <= Math.floor(i / rank))?.column === null ? 0 : value,
  );
  return { a, b, rank, inputs, blocks, scale: SCALE, columns };
}

const withAdapter = (
  weight: Tensor,
  a: Tensor,
  b: Tensor,
  { blocks, columns }: ReturnType<typeof factorsOf>,
): Tensor => ({
  ...weight,
  lowRank: { a, b: blocks ? blockDiagonal(b, columns, blocks) : b, scale: SCALE, dropout: null },
});

const parameter = (rows: number, cols: number, data?: Float64Array) => ({
  rows,
  cols,
  parameter: true,
  ...(data && { data }),
});

interface Case extends Shape {
  readonly rows: number;
  readonly added?: boolean;
  /** With gradients written, and not added to what is there as well. */
  readonly once?: boolean;
  readonly storage?: StorageType;
}

async function checkLinear(kernels: KernelChoice, test: Case, isTrained = true): Promise<void> {
  const { rows, inputs, modules, rank, added = false, once = false, storage = 'f32' } = test;
  const outputs = modules.slice(0, -1).reduce((sum, count) => sum + roundUp(count, 4), 0) + (modules.at(-1) ?? 0);
  const factors = factorsOf(test, outputs, 20);
  const of = ({ a, b }: Readonly<Record<string, Float64Array>>): LowRankFactors => ({ ...factors, a: a!, b: b! });
  const gradients = ({ h, w0, x, w, ...values }: Readonly<Record<string, Float64Array>>, dy: Float64Array) => {
    const { dx, dw, dbias } = linearBackward(x!, mergedWeight(w!, of(values)), inputs, dy);
    const { da, db } = factorGradients(dw, of(values));
    const first = added ? linearBackward(h!, w0!, 2, dy) : null;
    return { x: dx, w: dw, a: da, b: db, ...(first ? { h: first.dx, w0: first.dw, bias: dbias } : {}) };
  };
  const tensors: Record<string, FloatInput> = {
    x: { rows, cols: inputs },
    w: parameter(outputs, inputs),
    a: parameter(factors.columns, inputs, factors.a),
    b: parameter(outputs, rank, factors.b),
    ...(added ? { h: { rows, cols: 2 }, w0: parameter(outputs, 2), bias: parameter(1, outputs) } : {}),
  };
  await checkOperator(
    gpu,
    {
      name: `adapter ${rows}×${inputs}→${modules}, rank ${rank}, ${kernels.attention}`,
      storage,
      inputs: Object.fromEntries(Object.entries(tensors).map(([name, input]) => [name, { ...input, sole: once }])),
      build(graph, t) {
        const residual = added ? linear(graph, t.h!, t.w0!, 'residual') : undefined;
        return linear(graph, t.x!, withAdapter(t.w!, t.a!, t.b!, factors), 'y', { bias: t.bias, residual });
      },
      output({ h, w0, x, w, bias, ...values }) {
        const residual = added ? linearForward(h!, w0!, 2) : undefined;
        return linearForward(x!, mergedWeight(w!, of(values)), inputs, { bias, residual });
      },
      ...(isTrained && { gradients }),
    },
    kernels,
    storage === 'f32' ? undefined : 4 * ROUNDED_TO_16_BITS,
  );
}

describe('a product with an adapter', () => {
  it.each<Case>([
    { rows: 1, inputs: 1, modules: [1], rank: 1 },
    { rows: 5, inputs: 7, modules: [3], rank: 4, added: true },
    { rows: 9, inputs: 12, modules: [8, 4, 4], rank: 3 },
    { rows: 65, inputs: 33, modules: [64, 4, 61], targets: [true, false, true], rank: 5, added: true },
    { rows: 4, inputs: 5, modules: [31, 31], targets: [false, true], rank: 1 },
  ])('$rows rows, $inputs → $modules, rank $rank', (test) => checkLinear(DIRECT, test));

  it('by tiles', () =>
    checkLinear(TILED, {
      ...{ rows: 129, inputs: 65, modules: [64, 4, 61], targets: [true, false, true], rank: 9, once: true },
    }));

  it.each([undefined, ...storagesOf(gpu).slice(1)])(
    'by tiles, with gradients that are summed in parts: %s',
    (storage) =>
      checkLinear(TILED, {
        ...{ rows: 201, inputs: 150, modules: [64, 4, 61], targets: [true, false, true], rank: 9, added: true },
        ...(storage && { storage, once: true }),
      }),
  );

  it.each([DIRECT, TILED])('of the one row of decoding: $attention', (kernels) =>
    checkLinear(kernels, { rows: 1, inputs: 65, modules: [64, 4, 5], rank: 3, added: true }, false),
  );

  it.each(storagesOf(gpu).filter((storage) => storage !== 'f32'))('stored in 16 bits, %s', (storage) =>
    checkLinear(DIRECT, { rows: 9, inputs: 12, modules: [8, 4, 4], rank: 3, added: true, storage }),
  );
});

describe('dropout of what an adapter sees', () => {
  it('drops the same elements forward and backward', async () => {
    const [rows, inputs, outputs, rank] = [33, 66, 9, 3];
    const place = { rate: 0.25, site: 5, seed: 77 };
    const factors = factorsOf({ modules: [outputs], rank, inputs }, outputs, 50);
    const change = ({ a, b }: Readonly<Record<string, Float64Array>>) => {
      const own = { ...factors, a: a!, b: b! };
      return { own, weight: mergedWeight(new Float64Array(outputs * inputs), own) };
    };
    await checkOperator(gpu, {
      name: 'adapter with dropout',
      inputs: {
        x: { rows, cols: inputs },
        w: parameter(outputs, inputs),
        a: parameter(rank, inputs, factors.a),
        b: parameter(outputs, rank, factors.b),
      },
      integers: { seed: Uint32Array.of(place.seed) },
      build(graph, t) {
        const { lowRank } = withAdapter(t.w!, t.a!, t.b!, factors);
        const dropout = { rate: place.rate, site: place.site, seed: t.seed! };
        return linear(graph, t.x!, { ...t.w!, lowRank: { ...lowRank!, dropout } }, 'y');
      },
      output({ x, w, ...values }) {
        const added = linearForward(dropoutReference(x!, inputs, place), change(values).weight, inputs);
        return linearForward(x!, w!, inputs).map((value, i) => value + added[i]!);
      },
      gradients({ x, w, ...values }, dy) {
        const { own, weight } = change(values);
        const { dx, dw } = linearBackward(x!, w!, inputs, dy);
        const added = linearBackward(dropoutReference(x!, inputs, place), weight, inputs, dy);
        const { da, db } = factorGradients(added.dw, own);
        const dropped = dropoutReference(added.dx, inputs, place);
        return { x: dx.map((value, i) => value + dropped[i]!), w: dw, a: da, b: db };
      },
    });
  });
});

describe('an MLP with adapters', () => {
  it('gate and up side by side, and down', async () => {
    const [rows, d, ffn, rank] = [9, 12, 31, 3];
    const width = roundUp(ffn, 4) + ffn;
    const ups = factorsOf({ modules: [ffn, ffn], rank, inputs: d }, width, 30);
    const downs = factorsOf({ modules: [d], rank, inputs: ffn }, d, 40);
    const isGap = (row: number) => row >= ffn && row < roundUp(ffn, 4);
    const gapless = (values: Float64Array, cols: number) => values.map((v, i) => (isGap(Math.floor(i / cols)) ? 0 : v));
    const merged = (t: Readonly<Record<string, Float64Array>>) => {
      const up = { ...ups, a: t.upA!, b: t.upB! };
      const down = { ...downs, a: t.downA!, b: t.downB! };
      const inputs = { x: t.x!, up: mergedWeight(t.up!, up), down: mergedWeight(t.down!, down) };
      return { up, down, inputs: { ...inputs, residual: linearForward(t.h!, t.w0!, 3) } as unknown as MlpInputs };
    };
    await checkOperator(
      gpu,
      {
        name: 'mlp with adapters',
        inputs: {
          h: { rows, cols: 3 },
          w0: parameter(d, 3),
          x: { rows, cols: d },
          up: parameter(width, d, gapless(randomValues(width * d, 2), d)),
          down: parameter(d, ffn),
          upA: parameter(ups.columns, d, ups.a),
          upB: parameter(width, rank, gapless(ups.b, rank)),
          downA: parameter(downs.columns, ffn, downs.a),
          downB: parameter(d, rank, downs.b),
        },
        build(graph, t) {
          const residual = linear(graph, t.h!, t.w0!, 'residual');
          const up = withAdapter(t.up!, t.upA!, t.upB!, ups);
          const down = withAdapter(t.down!, t.downA!, t.downB!, downs);
          return mlp(graph, t.x!, { up, down }, residual, 'y');
        },
        output: (t) => mlpForward('swiglu', merged(t).inputs, { d, ffn }),
        gradients(t, dy) {
          const { up, down, inputs } = merged(t);
          const { residual, upBias: _, downBias: __, ...rest } = mlpBackward('swiglu', inputs, { d, ffn }, dy);
          const first = linearBackward(t.h!, t.w0!, 3, residual);
          const [ofUp, ofDown] = [factorGradients(rest.up, up), factorGradients(rest.down, down)];
          const factors = { upA: ofUp.da, upB: ofUp.db, downA: ofDown.da, downB: ofDown.db };
          return { ...rest, ...factors, h: first.dx, w0: first.dw };
        },
      },
      DIRECT,
      4e-6,
    );
  });
});
