/**
 * The loss head against float64: losses of evaluation and training, gradients written and accumulated, at sizes on both
 * sides of vec4s, of the workgroup that shares a row (tiled: 128 invocations, 512 logits) and of chunks. Padding of
 * logits holds a large value that must not count.
 */
import { describe, expect, it } from 'vitest';
import { backwardLaunches } from '../plan/backward.ts';
import { expectClose } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues, TILED } from '../testing/operator-check.ts';
import { runLaunches, withoutPadding, withPadding } from '../testing/run-launches.ts';
import { linearCrossEntropyBackward, linearCrossEntropyForward } from './cross-entropy.reference.ts';
import { linearCrossEntropy } from './cross-entropy.ts';
import { Graph, joinRows, type KernelChoice, type Operator, type Tensor } from './operator.ts';

const gpu = await gpuForTests();

interface Head {
  readonly d: number;
  readonly x: Float64Array;
  readonly weight: Float64Array;
  readonly targets: Int32Array;
  readonly weights?: Float32Array;
  /** Rows at which the weight is cut into parts; none by default. */
  readonly cut?: readonly number[];
}

const CHUNK_ROWS = 64;
const INVERSE_TOKENS = 1 / 16;
/** Loss that an earlier micro-batch left in the metrics. */
const EARLIER_LOSS = 0.5;

/** Makes `dx` exist before the loss adds to it, as a second use of x would. */
const secondUse: Operator<Tensor> = {
  name: 'second-use',
  validate: () => undefined,
  forward: () => [],
  backward(tensor, gradients) {
    gradients.into(tensor);
    return [];
  },
};

/** @param given logits to take instead of a product; the other products are left out then, too */
async function run(
  { d, x, weight, targets, weights, cut = [] }: Head,
  training: boolean,
  accumulate: boolean,
  kernels: KernelChoice,
  given?: { readonly logits: Float64Array },
) {
  const [rows, vocab] = [targets.length, weight.length / d];
  const graph = new Graph('f32');
  const parts = [0, ...cut].map((from, i) => {
    const end = cut[i] ?? vocab;
    const weight = graph.matrix(`weight.${i}`, end - from, d);
    return { from, end, weight, gradient: graph.matrix(`grad.${i}`, end - from, d, 'f32') };
  });
  const declared = {
    x: graph.matrix('x', rows, d),
    weight: joinRows(
      'weight',
      parts.map((part) => part.weight),
    ),
    gradient: joinRows(
      'grad',
      parts.map((part) => part.gradient),
    ),
  };
  linearCrossEntropy(graph, {
    x: declared.x,
    weight: declared.weight,
    targets: graph.scalars('targets', rows, 1, 'i32'),
    weights: weights ? graph.scalars('weights', rows, 1) : null,
    metrics: graph.scalars('metrics', 16, 1),
    scaler: graph.scalars('scaler', 16, 1),
    step: graph.scalars('step', 16, 1),
    chunkRows: CHUNK_ROWS,
  });
  const tensors = { ...declared, logits: graph.tensors.get('loss.logits') as Tensor };
  if (accumulate) graph.call(secondUse, tensors.x);
  const context = { kernels, training } as const;
  const launches = training
    ? backwardLaunches(graph, graph.calls, context, {
        of: (id) => parts.find((part) => part.weight.id === id)?.gradient,
        accumulate: true,
      })
    : graph.calls.flatMap((call) => call.forward(context));
  const before = { x: randomValues(rows * d, 11), weight: randomValues(vocab * d, 12) };
  const ofParts = (name: 'weight' | 'gradient', values: Float64Array) =>
    parts.map(({ from, end, ...part }) => [part[name].id, withPadding(part[name], values.subarray(from * d, end * d))]);
  const results = await runLaunches(
    gpu,
    given ? launches.filter((launch) => !launch.shader.startsWith('gemm')) : launches,
    graph.tensors.values(),
    {
      x: withPadding(tensors.x, x),
      ...Object.fromEntries([...ofParts('weight', weight), ...ofParts('gradient', before.weight)]),
      targets,
      ...(weights ? { weights } : {}),
      scaler: Float32Array.of(1),
      step: Float32Array.of(INVERSE_TOKENS, ...Array<number>(15).fill(0)),
      metrics: Float32Array.of(EARLIER_LOSS, ...Array<number>(15).fill(7)),
      'loss.logits': withPadding(tensors.logits, given?.logits ?? [], given ? 1000 : Number.NaN),
      ...(accumulate ? { dx: withPadding(tensors.x, before.x) } : {}),
    },
    [
      ...['metrics', 'loss.rowLoss'],
      ...(training ? ['loss.logits', 'dx', ...parts.map((part) => part.gradient.id)] : []),
    ],
  );
  const grad = Float32Array.from(parts.flatMap((part) => [...(results[part.gradient.id] ?? [])]));
  return { tensors, results: { ...results, grad } as typeof results, before };
}

/** The whole head against the reference. */
async function check(head: Head, training: boolean, accumulate: boolean): Promise<void> {
  const { x, weight, targets, weights } = head;
  const expected = linearCrossEntropyForward(x, weight, targets, INVERSE_TOKENS, weights);
  const { tensors, results, before } = await run(head, training, accumulate, DIRECT);
  expectClose([results.metrics![0]! - EARLIER_LOSS], [expected.loss], 4e-6, 'loss');
  expect([...results.metrics!.subarray(1)]).toEqual(Array(15).fill(7));
  expectClose(results['loss.rowLoss']!.subarray(0, targets.length), expected.rowLoss, 4e-6, 'row losses');
  if (!training) return;
  const { dx, dweight } = linearCrossEntropyBackward(x, weight, targets, INVERSE_TOKENS, weights);
  const onto = (sum: Float64Array, start: Float64Array) => sum.map((value, i) => value + start[i]!);
  expectClose(withoutPadding(tensors.x, results.dx!), accumulate ? onto(dx, before.x) : dx, 4e-6, 'dx');
  expectClose(withoutPadding(tensors.gradient, results.grad!), onto(dweight, before.weight), 4e-6, 'dweight');
}

/** Every fifth row is masked; targets reach the last token. */
const someTargets = (rows: number, vocab: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, r) => (r % 5 === 3 ? -100 : (vocab - 1 + 3 * r) % vocab));

const randomHead = (rows: number, d: number, vocab: number): Head => ({
  d,
  x: randomValues(rows * d, 1).map((v) => 3 * v),
  weight: randomValues(vocab * d, 2),
  targets: someTargets(rows, vocab),
});

/**
 * The softmax kernels alone, on given logits: products of many shapes compile slowly on software adapters. As x with
 * the identity as weight, the logits have the reference's dx for their gradient.
 */
async function checkSoftmax(logits: Float64Array, targets: Int32Array, kernels: KernelChoice): Promise<void> {
  const [rows, vocab] = [targets.length, logits.length / targets.length];
  const identity = Float64Array.from({ length: vocab ** 2 }, (_, i) => (i % (vocab + 1) === 0 ? 1 : 0));
  const head = { d: vocab, x: logits, weight: identity, targets };
  const { rowLoss } = linearCrossEntropyForward(logits, identity, targets, INVERSE_TOKENS);
  const { dx } = linearCrossEntropyBackward(logits, identity, targets, INVERSE_TOKENS);
  for (const training of [false, true]) {
    const { tensors, results } = await run(head, training, false, kernels, { logits });
    expectClose(results['loss.rowLoss']!.subarray(0, rows), rowLoss, 4e-6, 'row losses');
    if (training)
      expectClose(withoutPadding(tensors.logits, results['loss.logits']!), dx, 4e-6, 'gradient of the logits');
  }
}

describe('cross-entropy of given logits', () => {
  it.each([
    [1, 1, DIRECT],
    [3, 6, DIRECT],
    [5, 513, DIRECT],
    [64, 97, DIRECT],
    [2, 511, TILED],
    [5, 513, TILED],
  ] as const)('rows %i, vocab %i, %o', async (rows, vocab, kernels) => {
    await checkSoftmax(
      randomValues(rows * vocab, 3).map((v) => 6 * v),
      someTargets(rows, vocab),
      kernels,
    );
  });

  it('logits of ±80 neither overflow nor lose the loss', async () => {
    const logits = Float64Array.from({ length: 4 * 11 }, (_, i) => (i % 2 === 0 ? 80 : -80));
    await checkSoftmax(logits, Int32Array.of(0, 1, 2, 10), DIRECT);
    await checkSoftmax(new Float64Array(4 * 11).fill(-80), Int32Array.of(0, 1, 2, 10), DIRECT);
  });
});

describe('linear cross-entropy', () => {
  // One chunk that is not full; then two full chunks and one of two rows.
  it.each([
    { rows: 3, d: 5, vocab: 6, training: true, accumulate: false },
    { rows: 130, d: 12, vocab: 97, training: true, accumulate: true },
    { rows: 130, d: 12, vocab: 97, training: false, accumulate: false },
  ])('rows $rows, d $d, vocab $vocab: training $training, accumulating $accumulate', async (c) => {
    await check(randomHead(c.rows, c.d, c.vocab), c.training, c.accumulate);
  });

  it.each([true, false])('targets that count little or nothing, over two chunks: training %s', async (training) => {
    const weights = Float32Array.from({ length: 70 }, (_, row) => [1, 0.2, 0][row % 3] as number);
    await check({ ...randomHead(70, 5, 6), weights }, training, false);
  });

  it('a weight in parts gives the bits of the whole, but for dx, which is added up in another order', async () => {
    const head = randomHead(64, 12, 97);
    const [whole, parts] = [await run(head, true, true, DIRECT), await run({ ...head, cut: [64] }, true, true, DIRECT)];
    for (const name of ['metrics', 'loss.rowLoss', 'loss.logits', 'grad'])
      expect(new Uint32Array(parts.results[name]!.buffer)).toEqual(new Uint32Array(whole.results[name]!.buffer));
    expectClose(parts.results.dx!, Float64Array.from(whole.results.dx!), 1e-6, 'dx');
  });

  it('rows that are all masked add no loss and get zero gradients', async () => {
    const head = { ...randomHead(3, 5, 6), targets: new Int32Array(3).fill(-100) };
    const { tensors, results, before } = await run(head, true, false, DIRECT);
    expect(results.metrics![0]).toBe(EARLIER_LOSS);
    expect([...results['loss.rowLoss']!.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(results.dx!.every((value) => value === 0)).toBe(true);
    expect(results.grad).toEqual(withPadding(tensors.gradient, before.weight));
  });

  it('gives the same bits every time', async () => {
    const head = randomHead(130, 12, 97);
    const [first, second] = [await run(head, true, true, DIRECT), await run(head, true, true, DIRECT)];
    for (const name of ['metrics', 'dx', 'grad'])
      expect(new Uint32Array(second.results[name]!.buffer)).toEqual(new Uint32Array(first.results[name]!.buffer));
  });
});
