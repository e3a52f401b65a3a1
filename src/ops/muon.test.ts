import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { randomValues, TILED } from '../testing/operator-check.ts';
import { muonStep, newtonSchulz } from './muon.reference.ts';
import { type MuonMatrix, muonLaunches, muonScratchSizes } from './muon.ts';
import { Graph } from './operator.ts';

describe('muon reference', () => {
  // PyTorch in float64, by the rule in the header of muon.ts.
  it('gives what PyTorch gives', () => {
    const g = Float64Array.of(1, 2, 3, -1, 0.5, 2);
    const wide = [
      0.5248924386540363, 0.48072102048026233, 0.4365496023064881, -0.8568463551369266, -0.14064067925934753,
      0.5755649966182306,
    ];
    expectClose(newtonSchulz(g, 2, 3, 5), wide, 1e-12, 'wide');
    const tall = [
      0.5180720210747872, -0.858854633005963, 0.45194527883898816, -0.15477144680760477, 0.38581853660318943,
      0.5493117393907527,
    ];
    expectClose(newtonSchulz(Float64Array.of(1, -1, 2, 0.5, 3, 2), 3, 2, 3), tall, 1e-12, 'tall');
  });

  it('moves and decays as PyTorch does over two steps', () => {
    const weights = Float64Array.of(0.5, -1, 0.25, 2, 1, 0);
    const m = new Float64Array(6);
    const settings = { learningRate: 0.02, weightDecay: 0.1, momentum: 0.9, iterations: 5 };
    for (const gradient of [Float64Array.of(1, -2, 0.5, 0.25, 3, 1), Float64Array.of(-1, 1, 2, 0, 0.5, -0.5)])
      muonStep(weights, m, gradient, { rows: 3, cols: 2 }, settings);
    const expected = [
      0.49333789012683804, -1.0019552415060826, 0.23167616334607083, 1.9756685421919133, 0.9598805876652187,
      0.0028279443971813666,
    ];
    expectClose(weights, expected, 1e-12, 'weights');
    expectClose(m, [-0.1, -0.8, 2.45, 0.225, 3.2, 0.4], 1e-12, 'm');
  });

  it.each([
    [12, 30],
    [30, 12],
  ])('makes rows or columns of %d × %d about orthogonal, whatever the size of the matrix', (rows, cols) => {
    const values = randomValues(rows * cols, 1);
    const x = newtonSchulz(values, rows, cols, 5);
    const scaled = newtonSchulz(
      values.map((value) => 1e-3 * value),
      rows,
      cols,
      5,
    );
    expectClose(scaled, x, 1e-3, 'scaled');
    const side = Math.min(rows, cols);
    const at = (i: number, k: number) => (rows < cols ? x[i * cols + k]! : x[k * cols + i]!);
    for (let i = 0; i < side; i++) {
      const square = Array.from({ length: Math.max(rows, cols) }, (_, k) => at(i, k) ** 2).reduce((a, b) => a + b);
      expect(square).toBeGreaterThan(0.4);
      expect(square).toBeLessThan(1.5);
    }
  });
});

describe('muonLaunches', () => {
  const launchesFor = (
    matrices: readonly MuonMatrix[],
    elements = 1024,
    settings = { momentum: 0.9, iterations: 5 },
  ) => {
    const graph = new Graph('f32');
    const arena = (name: string) => graph.matrix(name, 1, elements);
    const sizes = muonScratchSizes(matrices);
    const scratch = (name: keyof typeof sizes) => graph.scalars(name, 1, sizes[name]);
    return muonLaunches(
      matrices,
      0,
      settings,
      {
        weights: arena('w'),
        copy: null,
        span: { from: 0, gradient: arena('g') },
        m: arena('m'),
        scales: null,
        metrics: graph.scalars('metrics', 16, 1),
        step: graph.scalars('step', 16, 1),
      },
      {
        x: scratch('x'),
        next: scratch('next'),
        gram: scratch('gram'),
        polynomial: scratch('polynomial'),
        parts: scratch('parts'),
      },
      { kernels: TILED, training: true, label: 'update' },
    );
  };

  it('goes through the smaller square, tall or wide', () => {
    const squares = (rows: number, cols: number) =>
      launchesFor([{ offset: 0, rows, cols }])
        .filter(({ shader }) => shader.startsWith('gemm'))
        .map(({ flops }) => flops);
    expect(squares(8, 64)).toEqual(squares(64, 8));
    expect(squares(8, 64)).toHaveLength(15);
  });

  it('has room for the largest of all matrices and of all squares', () => {
    const sizes = muonScratchSizes([
      { offset: 0, rows: 2, cols: 100 },
      { offset: 256, rows: 9, cols: 9 },
    ]);
    expect(sizes).toMatchObject({ x: 200, next: 200, gram: 9 * 12, polynomial: 9 * 12 });
  });

  it('binds a matrix that begins where no binding can from before it', () => {
    const update = launchesFor([{ offset: 132, rows: 5, cols: 18 }]).find(({ shader }) => shader === 'muon_update');
    expect(update?.bindings[0]).toMatchObject({ offset: 512, size: 4 * (4 + 100) });
    expect(update?.overrides.FIRST4).toBe(1);
  });

  it('refuses what it cannot do', () => {
    expect(() => launchesFor([{ offset: 0, rows: 40, cols: 40 }])).toThrow('end of a matrix');
    expect(() => launchesFor([{ offset: 2, rows: 4, cols: 4 }])).toThrow('offset should be a multiple of 4');
    expect(() => launchesFor([], 1024, { momentum: 1, iterations: 5 })).toThrow('momentum');
    expect(() => launchesFor([], 1024, { momentum: 0.9, iterations: 0 })).toThrow('iterations');
  });
});
