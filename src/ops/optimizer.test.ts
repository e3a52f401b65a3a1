import { describe, expect, it } from 'vitest';
import { TILED } from '../testing/operator-check.ts';
import { wholeArena } from './gradient-span.ts';
import { Graph } from './operator.ts';
import { adamwStep } from './optimizer.reference.ts';
import { GRAD_NORM_PARTS, optimizerLaunches, UNIFORM_GROUPS } from './optimizer.ts';

const SETTINGS = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.5,
  groups: UNIFORM_GROUPS,
  clip: 0,
};

describe('adamw reference', () => {
  it('the first step moves by the learning rate against the sign, and decays what decays', () => {
    const arena = {
      weights: Float64Array.of(2, 2, -1),
      m: new Float64Array(3),
      v: new Float64Array(3),
      tablesEnd: 0,
      matricesEnd: 1,
    };
    adamwStep([arena], [Float64Array.of(3, 3, -7)], 1, SETTINGS);
    expect(arena.weights[0]).toBeCloseTo(2 - 0.1 - 0.1 * 0.5 * 2, 7);
    expect(arena.weights[1]).toBeCloseTo(2 - 0.1, 7);
    expect(arena.weights[2]).toBeCloseTo(-1 + 0.1, 7);
  });

  it('a constant gradient keeps moving weights by the learning rate, whatever its size', () => {
    const arena = {
      weights: Float64Array.of(0),
      m: new Float64Array(1),
      v: new Float64Array(1),
      tablesEnd: 0,
      matricesEnd: 0,
    };
    for (let t = 1; t <= 20; t++) adamwStep([arena], [Float64Array.of(1e-3)], t, SETTINGS);
    expect(arena.weights[0]).toBeCloseTo(-2, 4);
  });

  it('clips by the norm over all arenas', () => {
    const arena = () => ({
      weights: new Float64Array(1),
      m: new Float64Array(1),
      v: new Float64Array(1),
      tablesEnd: 0,
      matricesEnd: 0,
    });
    const arenas = [arena(), arena()];
    const { norm, scale } = adamwStep(arenas, [Float64Array.of(3), Float64Array.of(4)], 1, { ...SETTINGS, clip: 1 });
    expect(norm).toBe(5);
    expect(scale).toBeCloseTo(0.2, 6);
    expect(arenas[1]!.m[0]).toBeCloseTo(0.1 * 0.8, 6);
  });
});

describe('parameter groups', () => {
  it('move and decay by the rate and the decay of their own', () => {
    const arena = { weights: Float64Array.of(2, 2, 2), m: new Float64Array(3), v: new Float64Array(3) };
    const groups = {
      tables: { rate: 4, decay: 0.5 },
      matrices: { rate: 1, decay: 2 },
      vectors: { rate: 0.5, decay: 0 },
    };
    adamwStep([{ ...arena, tablesEnd: 1, matricesEnd: 2 }], [Float64Array.of(1, 1, 1)], 1, { ...SETTINGS, groups });
    expect(arena.weights[0]).toBeCloseTo(2 - 0.4 * (1 + 0.25 * 2), 7);
    expect(arena.weights[1]).toBeCloseTo(2 - 0.1 * (1 + 1 * 2), 7);
    expect(arena.weights[2]).toBeCloseTo(2 - 0.05, 7);
  });
});

describe('optimizerLaunches', () => {
  const context = { kernels: TILED, training: true, label: 'update' } as const;
  const launchesFor = (elements: number, matricesEnd: number, tablesEnd = 0) => {
    const graph = new Graph('f32');
    const arena = (name: string) => [graph.matrix(name, 1, elements, 'f32')];
    return optimizerLaunches(
      [{ elements, tablesEnd, matricesEnd, matrices: null }],
      {
        weights: arena('w'),
        gradients: arena('g').map(wholeArena),
        m: arena('m'),
        v: arena('v'),
        parts: graph.scalars('parts', GRAD_NORM_PARTS, 1),
        scales: [null],
        copies: null,
        scaler: graph.scalars('scaler', 16, 1),
        metrics: graph.scalars('metrics', 16, 1),
        step: graph.scalars('step', 16, 1),
      },
      null,
      context,
    );
  };

  it('folds the grid of an arena past 65 535 workgroups', () => {
    const elements = 65_536 * 1024;
    const [parts, , adamw] = launchesFor(elements, 0);
    expect(parts!.workgroups).toEqual([GRAD_NORM_PARTS, 1, 1]);
    expect(adamw!.workgroups).toEqual([32_768, 2, 1]);
  });

  it('refuses arenas that vec4s do not fit', () => {
    expect(() => launchesFor(100, 0)).toThrow('elements should be a multiple of 64');
    expect(() => launchesFor(128, 6)).toThrow('matricesEnd should be a multiple of 4');
    expect(() => launchesFor(128, 64, 6)).toThrow('tablesEnd should be a multiple of 4');
    expect(() => launchesFor(128, 64, 68)).toThrow('matricesEnd should be from 68 to 128');
  });
});
