/**
 * What kernels are timed on: an operator on tensors with known contents, and what some of its outputs must be, in
 * float64. All contents are multiples of 1/64 in [−1, 1], which every storage type holds exactly, and all columns are
 * multiples of four, so that no row is padded.
 */
import { Random } from '../data/random.ts';
import type { StorageType } from '../gpu/launch.ts';
import { attention } from '../ops/attention.ts';
import { CAUSAL } from '../ops/attention-mask.ts';
import { gemm } from '../ops/gemm.ts';
import type { GemmForm } from '../ops/gemm-kernels.ts';
import { Graph, type KernelChoice, type Launch, type Tensor } from '../ops/operator.ts';
import { rmsnorm } from '../ops/rmsnorm.ts';

export interface Workload {
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<Tensor, Float64Array>;
  readonly output: Tensor;
  readonly expected: readonly Expected[];
  launches(kernels: KernelChoice): Launch[];
}

/** What an element of the output must be, and the size of what is added up there, by which errors are judged. */
export interface Expected {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly scale: number;
}

const SAMPLES = 96;

/** [M, N, K]. */
export type ProductSizes = readonly [M: number, N: number, K: number];

export function productWorkload(form: GemmForm, [M, N, K]: ProductSizes, storage: StorageType): Workload {
  const graph = new Graph(storage);
  const out = graph.matrix('out', M, N, form === 'TN' ? 'f32' : storage);
  const a = form === 'TN' ? graph.matrix('a', K, M) : graph.matrix('a', M, K);
  const b = form === 'NT' ? graph.matrix('b', N, K) : graph.matrix('b', K, N);
  const [x, y] = [contents(a, 1), contents(b, 2)];
  const expected = samples(M, N, (m, n) => {
    let [value, scale] = [0, 0];
    for (let k = 0; k < K; k++) {
      const term = x[form === 'TN' ? k * M + m : m * K + k]! * y[form === 'NT' ? n * K + k : k * N + n]!;
      value += term;
      scale += Math.abs(term);
    }
    return { value, scale };
  });
  const context = { training: false, label: form };
  return {
    graph,
    inputs: new Map([
      [a, x],
      [b, y],
    ]),
    output: out,
    expected,
    launches: (kernels) => [gemm({ ...context, kernels }, { form, out, a, b, accumulate: false })],
  };
}

interface AttentionSizes {
  readonly sequences: number;
  readonly seq: number;
  readonly heads: number;
  readonly headSize: number;
}

export function attentionWorkload(sizes: AttentionSizes, storage: StorageType): Workload {
  const { sequences, seq, heads, headSize } = sizes;
  const width = heads * headSize;
  const graph = new Graph(storage);
  const qkv = graph.matrix('qkv', sequences * seq, 3 * width);
  const positions = graph.scalars('positions', qkv.rows, 1, 'i32');
  const output = attention(graph, qkv, { heads, kvHeads: heads, headSize, seq }, CAUSAL, positions, 'o');
  const x = contents(qkv, 3);
  const expected = samples(output.rows, width, (row, column) => {
    const head = column - (column % headSize);
    const query = row * 3 * width + head;
    let [value, scale, total] = [0, 0, 0];
    for (let other = row - (row % seq); other <= row; other++) {
      const key = other * 3 * width + width + head;
      let score = 0;
      for (let c = 0; c < headSize; c++) score += x[query + c]! * x[key + c]!;
      const weight = Math.exp(score / Math.sqrt(headSize));
      const term = weight * x[other * 3 * width + 2 * width + column]!;
      value += term;
      scale += Math.abs(term);
      total += weight;
    }
    return { value: value / total, scale: scale / total };
  });
  return { graph, inputs: new Map([[qkv, x]]), output, expected, launches: forwardOf(graph) };
}

const EPSILON = 1e-5;

export function normWorkload(rows: number, cols: number, storage: StorageType): Workload {
  const graph = new Graph(storage);
  const [x, weight] = [graph.matrix('x', rows, cols), graph.matrix('weight', 1, cols)];
  const output = rmsnorm(graph, x, weight, EPSILON, 'y');
  const [values, factors] = [contents(x, 4), contents(weight, 5)];
  const expected = samples(rows, cols, (row, column) => {
    let squares = 0;
    for (let c = 0; c < cols; c++) squares += values[row * cols + c]! ** 2;
    const value = (values[row * cols + column]! * factors[column]!) / Math.sqrt(squares / cols + EPSILON);
    return { value, scale: Math.abs(value) };
  });
  const inputs = new Map([
    [x, values],
    [weight, factors],
  ]);
  return { graph, inputs, output, expected, launches: forwardOf(graph) };
}

const forwardOf = (graph: Graph) => (kernels: KernelChoice) =>
  graph.calls.flatMap((call) => call.forward({ kernels, training: false }));

function contents({ rows, cols }: Tensor, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: rows * cols }, () => random.integer(129) / 64 - 1);
}

/** The corners of a matrix and places all over it. */
function samples(
  rows: number,
  cols: number,
  at: (row: number, column: number) => Pick<Expected, 'value' | 'scale'>,
): Expected[] {
  const random = new Random(6);
  const corners = [0, rows - 1].flatMap((row) => [0, cols - 1].map((column) => ({ row, column })));
  const others = Array.from({ length: SAMPLES }, () => ({ row: random.integer(rows), column: random.integer(cols) }));
  return [...corners, ...others].map(({ row, column }) => ({ row, column, ...at(row, column) }));
}
