import { describe, expect, it } from 'vitest';
import { backwardLaunches } from '../plan/backward.ts';
import { expectClose } from '../testing/compare.ts';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, randomValues } from '../testing/operator-check.ts';
import { runLaunches, withoutPadding, withPadding } from '../testing/run-launches.ts';
import { embeddingBackward, embeddingForward } from './embedding.reference.ts';
import { embedding, scatterLength, scatterOrder } from './embedding.ts';
import { Graph, joinRows, type Operator, type Tensor } from './operator.ts';

const gpu = await gpuForTests();

/** Few distinct tokens among many rows: most occur several times. */
const someTokens = (rows: number, vocab: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => (i * i * 7 + 3 * i + vocab - 1) % vocab);

async function check(tokens: Int32Array, vocab: number, cols: number, folded = false): Promise<void> {
  await checkOperator(gpu, {
    name: `embedding ${tokens.length} of ${vocab}×${cols}`,
    inputs: { table: { rows: vocab, cols, parameter: true } },
    integers: { tokens, scatter: scatterOrder(tokens) },
    build(graph, t) {
      const out = embedding(graph, t.tokens!, t.scatter!, t.table!, 'out');
      if (folded) foldLastCall(graph, 3);
      return out;
    },
    output: ({ table }) => embeddingForward(tokens, table!, cols),
    gradients: (_, dout) => ({ table: embeddingBackward(tokens, vocab, cols, dout).dtable }),
  });
}

describe('embedding', () => {
  it.each([
    [1, 1, 1],
    [3, 5, 4],
    [16, 7, 5],
    [63, 300, 64],
    [130, 17, 67],
  ])('%i rows from a table [%i, %i]', async (rows, vocab, cols) => {
    await check(someTokens(rows, vocab), vocab, cols);
  });

  it('a table in three parts, of which the second has no token', async () => {
    const [rows, vocab, cols] = [130, 17, 67];
    const ends = [0, 4, 9, vocab];
    const tokens = someTokens(rows, vocab).map((token) => (token >= 4 && token < 9 ? token - 4 : token));
    const cut = (values: Float64Array) => [0, 1, 2].map((i) => values.subarray(ends[i]! * cols, ends[i + 1]! * cols));
    const named = (parts: readonly Float64Array[]) => Object.fromEntries(parts.map((part, i) => [`part${i}`, part]));
    const table = randomValues(vocab * cols, 8);
    await checkOperator(gpu, {
      name: 'embedding in parts',
      inputs: Object.fromEntries(
        cut(table).map((data, i) => [`part${i}`, { rows: data.length / cols, cols, data, parameter: true }]),
      ),
      integers: { tokens, scatter: scatterOrder(tokens) },
      build: (graph, t) =>
        embedding(graph, t.tokens!, t.scatter!, joinRows('table', [t.part0!, t.part1!, t.part2!]), 'out'),
      output: () => embeddingForward(tokens, table, cols),
      gradients: (_, dout) => named(cut(embeddingBackward(tokens, vocab, cols, dout).dtable)),
    });
  });

  it('one token in every row', async () => {
    await check(new Int32Array(130).fill(16), 17, 67);
  });

  it('a grid folded into two dimensions covers every element once', async () => {
    await check(someTokens(130, 17), 17, 67, true);
  });

  it('adds onto the gradient that is there, the same bits every time, and leaves other tokens alone', async () => {
    const [rows, vocab, cols] = [130, 17, 67];
    const tokens = someTokens(rows, vocab - 1);
    const graph = new Graph('f32');
    const table = graph.matrix('table', vocab, cols);
    const gradient = graph.matrix('grad', vocab, cols, 'f32');
    const tokenTensor = graph.scalars('tokens', rows, 1, 'i32');
    const scatter = graph.scalars('scatter', scatterLength(rows), 1, 'u32');
    const out = embedding(graph, tokenTensor, scatter, table, 'out');
    graph.call(upstreamOf, out);
    const context = { kernels: DIRECT, training: true } as const;
    const launches = backwardLaunches(graph, graph.calls, context, {
      of: (id) => (id === 'table' ? gradient : undefined),
      accumulate: true,
    });
    const dout = randomValues(rows * cols, 4);
    const before = randomValues(vocab * cols, 5);
    const run = () =>
      runLaunches(
        gpu,
        launches,
        graph.tensors.values(),
        { scatter: scatterOrder(tokens), dout: withPadding(out, dout), grad: withPadding(gradient, before) },
        ['grad'],
      );
    const [first, second] = [await run(), await run()];
    const expected = embeddingBackward(tokens, vocab, cols, dout).dtable.map((value, i) => value + before[i]!);
    const got = withoutPadding(gradient, first.grad!);
    expectClose(got, expected, 1e-6, 'dtable');
    expect([...got.subarray(-cols)]).toEqual([...before.subarray(-cols)]);
    expect(new Uint32Array(second.grad!.buffer)).toEqual(new Uint32Array(first.grad!.buffer));
  });
});

/** Stands for whatever follows: makes `dout` exist. */
const upstreamOf: Operator<Tensor> = {
  name: 'upstream',
  validate: () => undefined,
  forward: () => [],
  backward(tensor, gradients) {
    gradients.into(tensor);
    return [];
  },
};
