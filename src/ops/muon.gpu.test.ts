import { describe, expect, it } from 'vitest';
import { bf16ToF32, f16ToF32 } from '../formats/half.ts';
import { widenMoments } from '../formats/moments-int8.ts';
import type { ElementType, StorageType } from '../gpu/launch.ts';
import { expectClose } from '../testing/compare.ts';
import { foldGrid } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues, TILED } from '../testing/operator-check.ts';
import { runLaunches, withoutPadding, withPadding } from '../testing/run-launches.ts';
import { wholeArena } from './gradient-span.ts';
import { muonStep, newtonSchulz } from './muon.reference.ts';
import { type MuonMatrix, type MuonScratch, muonLaunches, muonScratchSizes, orthogonalise } from './muon.ts';
import { Graph, type KernelChoice, type Launch, type MomentsFormat, roundUp } from './operator.ts';
import { type AdamwSettings, adamwStep } from './optimizer.reference.ts';
import { GRAD_NORM_PARTS, optimizerLaunches } from './optimizer.ts';
import { encodeWords, METRICS_WORDS, STEP_WORDS } from './step-words.ts';

const gpu = await gpuForTests();

type Values = Record<string, Float32Array<ArrayBuffer>>;

const context = (kernels: KernelChoice) => ({ kernels, training: true, label: 'update' }) as const;

function scratchOf(graph: Graph, matrices: readonly MuonMatrix[]): MuonScratch {
  const { x, next, gram, polynomial, parts } = muonScratchSizes(matrices);
  return {
    x: graph.scalars('x', 1, x),
    next: graph.scalars('next', 1, next),
    gram: graph.scalars('gram', 1, gram),
    polynomial: graph.scalars('polynomial', 1, polynomial),
    parts: graph.scalars('norm_parts', parts, 1),
  };
}

/** Rows of a matrix in an arena, for which others may lie around it. */
const stored = ({ rows, cols }: MuonMatrix, values: ArrayLike<number>): Float32Array =>
  withPadding(new Graph('f32').matrix('matrix', rows, cols), values);

describe('Newton–Schulz', () => {
  // One row, odd sizes, both sides of an invocation's block (8) and of tiles (64, 128); wide, tall and square. Every other one
  // begins where no binding can.
  const shapes = {
    direct: [
      [1, 130],
      [7, 9],
      [65, 131],
      [131, 64],
      [60, 10],
      [16, 16],
    ],
    tiled: [
      [65, 70],
      [70, 65],
    ],
  } as const;

  it.each([
    { name: 'direct', kernels: DIRECT, iterations: 5 },
    { name: 'tiled', kernels: TILED, iterations: 3 },
  ] as const)('equals the reference, $name, $iterations iterations', async ({ name, kernels, iterations }) => {
    for (const [index, [rows, cols]] of shapes[name].entries()) {
      const matrix = { offset: index % 2 === 0 ? 20 : 0, rows, cols };
      const values = randomValues(rows * cols, index + 1);
      const graph = new Graph('f32');
      const elements = roundUp(matrix.offset + rows * roundUp(cols, 4), 256);
      const u = graph.matrix('u', 1, elements);
      const scratch = scratchOf(graph, [matrix]);
      const held = new Float32Array(elements).fill(Number.NaN); // what lies around it must not count
      held.set(stored(matrix, values), matrix.offset);
      const { launches, x } = orthogonalise(matrix, iterations, u, scratch, context(kernels));
      const results = await runLaunches(gpu, launches, graph.tensors.values(), { u: held }, [x.id]);
      const raw = (results[x.id] as Float32Array).subarray(0, rows * x.stride);
      const expected = newtonSchulz(values, rows, cols, iterations);
      expectClose(withoutPadding(x, raw), expected, 2e-5, `${rows} × ${cols}`);
    }
  });
});

/** Exact in f32, so that the reference and the GPU start from the same numbers. */
const SETTINGS = {
  learningRate: Math.fround(0.02),
  weightDecay: Math.fround(0.1),
  momentum: Math.fround(0.9),
  iterations: 5,
};

// Two matrices side by side, as gate and up are, and a tall one; 1024 elements. Their products are those of Newton–Schulz above,
// compiled by then.
const MATRICES: readonly MuonMatrix[] = [
  { offset: 0, rows: 7, cols: 9 },
  { offset: 84, rows: 7, cols: 9 },
  { offset: 256, rows: 60, cols: 10 },
];
const ELEMENTS = 1024;

interface StepOptions {
  readonly storage?: StorageType;
  readonly moments?: MomentsFormat;
  readonly isFinite?: boolean;
  /** AdamW's count of steps, of which the noise of rounding is made. */
  readonly count?: number;
  readonly change?: (launch: Launch) => Launch;
}

/** One update of an arena whose clipping and loss scale come to 1 / 4. */
async function step(state: Values, gradient: Float32Array, options: StepOptions = {}): Promise<Values> {
  const { storage = 'f32', moments = 'f32', change = (launch) => launch } = options;
  const graph = new Graph(storage);
  const arena = (name: string, type: ElementType = 'f32') => graph.matrix(name, 1, ELEMENTS, type);
  const tensors = {
    weights: arena('weights'),
    copy: storage === 'f32' ? null : arena('copy', storage),
    span: { from: 0, gradient: arena('gradient') },
    m: arena('m', moments),
    scales: moments === 'int8' ? graph.scalars('scales', 1, ELEMENTS / 256) : null,
    metrics: graph.scalars('metrics', 16, 1),
    step: graph.scalars('step', 16, 1),
  };
  const launches = muonLaunches(MATRICES, 0, SETTINGS, tensors, scratchOf(graph, MATRICES), context(DIRECT));
  const metrics = encodeWords(METRICS_WORDS, {
    gradient_scale: options.isFinite === false ? 0 : 0.25,
    is_finite: options.isFinite === false ? 0 : 1,
    count: options.count ?? 1,
  });
  const words = encodeWords(STEP_WORDS, {
    matrices_learning_rate: SETTINGS.learningRate,
    matrices_weight_decay: SETTINGS.weightDecay,
  });
  const kept = ['weights', 'm', ...(tensors.copy ? ['copy'] : []), ...(tensors.scales ? ['scales'] : [])];
  return runLaunches(
    gpu,
    launches.map(change),
    graph.tensors.values(),
    { ...state, gradient, metrics: new Float32Array(metrics), step: new Float32Array(words) },
    kept,
  );
}

/** Of AdamW. */
const ADAMW = { beta1: Math.fround(0.9), beta2: Math.fround(0.95), epsilon: Math.fround(1e-8), clip: 1 };

const random = (count: number, seed: number): Float32Array<ArrayBuffer> => Float32Array.from(randomValues(count, seed));

/** One update of two arenas: tables and vectors, and then the matrices. */
function wholeStep(state: Values, gradients: readonly Float32Array[], { groups }: AdamwSettings): Promise<Values> {
  const graph = new Graph('f32');
  const arenas = [
    { elements: 512, tablesEnd: 256, matricesEnd: 256, matrices: null },
    { elements: ELEMENTS, tablesEnd: 0, matricesEnd: ELEMENTS, matrices: MATRICES },
  ];
  const set = (name: string) => arenas.map(({ elements }, i) => graph.matrix(`${name}.${i}`, 1, elements));
  const tensors = {
    ...{ weights: set('weights'), m: set('m'), copies: null, scales: [null, null] },
    gradients: set('gradients').map(wholeArena),
    v: [graph.matrix('v.0', 1, 512), null],
    parts: graph.scalars('parts', 2 * GRAD_NORM_PARTS, 1),
    scaler: graph.scalars('scaler', 16, 1),
    metrics: graph.scalars('metrics', 16, 1),
    step: graph.scalars('step', 16, 1),
  };
  const launches = optimizerLaunches(
    arenas,
    tensors,
    { ...SETTINGS, scratch: scratchOf(graph, MATRICES) },
    context(DIRECT),
  );
  const { learningRate: rate, weightDecay: decay } = SETTINGS;
  const words = encodeWords(STEP_WORDS, {
    ...{ ...ADAMW, one_minus_beta1: 1 - ADAMW.beta1, one_minus_beta2: 1 - ADAMW.beta2 },
    tables_learning_rate: rate * groups.tables.rate,
    tables_weight_decay: decay * groups.tables.decay,
    matrices_learning_rate: rate,
    matrices_weight_decay: decay,
    vectors_learning_rate: rate * groups.vectors.rate,
    vectors_weight_decay: decay * groups.vectors.decay,
  });
  const contents = {
    ...state,
    'gradients.0': gradients[0]!,
    'gradients.1': gradients[1]!,
    step: new Float32Array(words),
  };
  return runLaunches(gpu, launches, graph.tensors.values(), contents, [
    'weights.0',
    'm.0',
    'v.0',
    'weights.1',
    'm.1',
    'scaler',
  ]);
}

/** Of all matrices, with zeros where nothing lies. */
function arenaOf(seed: number, scale = 1): Float32Array<ArrayBuffer> {
  const arena = new Float32Array(ELEMENTS);
  MATRICES.forEach((matrix, i) => {
    const values = randomValues(matrix.rows * matrix.cols, seed + i).map((value) => value * scale);
    arena.set(stored(matrix, values), matrix.offset);
  });
  return arena;
}

const start = (moments: MomentsFormat = 'f32'): Values => ({
  weights: arenaOf(10),
  m: new Float32Array((ELEMENTS * { f32: 4, bf16: 2, int8: 1 }[moments]) / 4),
});

function matrixIn(arena: Float32Array, { offset, rows, cols }: MuonMatrix): Float64Array {
  const tensor = new Graph('f32').matrix('matrix', rows, cols);
  return withoutPadding(tensor, arena.subarray(offset, offset + rows * tensor.stride));
}

const bitsOf = (values: Float32Array<ArrayBuffer> | undefined): Uint32Array => new Uint32Array(values!.buffer);

describe('Muon', () => {
  it('ten steps with all groups equal the reference: matrices by Muon, tables and vectors by AdamW, one norm', async () => {
    const groups = {
      tables: { rate: 0.4, decay: 1 },
      matrices: { rate: 1, decay: 1 },
      vectors: { rate: 0.2, decay: 0 },
    };
    const adamw = { ...ADAMW, ...SETTINGS, groups };
    let state: Values = {
      ...{ 'weights.0': random(512, 50), 'm.0': new Float32Array(512), 'v.0': new Float32Array(512) },
      ...{
        'weights.1': arenaOf(10),
        'm.1': new Float32Array(ELEMENTS),
        scaler: Float32Array.of(1, ...Array(15).fill(0)),
      },
    };
    const arena = {
      weights: Float64Array.from(state['weights.0']!),
      m: new Float64Array(512),
      v: new Float64Array(512),
      tablesEnd: 256,
      matricesEnd: 256,
    };
    const matrices = MATRICES.map((matrix) => ({
      weights: matrixIn(state['weights.1']!, matrix),
      m: new Float64Array(matrix.rows * matrix.cols),
    }));
    for (let t = 1; t <= 10; t++) {
      const gradients = [random(512, 200 * t), arenaOf(100 * t)];
      const { scale } = adamwStep(
        [arena],
        gradients.map((g) => Float64Array.from(g)),
        t,
        adamw,
      );
      state = await wholeStep(state, gradients, adamw);
      MATRICES.forEach((matrix, i) => {
        const { weights, m } = matrices[i]!;
        const clipped = matrixIn(gradients[1]!, matrix).map((g) => scale * g);
        muonStep(weights, m, clipped, matrix, SETTINGS);
        if (t > 1 && t < 10) return;
        expectClose(matrixIn(state['m.1']!, matrix), m, 5e-6, `m of ${i}, step ${t}`);
        const start = matrixIn(arenaOf(10), matrix);
        const moved = (after: Float64Array) => after.map((weight, k) => weight - start[k]!);
        expectClose(moved(matrixIn(state['weights.1']!, matrix)), moved(weights), 1e-4, `movement of ${i}, step ${t}`);
      });
      const start = random(512, 50);
      const moved = (after: ArrayLike<number>) => start.map((weight, k) => after[k]! - weight);
      expectClose(moved(state['weights.0']!), moved(arena.weights), 2e-5, `tables and vectors, step ${t}`);
    }
  });

  it('leaves weights without a gradient to their decay', async () => {
    const { weights, m } = await step(start(), new Float32Array(ELEMENTS));
    const decayed = arenaOf(10).map((weight) => weight * (1 - SETTINGS.learningRate * SETTINGS.weightDecay));
    expectClose(weights!, decayed, 1e-7, 'weights');
    expect(new Set(m)).toEqual(new Set([0]));
  });

  it('leaves weights, moment and copy byte for byte as they were where a gradient is not finite', async () => {
    for (const moments of ['f32', 'bf16', 'int8'] as const) {
      const options = { storage: 'packed', moments } as const;
      const before = await step(start(moments), arenaOf(1), options);
      const after = await step(before, arenaOf(2).fill(Number.NaN, 100, 101), { ...options, isFinite: false });
      for (const name of Object.keys(before))
        expect(bitsOf(after[name]), `${name}, ${moments}`).toEqual(bitsOf(before[name]));
    }
  });

  it('a grid folded into two dimensions covers every element once', async () => {
    const isSimple = ({ shader }: Launch) => ['muon_momentum', 'muon_normalise', 'muon_update'].includes(shader);
    const change = (launch: Launch) => (isSimple(launch) ? foldGrid(launch, 3) : launch);
    const [flat, folded] = [await step(start(), arenaOf(1)), await step(start(), arenaOf(1), { change })];
    for (const name of Object.keys(flat)) expect(bitsOf(folded[name]), name).toEqual(bitsOf(flat[name]));
  });

  it('writes the copy that kernels read', async () => {
    const { weights, copy } = await step(start(), arenaOf(1), { storage: 'packed' });
    for (const matrix of MATRICES) {
      const copied = matrixIn(f16ToF32(new Uint16Array(copy!.buffer)), matrix);
      // Conversions may round either way: within one unit in the last place of 11 bits.
      expectClose(copied, matrixIn(weights!, matrix), 2 ** -10, 'copy');
    }
  });
});

describe.each([
  { format: 'bf16', tolerance: 5e-3 },
  { format: 'int8', tolerance: 3e-2 },
] as const)('$format moment', ({ format, tolerance }) => {
  const widened = (state: Values): Float32Array => {
    const held = state.m!.buffer;
    if (format === 'bf16') return bf16ToF32(new Uint16Array(held));
    return widenMoments('m', { codes: new Uint8Array(held), scales: state.scales! });
  };

  it('is that of f32 within what its bits allow, of the same bits every time, with other noise at every step', async () => {
    let [state, exact] = [start(format), start()];
    for (let t = 1; t <= 10; t++) {
      state = await step(state, arenaOf(100 * t), { moments: format, count: t });
      exact = await step(exact, arenaOf(100 * t), { count: t });
    }
    expectClose(widened(state), exact.m!, tolerance, 'm');
    const once = (count: number) => step(start(format), arenaOf(1), { moments: format, count });
    const [first, second, later] = [await once(1), await once(1), await once(2)];
    expect(bitsOf(second.m)).toEqual(bitsOf(first.m));
    expect(bitsOf(later.m)).not.toEqual(bitsOf(first.m));
  });
});
