import { describe, expect, it } from 'vitest';
import { bf16ToF32, f16ToF32 } from '../formats/half.ts';
import { narrowMoments, widenMoments } from '../formats/moments-int8.ts';
import type { ElementType, StorageType } from '../gpu/launch.ts';
import { expectClose } from '../testing/compare.ts';
import { foldGrid } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues, TILED } from '../testing/operator-check.ts';
import { runLaunches } from '../testing/run-launches.ts';
import { wholeArena } from './gradient-span.ts';
import { Graph, type KernelChoice, type Launch, type MomentsFormat } from './operator.ts';
import { type AdamwArena, type AdamwSettings, adamwStep } from './optimizer.reference.ts';
import { GRAD_NORM_PARTS, type OptimizerArena, optimizerLaunches } from './optimizer.ts';
import { encodeWords, STEP_WORDS } from './step-words.ts';

const gpu = await gpuForTests();

/** Exact in f32, so that the reference and the GPU start from the same numbers. */
const SETTINGS: AdamwSettings = {
  learningRate: Math.fround(3e-3),
  beta1: Math.fround(0.9),
  beta2: Math.fround(0.95),
  epsilon: Math.fround(1e-8),
  weightDecay: Math.fround(0.1),
  groups: {
    tables: { rate: 4, decay: 0.5 },
    matrices: { rate: 1, decay: 1 },
    vectors: { rate: 0.5, decay: 0 },
  },
  clip: 1,
};

/** Of AdamW alone. */
type Arena = Omit<OptimizerArena, 'matrices'>;

const SETS = ['weights', 'm', 'v'] as const;
type Values = Record<string, Float32Array<ArrayBuffer>>;

function stepUniform({ groups, beta1, beta2, epsilon, clip, ...s }: AdamwSettings, growthInterval: number) {
  const { tables, matrices, vectors } = groups;
  const words = encodeWords(STEP_WORDS, {
    ...{ beta1, beta2, epsilon, clip, one_minus_beta1: 1 - beta1, one_minus_beta2: 1 - beta2 },
    growth_interval: growthInterval,
    tables_learning_rate: s.learningRate * tables.rate,
    tables_weight_decay: s.weightDecay * tables.decay,
    matrices_learning_rate: s.learningRate * matrices.rate,
    matrices_weight_decay: s.weightDecay * matrices.decay,
    vectors_learning_rate: s.learningRate * vectors.rate,
    vectors_weight_decay: s.weightDecay * vectors.decay,
  });
  return new Float32Array(words);
}

/** A scaler before the first step. */
const freshScaler = (scale = 1): Float32Array<ArrayBuffer> => Float32Array.of(scale, ...Array<number>(15).fill(0));

interface UpdateOptions {
  readonly settings?: AdamwSettings;
  readonly kernels?: KernelChoice;
  readonly storage?: StorageType;
  readonly moments?: MomentsFormat;
  /** Good steps after which the loss scale doubles. */
  readonly growthInterval?: number;
  readonly change?: (launch: Launch) => Launch;
}

/** Runs one update; returns weights, m and v of every arena (`weights.0` …), the copies if any, scaler and metrics. */
async function update(
  arenas: readonly Arena[],
  state: Values,
  gradients: readonly Float32Array[],
  options: UpdateOptions = {},
): Promise<Values> {
  const { settings = SETTINGS, kernels = DIRECT, storage = 'f32', moments = 'f32', growthInterval = 0 } = options;
  const graph = new Graph(storage);
  const matrices = (set: string, type: ElementType = 'f32') =>
    arenas.map(({ elements }, i) => graph.matrix(`${set}.${i}`, 1, elements, type));
  const tensors = {
    weights: matrices('weights'),
    copies: storage === 'f32' ? null : matrices('copies', storage),
    gradients: matrices('gradients').map(wholeArena),
    m: matrices('m', moments),
    v: matrices('v', moments),
    scales: arenas.map(({ elements }, i) =>
      moments === 'int8' ? graph.scalars(`scales.${i}`, 2, elements / 256) : null,
    ),
    parts: graph.scalars('parts', GRAD_NORM_PARTS * arenas.length, 1),
    scaler: graph.scalars('scaler', 16, 1),
    metrics: graph.scalars('metrics', 16, 1),
    step: graph.scalars('step', 16, 1),
  };
  const context = { kernels, training: true, label: 'update' } as const;
  return runLaunches(
    gpu,
    optimizerLaunches(
      arenas.map((arena) => ({ ...arena, matrices: null })),
      tensors,
      null,
      context,
    ).map(options.change ?? ((launch) => launch)),
    graph.tensors.values(),
    {
      ...state,
      ...Object.fromEntries(gradients.map((values, i) => [`gradients.${i}`, values])),
      // What an earlier use left behind must not count.
      parts: new Float32Array(GRAD_NORM_PARTS * arenas.length).fill(1e6),
      step: stepUniform(settings, growthInterval),
    },
    [
      ...SETS.flatMap((set) => arenas.map((_, i) => `${set}.${i}`)),
      ...(tensors.copies ?? []).map(({ id }) => id),
      ...tensors.scales.flatMap((scales) => (scales ? [scales.id] : [])),
      'scaler',
      'metrics',
    ],
  );
}

const random = (count: number, seed: number, scale = 1): Float32Array<ArrayBuffer> =>
  Float32Array.from(randomValues(count, seed), (value) => value * scale);

function startingState(arenas: readonly Arena[], lossScale = 1): Values {
  const state: Values = { scaler: freshScaler(lossScale) };
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
    { arenas: [{ elements: 64, tablesEnd: 0, matricesEnd: 0 }], clip: 0, scale: 1, kernels: DIRECT },
    { arenas: [{ elements: 1088, tablesEnd: 512, matricesEnd: 1024 }], clip: 1, scale: 1, kernels: TILED },
    {
      arenas: [
        { elements: 1024, tablesEnd: 1024, matricesEnd: 1024 },
        { elements: 262_208, tablesEnd: 0, matricesEnd: 64 },
        { elements: 192, tablesEnd: 36, matricesEnd: 100 },
      ],
      clip: 1,
      scale: 1e-4,
      kernels: DIRECT,
    },
    { arenas: [{ elements: 262_208, tablesEnd: 4, matricesEnd: 64 }], clip: 1, scale: 1e-4, kernels: TILED },
  ])(
    'four steps equal the reference: $arenas, clip $clip, gradients × $scale, $kernels.reduction',
    async ({ arenas, clip, scale, kernels }) => {
      const settings = { ...SETTINGS, clip };
      let state = startingState(arenas);
      const reference: AdamwArena[] = arenas.map(({ elements, ...ends }, i) => ({
        weights: Float64Array.from(state[`weights.${i}`] as Float32Array),
        m: new Float64Array(elements),
        v: new Float64Array(elements),
        ...ends,
      }));
      for (let t = 1; t <= 4; t++) {
        const gradients = arenas.map(({ elements }, i) => random(elements, 100 * t + i, scale));
        const expected = adamwStep(
          reference,
          gradients.map((g) => Float64Array.from(g)),
          t,
          settings,
        );
        const results = await update(arenas, state, gradients, { settings, kernels });
        state = without(results, 'metrics');
        const [, norm, clipScale, finite] = results.metrics as Float32Array;
        expectClose([norm!, clipScale!, finite!], [expected.norm, expected.scale, 1], 1e-6, `metrics of step ${t}`);
      }
      const moved = startingState(arenas);
      reference.forEach((arena, i) => {
        for (const set of SETS) expectClose(state[`${set}.${i}`] as Float32Array, arena[set], 2e-6, `${set}.${i}`);
        // Weights hardly move in four steps, so that their own size would hide a wrong update.
        const start = moved[`weights.${i}`] as Float32Array;
        const difference = (after: ArrayLike<number>) => Array.from(after, (value, k) => value - start[k]!);
        expectClose(difference(state[`weights.${i}`]!), difference(arena.weights), 2e-5, `movement of weights.${i}`);
      });
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38])(
    'a gradient of %d leaves weights and moments byte for byte as they were',
    async (bad) => {
      const arenas = [
        { elements: 128, tablesEnd: 0, matricesEnd: 64 },
        { elements: 1088, tablesEnd: 0, matricesEnd: 64 },
      ];
      const gradients = [random(128, 1), random(1088, 2)];
      const before = without(await update(arenas, startingState(arenas), gradients), 'metrics');
      (gradients[1] as Float32Array)[1087] = bad;
      const after = await update(arenas, before, gradients);
      expect([...(after.metrics as Float32Array).subarray(2, 4)]).toEqual([0, 0]);
      expect(Number.isFinite(after.metrics![1])).toBe(false);
      for (const [name, values] of Object.entries(without(before, 'scaler')))
        expect(new Uint32Array(after[name]!.buffer), name).toEqual(new Uint32Array(values.buffer));
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'a loss of %d alone leaves weights and moments byte for byte as they were',
    async (loss) => {
      const arenas = [{ elements: 256, tablesEnd: 64, matricesEnd: 128 }];
      const gradients = [random(256, 1)];
      const before = without(await update(arenas, startingState(arenas), gradients), 'metrics');
      const after = await update(arenas, { ...before, metrics: new Float32Array(16).fill(loss, 0, 1) }, gradients);
      expect([...(after.metrics as Float32Array).subarray(2, 4)]).toEqual([0, 0]);
      for (const set of SETS) expect(after[`${set}.0`]).toEqual(before[`${set}.0`]);
    },
  );

  it('a grid folded into two dimensions covers every element once', async () => {
    const arenas = [{ elements: 5_120, tablesEnd: 0, matricesEnd: 64 }];
    const state = startingState(arenas);
    const gradients = [random(5_120, 3)];
    const flat = await update(arenas, state, gradients);
    const folded = await update(arenas, state, gradients, {
      change: (launch) => (launch.shader === 'adamw' ? foldGrid(launch, 3) : launch),
    });
    for (const [name, values] of Object.entries(flat))
      expect(new Uint32Array(folded[name]!.buffer), name).toEqual(new Uint32Array(values.buffer));
  });
});

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer);

describe('loss scale', () => {
  const arenas = [
    { elements: 256, tablesEnd: 0, matricesEnd: 64 },
    { elements: 1024, tablesEnd: 0, matricesEnd: 0 },
  ];
  const gradients = (lossScale: number) => [random(256, 1, lossScale), random(1024, 2, lossScale)];

  it('a power of two changes neither weights, moments nor the norm', async () => {
    const plain = await update(arenas, startingState(arenas), gradients(1));
    const scaled = await update(arenas, startingState(arenas, 4096), gradients(4096));
    for (const name of ['weights.0', 'weights.1', 'm.1', 'v.0'])
      expect(bitsOf(scaled[name]!), name).toEqual(bitsOf(plain[name]!));
    expect(scaled.metrics![1]).toBe(plain.metrics![1]);
    expect(scaled.metrics![6]).toBe(4096);
  });

  it('halves at every overflow and doubles after enough good steps in a row; AdamW counts good steps alone', async () => {
    const overflow = () => [random(256, 1), random(1024, 2).fill(Number.POSITIVE_INFINITY, 7, 8)];
    let state = startingState(arenas, 1024);
    const seen: number[][] = [];
    for (const isGood of [true, false, true, true, true, false, false, true]) {
      const results = await update(arenas, state, isGood ? gradients(1) : overflow(), { growthInterval: 3 });
      state = without(results, 'metrics');
      seen.push([...results.scaler!.subarray(0, 2), results.scaler![4]!]);
    }
    expect(seen).toEqual([
      [1024, 1, 1],
      [512, 0, 1],
      [512, 1, 2],
      [512, 2, 3],
      [1024, 0, 4],
      [512, 0, 4],
      [256, 0, 4],
      [256, 1, 5],
    ]);
  });

  it('stays within 1 and 2²⁴, and never moves without a growth interval', async () => {
    const bad = [random(256, 1).fill(Number.NaN, 0, 1), random(1024, 2)];
    const scaleAfter = async (lossScale: number, given: Float32Array[], growthInterval: number) =>
      (await update(arenas, startingState(arenas, lossScale), given, { growthInterval })).scaler![0];
    expect(await scaleAfter(1, bad, 1)).toBe(1);
    expect(await scaleAfter(2 ** 24, gradients(1), 1)).toBe(2 ** 24);
    expect(await scaleAfter(8, bad, 0)).toBe(8);
  });
});

const storages: StorageType[] = gpu.adapter.features.includes('shader-f16') ? ['packed', 'f16'] : ['packed'];

describe.each(storages)('16-bit copies, %s', (storage) => {
  const arenas = [{ elements: 512, tablesEnd: 0, matricesEnd: 64 }];

  it('hold the new weights, rounded; an overflow leaves them as they were', async () => {
    const start = { ...startingState(arenas), 'copies.0': new Float32Array(256).fill(3) };
    const good = await update(arenas, start, [random(512, 1)], { storage });
    const copies = f16ToF32(new Uint16Array(good['copies.0']!.buffer));
    // Conversions may round either way: within one unit in the last place of 11 bits.
    copies.forEach((copy, i) => {
      const weight = good['weights.0']![i]!;
      expect(Math.abs(copy - weight)).toBeLessThanOrEqual(Math.max(Math.abs(weight) * 2 ** -10, 2 ** -24));
    });
    const bad = await update(arenas, without(good, 'metrics'), [random(512, 1).fill(Number.NaN)], { storage });
    expect(bitsOf(bad['copies.0']!)).toEqual(bitsOf(good['copies.0']!));
  });
});

/** Moments of an update as f32. */
function moments(results: Values, set: 'm' | 'v', format: MomentsFormat): Float32Array {
  const held = results[`${set}.0`] as Float32Array<ArrayBuffer>;
  switch (format) {
    case 'f32':
      return held;
    case 'bf16':
      return bf16ToF32(new Uint16Array(held.buffer));
    case 'int8': {
      const scales = results['scales.0'] as Float32Array<ArrayBuffer>;
      const half = scales.length / 2;
      const own = set === 'm' ? scales.slice(0, half) : scales.slice(half);
      return widenMoments(set, { codes: new Uint8Array(held.buffer), scales: own });
    }
    default:
      return format satisfies never;
  }
}

describe.each([
  { format: 'bf16', kernels: DIRECT },
  { format: 'int8', kernels: DIRECT },
  { format: 'int8', kernels: TILED },
] as const)('$format moments, $kernels.reduction', ({ format, kernels }) => {
  const arenas = [{ elements: 1024, tablesEnd: 0, matricesEnd: 0 }];
  const bytes = { bf16: 2, int8: 1 }[format];
  const names = ['weights.0', 'm.0', 'v.0', ...(format === 'int8' ? ['scales.0'] : [])];

  const start = (): Values => ({
    ...startingState(arenas),
    'm.0': new Float32Array((1024 * bytes) / 4),
    'v.0': new Float32Array((1024 * bytes) / 4),
  });

  it('follow the f32 moments on average, where rounding to nearest would stand still', async () => {
    // After a few steps (1 − β2)·g² moves v by less than half a unit in its last place: only luck lets it through. One
    // element in a block is twice the others, so that these are not the ones that the scale holds exactly.
    const settings = { ...SETTINGS, beta2: Math.fround(0.999), clip: 0 };
    let state = start();
    let exact = startingState(arenas);
    for (let t = 0; t < 60; t++) {
      const gradient = [Float32Array.from({ length: 1024 }, (_, i) => (i % 256 === 0 ? 2.4 : t === 0 ? 1 : 1.2))];
      state = without(await update(arenas, state, gradient, { settings, moments: format, kernels }), 'metrics');
      exact = without(await update(arenas, exact, gradient, { settings }), 'metrics');
    }
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const set of ['m', 'v'] as const) {
      const ratio = mean(moments(state, set, format)) / mean(exact[`${set}.0`]!);
      expect(Math.abs(ratio - 1), set).toBeLessThanOrEqual(format === 'bf16' ? 2e-3 : 1e-2);
    }
    expect(new Set(moments(state, 'v', format)).size).toBeGreaterThan(2);
  });

  it('move weights as f32 moments do, within what their bits allow', async () => {
    let state = start();
    let exact = startingState(arenas);
    for (let t = 0; t < 10; t++) {
      state = without(await update(arenas, state, [random(1024, 50 + t)], { moments: format, kernels }), 'metrics');
      exact = without(await update(arenas, exact, [random(1024, 50 + t)]), 'metrics');
    }
    const first = startingState(arenas)['weights.0']!;
    const moved = (after: Float32Array) => after.map((value, i) => value - first[i]!);
    expectClose(moved(state['weights.0']!), moved(exact['weights.0']!), format === 'bf16' ? 5e-3 : 5e-2, 'movement');
  });

  it('give the same bits every time, and other noise at every step', async () => {
    const gradient = [random(1024, 5)];
    const [first, second] = [
      await update(arenas, start(), gradient, { moments: format, kernels }),
      await update(arenas, start(), gradient, { moments: format, kernels }),
    ];
    for (const name of names) expect(bitsOf(second[name]!), name).toEqual(bitsOf(first[name]!));
    const later = { ...start(), scaler: Float32Array.of(1, 0, 0, 0, 1, ...Array<number>(11).fill(0)) };
    const other = await update(arenas, later, gradient, { moments: format, kernels });
    expect(bitsOf(other['m.0']!)).not.toEqual(bitsOf(first['m.0']!));
  });

  it('an overflow leaves them byte for byte as they were', async () => {
    const before = without(await update(arenas, start(), [random(1024, 5)], { moments: format, kernels }), 'metrics');
    const after = await update(arenas, before, [random(1024, 6).fill(Number.NaN, 3, 4)], { moments: format, kernels });
    for (const name of names) expect(bitsOf(after[name]!), name).toEqual(bitsOf(before[name]!));
  });
});

describe('int8 moments', () => {
  it('have the same bits whatever the workgroup: rounding is by element', async () => {
    const arenas = [{ elements: 1280, tablesEnd: 256, matricesEnd: 512 }];
    const start = { ...startingState(arenas), 'm.0': new Float32Array(320), 'v.0': new Float32Array(320) };
    const settings = { ...SETTINGS, clip: 0 }; // the norm is added up in another order
    const [direct, tiled] = [
      await update(arenas, start, [random(1280, 5)], { moments: 'int8', settings, kernels: DIRECT }),
      await update(arenas, start, [random(1280, 5)], { moments: 'int8', settings, kernels: TILED }),
    ];
    for (const name of ['weights.0', 'm.0', 'v.0', 'scales.0'])
      expect(bitsOf(tiled[name]!), name).toEqual(bitsOf(direct[name]!));
  });

  it('widened and narrowed again are the bytes that the device holds, zero blocks included', async () => {
    const arenas = [{ elements: 1024, tablesEnd: 0, matricesEnd: 0 }];
    const start = { ...startingState(arenas), 'm.0': new Float32Array(256), 'v.0': new Float32Array(256) };
    const gradient = random(1024, 5).fill(0, 256, 512);
    const results = await update(arenas, start, [gradient], { moments: 'int8', settings: { ...SETTINGS, clip: 0 } });
    const held = results['scales.0']!;
    for (const [set, scales] of [
      ['m', held.slice(0, 4)],
      ['v', held.slice(4)],
    ] as const) {
      const codes = new Uint8Array(results[`${set}.0`]!.buffer);
      const again = narrowMoments(set, widenMoments(set, { codes, scales }));
      expect(again.codes, set).toEqual(codes);
      expect(again.scales, set).toEqual(scales);
      expect(scales[1]).toBe(0);
    }
  });
});
