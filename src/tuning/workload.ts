/**
 * What kernels are timed on: launches over tensors with known contents, and what some of their results must be, in float64. All
 * contents are multiples of 1/64 in [−1, 1], which every storage type holds exactly, and all columns are multiples of four, so
 * that no row is padded.
 */
import { Random } from '../data/random.ts';
import type { StorageType } from '../gpu/launch.ts';
import { attention } from '../ops/attention.ts';
import { CAUSAL } from '../ops/attention-mask.ts';
import { gemm } from '../ops/gemm.ts';
import { swigluSaved } from '../ops/gemm-epilogues.ts';
import type { GemmForm } from '../ops/gemm-kernels.ts';
import { gemmInParts, mostParts } from '../ops/gemm-parts.ts';
import { gemv } from '../ops/gemv.ts';
import { DIRECT, type Gradients, Graph, type KernelChoice, type Launch, type Tensor, TILED } from '../ops/operator.ts';
import { rmsnorm } from '../ops/rmsnorm.ts';
import type { Expected } from './expected.ts';
import { headReference } from './head-reference.ts';

export interface Workload {
  readonly graph: Graph;
  /** What tensors hold before a run: operands, and results that are added to. */
  readonly inputs: ReadonlyMap<Tensor, Float32Array<ArrayBuffer>>;
  readonly results: readonly Result[];
  launches(kernels: KernelChoice): Launch[];
}

export interface Result {
  readonly output: Tensor;
  readonly expected: readonly Expected[];
}

/** A part of a workload, of tensors in a graph that others share. */
type Part = (graph: Graph) => Omit<Workload, 'graph'>;

const SAMPLES = 96;
/** Values that are drawn before they repeat: a prime, so that no two rows of a matrix are alike. */
const DRAWN = 65_521;

export function workload(storage: StorageType, ...parts: readonly Part[]): Workload {
  const graph = new Graph(storage);
  const made = parts.map((part, i) => graph.in(`${i}`, () => part(graph)));
  return {
    graph,
    inputs: new Map(made.flatMap(({ inputs }) => [...inputs])),
    results: made.flatMap(({ results }) => results),
    launches: (kernels) => made.flatMap((part) => part.launches(kernels)),
  };
}

/** [M, N, K]. */
export type ProductSizes = readonly [M: number, N: number, K: number];

/** @param accumulate onto what is there */
export const product =
  (form: GemmForm, [M, N, K]: ProductSizes, accumulate = false): Part =>
  (graph) => {
    const out = graph.matrix('out', M, N, form === 'TN' ? 'f32' : graph.storage);
    const a = form === 'TN' ? graph.matrix('a', K, M) : graph.matrix('a', M, K);
    const b = form === 'NT' ? graph.matrix('b', N, K) : graph.matrix('b', K, N);
    const sums = form === 'NT' ? null : graph.matrix('sums', M * mostParts([M, N, K]), N, 'f32');
    const [x, y, before] = [contents(a, 1), contents(b, 2), accumulate ? contents(out, 7) : null];
    const expected = samples(M, N, (m, n) => {
      let value = before?.[m * N + n] ?? 0;
      let scale = Math.abs(value);
      for (let k = 0; k < K; k++) {
        const term = x[form === 'TN' ? k * M + m : m * K + k]! * y[form === 'NT' ? n * K + k : k * N + n]!;
        value += term;
        scale += Math.abs(term);
      }
      return { value, scale };
    });
    const inputs = new Map([
      [a, x],
      [b, y],
    ]);
    if (before) inputs.set(out, before);
    const spec = { form, out, a, b, accumulate };
    return {
      inputs,
      results: [{ output: out, expected }],
      launches(kernels) {
        const context = { training: true, label: form, kernels };
        if (!sums) return [gemm(context, spec)];
        return gemmInParts(context, { scratch: (_, rows) => ({ ...sums, rows }) }, spec);
      },
    };
  };

/** The first half of a gated MLP in training: hidden = silu(gate) · up, of M rows, N columns each and K inputs. */
export const gateUpProduct =
  ([M, N, K]: ProductSizes): Part =>
  (graph) => {
    const [hidden, kept] = [graph.matrix('hidden', M, N), graph.matrix('gate_up', M, 2 * N)];
    const [a, b] = [graph.matrix('a', M, K), graph.matrix('b', 2 * N, K)];
    const [x, y] = [contents(a, 1), contents(b, 2)];
    const expected = samples(M, N, (m, n) => {
      let [gate, up, gateScale, upScale] = [0, 0, 0, 0];
      for (let k = 0; k < K; k++) {
        const [g, u] = [x[m * K + k]! * y[n * K + k]!, x[m * K + k]! * y[(N + n) * K + k]!];
        gate += g;
        up += u;
        gateScale += Math.abs(g);
        upScale += Math.abs(u);
      }
      const silu = gate / (1 + Math.exp(-gate));
      return { value: silu * up, scale: Math.abs(up) * gateScale + Math.abs(silu) * upScale };
    });
    return {
      inputs: new Map([
        [a, x],
        [b, y],
      ]),
      results: [{ output: hidden, expected }],
      launches: (kernels) => [
        gemm(
          { training: true, label: 'gate up', kernels },
          { form: 'NT', out: hidden, a, b, epilogue: swigluSaved(kept) },
        ),
      ],
    };
  };

interface AttentionSizes {
  readonly sequences: number;
  readonly seq: number;
  readonly heads: number;
  readonly headSize: number;
}

/** Forward and backward; of the first head and the last, in the first sequence and the last, everything is compared. */
export const attentionPasses =
  (sizes: AttentionSizes): Part =>
  (graph) => {
    const { sequences, seq, heads, headSize } = sizes;
    const width = heads * headSize;
    const qkv = graph.matrix('qkv', sequences * seq, 3 * width);
    const positions = graph.scalars('positions', qkv.rows, 1, 'i32');
    const o = attention(graph, qkv, { heads, kvHeads: heads, headSize, seq }, CAUSAL, positions, 'o');
    const call = graph.calls.at(-1)!;
    const [dO, dqkv] = [graph.matrix('do', o.rows, width), graph.matrix('dqkv', qkv.rows, qkv.cols)];
    const scratch = new Map<string, Tensor>();
    const gradients: Gradients = {
      of: () => dO,
      into: () => ({ tensor: dqkv, accumulate: false }),
      share: () => undefined,
      wants: () => true,
      scratch(name, ...shape) {
        const held = scratch.get(name) ?? graph.matrix(name, ...shape);
        scratch.set(name, held);
        return held;
      },
    };
    const launches = (kernels: KernelChoice) => [
      ...call.forward({ kernels, training: true }),
      ...call.backward(gradients, { kernels, training: true }),
    ];
    for (const kernels of [DIRECT, TILED]) launches(kernels); // declares what they need between their launches
    const [x, upstream] = [contents(qkv, 3), contents(dO, 4)];
    const both = [
      { sequence: 0, head: 0 },
      { sequence: sequences - 1, head: heads - 1 },
    ].map((at) => headReference(x, upstream, sizes, at));
    return {
      inputs: new Map([
        [qkv, x],
        [dO, upstream],
      ]),
      results: [
        { output: o, expected: both.flatMap((head) => head.o) },
        { output: dqkv, expected: both.flatMap((head) => head.dqkv) },
      ],
      launches,
    };
  };

const EPSILON = 1e-5;

export const norm =
  (rows: number, cols: number): Part =>
  (graph) => {
    const [x, weight] = [graph.matrix('x', rows, cols), graph.matrix('weight', 1, cols)];
    const output = rmsnorm(graph, x, weight, EPSILON, 'y');
    const call = graph.calls.at(-1)!;
    const [values, factors] = [contents(x, 4), contents(weight, 5)];
    const expected = samples(rows, cols, (row, column) => {
      let squares = 0;
      for (let c = 0; c < cols; c++) squares += values[row * cols + c]! ** 2;
      const value = (values[row * cols + column]! * factors[column]!) / Math.sqrt(squares / cols + EPSILON);
      return { value, scale: Math.abs(value) };
    });
    return {
      inputs: new Map([
        [x, values],
        [weight, factors],
      ]),
      results: [{ output, expected }],
      launches: (kernels) => call.forward({ kernels, training: false }),
    };
  };

/** The product of one row, as in decoding: N outputs, K inputs. */
export const rowProduct =
  (N: number, K: number): Part =>
  (graph) => {
    const [out, x, weight] = [graph.matrix('out', 1, N), graph.matrix('x', 1, K), graph.matrix('weight', N, K)];
    const [values, factors] = [contents(x, 1), contents(weight, 2)];
    const expected = samples(1, N, (_, n) => {
      let [value, scale] = [0, 0];
      for (let k = 0; k < K; k++) {
        const term = values[k]! * factors[n * K + k]!;
        value += term;
        scale += Math.abs(term);
      }
      return { value, scale };
    });
    return {
      inputs: new Map([
        [x, values],
        [weight, factors],
      ]),
      results: [{ output: out, expected }],
      launches: (kernels) => [gemv({ training: false, label: 'row', kernels }, { out, x, weight })],
    };
  };

function contents({ rows, cols }: Tensor, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const all = new Float32Array(rows * cols);
  const drawn = Float32Array.from({ length: Math.min(DRAWN, all.length) }, () => random.integer(129) / 64 - 1);
  for (let at = 0; at < all.length; at += drawn.length) all.set(drawn.subarray(0, all.length - at), at);
  return all;
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
