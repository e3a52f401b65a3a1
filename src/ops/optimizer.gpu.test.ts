import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { foldGrid } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues } from '../testing/operator-check.ts';
import { runLaunches } from '../testing/run-launches.ts';
import { Graph, type Launch } from './operator.ts';
import { type AdamwArena, type AdamwSettings, adamwStep } from './optimizer.reference.ts';
import { GRAD_NORM_PARTS, type OptimizerArena, optimizerLaunches } from './optimizer.ts';

const gpu = await gpuForTests();

/** Exact in f32, so that the reference and the GPU start from the same numbers. */
const SETTINGS: AdamwSettings = {
  learningRate: Math.fround(3e-3),
  beta1: Math.fround(0.9),
  beta2: Math.fround(0.95),
  epsilon: Math.fround(1e-8),
  weightDecay: Math.fround(0.1),
  clip: 1,
};

const SETS = ['weights', 'm', 'v'] as const;
type Values = Record<string, Float32Array<ArrayBuffer>>;

function stepUniform(t: number, s: AdamwSettings): Float32Array {
  const corrections = [1 / (1 - s.beta1 ** t), 1 / (1 - s.beta2 ** t)] as const;
  const step = new Float32Array(16);
  step.set([0, s.learningRate, s.beta1, s.beta2, s.epsilon, s.weightDecay, ...corrections, s.clip]);
  return step;
}

/** Runs one update; returns weights, m and v of every arena (`weights.0` …) and the figures. */
async function update(
  arenas: readonly OptimizerArena[],
  state: Values,
  gradients: readonly Float32Array[],
  t: number,
  settings: AdamwSettings,
  change: (launch: Launch) => Launch = (launch) => launch,
): Promise<Values> {
  const graph = new Graph('f32');
  const matrices = (set: string) => arenas.map(({ elements }, i) => graph.matrix(`${set}.${i}`, 1, elements, 'f32'));
  const tensors = {
    weights: matrices('weights'),
    gradients: matrices('gradients'),
    m: matrices('m'),
    v: matrices('v'),
    parts: graph.scalars('parts', GRAD_NORM_PARTS * arenas.length, 1),
    figures: graph.scalars('figures', 16, 1),
    step: graph.scalars('step', 16, 1),
  };
  const context = { storage: 'f32', kernels: DIRECT, training: true, label: 'update' } as const;
  return runLaunches(
    gpu,
    optimizerLaunches(arenas, tensors, context).map(change),
    graph.tensors.values(),
    {
      ...state,
      ...Object.fromEntries(gradients.map((values, i) => [`gradients.${i}`, values])),
      // What an earlier use left behind must not count.
      parts: new Float32Array(GRAD_NORM_PARTS * arenas.length).fill(1e6),
      step: stepUniform(t, settings),
    },
    [...SETS.flatMap((set) => arenas.map((_, i) => `${set}.${i}`)), 'figures'],
  );
}

const random = (count: number, seed: number, scale = 1): Float32Array<ArrayBuffer> =>
  Float32Array.from(randomValues(count, seed), (value) => value * scale);

function startingState(arenas: readonly OptimizerArena[]): Values {
  const state: Values = {};
  arenas.forEach(({ elements }, i) => {
    state[`weights.${i}`] = random(elements, 10 + i);
    state[`m.${i}`] = new Float32Array(elements);
    state[`v.${i}`] = new Float32Array(elements);
  });
  return state;
}

const without = (state: Values, name: string): Values =>
  Object.fromEntries(Object.entries(state).filter(([key]) => key !== name));

describe('optimizer', () => {
  // 262 208 elements are one vec4 more than 256 workgroups take in one round, and then some.
  it.each([
    { arenas: [{ elements: 64, decayEnd: 0 }], clip: 0, scale: 1 },
    { arenas: [{ elements: 1088, decayEnd: 1024 }], clip: 1, scale: 1 },
    {
      arenas: [
        { elements: 1024, decayEnd: 1024 },
        { elements: 262_208, decayEnd: 64 },
        { elements: 192, decayEnd: 100 },
      ],
      clip: 1,
      scale: 1e-4,
    },
  ])('four steps equal the reference: $arenas, clip $clip, gradients × $scale', async ({ arenas, clip, scale }) => {
    const settings = { ...SETTINGS, clip };
    let state = startingState(arenas);
    const reference: AdamwArena[] = arenas.map(({ elements, decayEnd }, i) => ({
      weights: Float64Array.from(state[`weights.${i}`] as Float32Array),
      m: new Float64Array(elements),
      v: new Float64Array(elements),
      decayEnd,
    }));
    for (let t = 1; t <= 4; t++) {
      const gradients = arenas.map(({ elements }, i) => random(elements, 100 * t + i, scale));
      const expected = adamwStep(
        reference,
        gradients.map((g) => Float64Array.from(g)),
        t,
        settings,
      );
      const results = await update(arenas, state, gradients, t, settings);
      state = without(results, 'figures');
      const [, norm, clipScale, finite] = results.figures as Float32Array;
      expectClose([norm!, clipScale!, finite!], [expected.norm, expected.scale, 1], 1e-6, `figures of step ${t}`);
    }
    const moved = startingState(arenas);
    reference.forEach((arena, i) => {
      for (const set of SETS) expectClose(state[`${set}.${i}`] as Float32Array, arena[set], 2e-6, `${set}.${i}`);
      // Weights hardly move in four steps, so that their own size would hide a wrong update.
      const start = moved[`weights.${i}`] as Float32Array;
      const difference = (after: ArrayLike<number>) => Array.from(after, (value, k) => value - start[k]!);
      expectClose(difference(state[`weights.${i}`]!), difference(arena.weights), 2e-5, `movement of weights.${i}`);
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38])(
    'a gradient of %d leaves weights and moments byte for byte as they were',
    async (bad) => {
      const arenas = [
        { elements: 128, decayEnd: 64 },
        { elements: 1088, decayEnd: 64 },
      ];
      const gradients = [random(128, 1), random(1088, 2)];
      const before = without(await update(arenas, startingState(arenas), gradients, 1, SETTINGS), 'figures');
      (gradients[1] as Float32Array)[1087] = bad;
      const after = await update(arenas, before, gradients, 2, SETTINGS);
      expect([...(after.figures as Float32Array).subarray(2, 4)]).toEqual([0, 0]);
      expect(Number.isFinite(after.figures![1])).toBe(false);
      for (const [name, values] of Object.entries(before))
        expect(new Uint32Array(after[name]!.buffer), name).toEqual(new Uint32Array(values.buffer));
    },
  );

  it('a grid folded into two dimensions covers every element once', async () => {
    const arenas = [{ elements: 5_120, decayEnd: 64 }];
    const state = startingState(arenas);
    const gradients = [random(5_120, 3)];
    const flat = await update(arenas, state, gradients, 1, SETTINGS);
    const folded = await update(arenas, state, gradients, 1, SETTINGS, (launch) =>
      launch.shader === 'adamw' ? foldGrid(launch, 3) : launch,
    );
    for (const [name, values] of Object.entries(flat))
      expect(new Uint32Array(folded[name]!.buffer), name).toEqual(new Uint32Array(values.buffer));
  });
});
