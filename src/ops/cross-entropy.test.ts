import { describe, expect, it } from 'vitest';
import { backwardLaunches } from '../plan/backward.ts';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues, TILED } from '../testing/operator-check.ts';
import { linearCrossEntropyBackward, linearCrossEntropyForward } from './cross-entropy.reference.ts';
import { linearCrossEntropy } from './cross-entropy.ts';
import { Graph } from './operator.ts';

describe('cross-entropy reference', () => {
  it.each([
    [1, 1, 2],
    [4, 3, 5],
  ])('rows %i, d %i, vocab %i: gradients equal finite differences', (rows, d, vocab) => {
    const targets = Int32Array.from({ length: rows }, (_, row) => (row === 2 ? -100 : (row * 3 + 1) % vocab));
    const weights = Float64Array.from({ length: rows }, (_, row) => 1 / (1 + row));
    checkGradients(
      { x: randomValues(rows * d, 1), weight: randomValues(vocab * d, 2) },
      ({ x, weight }) => Float64Array.of(linearCrossEntropyForward(x!, weight!, targets, 0.25, weights).loss),
      ({ x, weight }, upstream) => {
        const { dx, dweight } = linearCrossEntropyBackward(x!, weight!, targets, 0.25, weights);
        return { x: dx.map((v) => v * upstream[0]!), weight: dweight.map((v) => v * upstream[0]!) };
      },
    );
  });

  it('equal logits cost log(vocab) a token', () => {
    const { loss } = linearCrossEntropyForward(new Float64Array(6), randomValues(21, 1), Int32Array.of(0, 6), 1 / 2);
    expect(loss).toBeCloseTo(Math.log(7), 12);
  });
});

describe('cross-entropy', () => {
  const record = (rows: number, chunkRows: number) => {
    const graph = new Graph('f32');
    const [x, weight] = [graph.matrix('x', rows, 8), graph.matrix('weight', 10, 8)];
    const gradient = graph.matrix('grad', 10, 8, 'f32');
    linearCrossEntropy(graph, {
      x,
      weight,
      targets: graph.scalars('targets', rows, 1, 'i32'),
      weights: null,
      metrics: graph.scalars('metrics', 16, 1),
      scaler: graph.scalars('scaler', 16, 1),
      step: graph.scalars('step', 16, 1),
      chunkRows,
    });
    const launches = (training: boolean) => {
      const context = { kernels: TILED, training } as const;
      const forward = graph.calls.flatMap((call) => call.forward(context));
      const backward = training
        ? backwardLaunches(graph, graph.calls, context, {
            of: (id) => (id === 'weight' ? gradient : undefined),
            accumulate: true,
          })
        : [];
      return { forward: forward.map((l) => l.shader), backward: backward.map((l) => l.shader) };
    };
    return { graph, launches };
  };

  it('an evaluation takes the losses chunk by chunk; a training graph leaves all to its backward pass', () => {
    expect(record(130, 64).launches(false).forward).toEqual([
      ...Array(3).fill(['gemm_nt', 'cross_entropy_forward']).flat(),
      'loss_sum',
    ]);
    const { forward, backward } = record(130, 64).launches(true);
    expect(forward).toEqual([]);
    expect(backward).toEqual([
      ...Array(3).fill(['gemm_nt', 'cross_entropy_backward', 'gemm_nn', 'gemm_tn']).flat(),
      'loss_sum',
    ]);
  });

  it('holds the logits of one chunk, or of all rows if there are fewer', () => {
    expect(record(130, 64).graph.tensors.get('loss.logits')).toMatchObject({ rows: 64, cols: 10 });
    expect(record(30, 64).graph.tensors.get('loss.logits')).toMatchObject({ rows: 30, cols: 10 });
  });

  it('refuses chunks that bindings cannot start at', () => {
    expect(() => record(130, 100)).toThrow('chunkRows should be a positive multiple of 64, but is 100');
  });
});
