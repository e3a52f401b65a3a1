/**
 * Muon, for the matrices of layers (Jordan et al. 2024, kellerjordan.github.io/posts/muon): momentum, of which each matrix is
 * replaced by the nearest orthogonal one, so that a step moves all its directions alike. With g the clipped gradient,
 *   m = momentum·m + g,  u = g + momentum·m (Nesterov)
 *   x = u / (‖u‖ + 1e-7), then `iterations` times (Newton–Schulz):  x = a·x + (b·A + c·A·A)·x with A = x·xᵀ
 *   w = w·(1 − lr·decay) − lr·√max(1, rows / columns)·x
 * A tall matrix goes through A = xᵀ·x and x·(…): the same values, by the smaller square. All of it is f32.
 * One moment is kept, in place of AdamW's two; u takes the place of the gradient. A matrix is what a file calls one: q, k and v
 * apart. Moments in 8 bits have the blocks and codes of AdamW's first.
 * Limits: a matrix lies in one arena. Dispatches: 3 + 3·iterations a matrix.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { gemm } from './gemm.ts';
import { weighted } from './gemm-epilogues.ts';
import {
  BLOCK_ELEMENTS,
  BLOCK_VEC4S,
  blockOverrides,
  type GradientSpan,
  spanBlocks,
  spanColumns,
  vec4Overrides,
} from './gradient-span.ts';
import {
  expectShape,
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  reductionSize,
  roundUp,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

export interface MuonSettings {
  readonly momentum: number;
  /** Of Newton–Schulz. */
  readonly iterations: number;
}

/** A matrix in an arena. */
export interface MuonMatrix {
  /** Elements from the start of the arena; a multiple of 4. */
  readonly offset: number;
  readonly rows: number;
  readonly cols: number;
}

/** An arena's, [1, elements]; f32 unless something else is said. */
export interface MuonTensors {
  readonly weights: Tensor;
  /** The weights' compute copy; null where kernels read the weights themselves. */
  readonly copy: Tensor | null;
  /** Overwritten with u. */
  readonly span: GradientSpan;
  /** f32 or bf16; or 8 bits, with scales. */
  readonly m: Tensor;
  /** f32 scalars [1, elements / 256] where m has 8 bits. */
  readonly scales: Tensor | null;
  readonly metrics: Tensor;
  /** The Step uniform. */
  readonly step: Tensor;
}

/** What one matrix after the other is orthogonalised in, f32; see `muonScratchSizes`. */
export interface MuonScratch {
  readonly x: Tensor;
  readonly next: Tensor;
  readonly gram: Tensor;
  readonly polynomial: Tensor;
  readonly parts: Tensor;
}

/** Of the quintic whose iteration lifts small singular values fastest; it ends with values between 0.7 and 1.2. */
export const NEWTON_SCHULZ = { a: 3.4445, b: -4.775, c: 2.0315 } as const;

const WORKGROUP_SIZE = 256;
/** Partial sums of a matrix' norm. */
const NORM_PARTS = 64;
/** Elements. A binding that starts at a multiple of so many starts at a multiple of 256 bytes, in 16 bits too. */
const ALIGNMENT = 128;

/** Columns of each scratch tensor, of one row, that serve all of the matrices. */
export function muonScratchSizes(matrices: readonly MuonMatrix[]): Readonly<Record<keyof MuonScratch, number>> {
  const most = (elements: (m: MuonMatrix) => number) => Math.max(...matrices.map(elements));
  const whole = most(({ rows, cols }) => rows * roundUp(cols, 4));
  const square = most(({ rows, cols }) => Math.min(rows, cols) * roundUp(Math.min(rows, cols), 4));
  return { x: whole, next: whole, gram: square, polynomial: square, parts: NORM_PARTS };
}

/** The update of those matrices of an arena that lie in a span. @param index of the arena, for the noise of its rounding */
export function muonLaunches(
  matrices: readonly MuonMatrix[],
  index: number,
  settings: MuonSettings,
  tensors: MuonTensors,
  scratch: MuonScratch,
  context: LaunchContext,
): Launch[] {
  validate(matrices, settings, tensors);
  const { from, count } = spanColumns(tensors.span);
  const own = matrices.filter(({ offset }) => offset >= from && offset < from + count);
  return [
    momentum(index, settings, tensors, context),
    ...own.flatMap((matrix) => {
      const inSpan = { ...matrix, offset: matrix.offset - from };
      const { launches, x } = orthogonalise(inSpan, settings.iterations, tensors.span.gradient, scratch, context);
      return [...launches, update(matrix, x, tensors, context)];
    }),
  ];
}

function validate(
  matrices: readonly MuonMatrix[],
  { iterations, momentum: share }: MuonSettings,
  tensors: MuonTensors,
) {
  const { weights, m, scales } = tensors;
  const elements = weights.cols;
  expectThat(Number.isSafeInteger(iterations) && iterations > 0, 'muon', 'iterations', 'a count', iterations);
  expectThat(share >= 0 && share < 1, 'muon', 'momentum', 'from 0 to below 1', share);
  expectShape('muon', 'm', m, 1, elements);
  if (scales) expectShape('muon', 'scales', scales, 1, elements / BLOCK_ELEMENTS);
  else expectThat(m.type === 'f32' || m.type === 'bf16', 'muon', 'm without scales', 'f32 or bf16', m.type);
  const { from, count } = spanColumns(tensors.span);
  expectThat(
    from % BLOCK_ELEMENTS === 0 && from + count <= elements,
    'muon',
    'span',
    `within ${elements} elements`,
    from,
  );
  for (const { offset, rows, cols } of matrices) {
    expectThat(offset % 4 === 0, 'muon', 'offset', 'a multiple of 4', offset);
    const end = offset + rows * roundUp(cols, 4);
    expectThat(end <= elements, 'muon', 'end of a matrix', `within ${elements} elements`, end);
  }
}

function momentum(index: number, settings: MuonSettings, tensors: MuonTensors, context: LaunchContext): Launch {
  const { m, scales, span, metrics } = tensors;
  const overrides = { ARENA: index, MOMENTUM: settings.momentum };
  const { from, count } = spanColumns(span);
  const flops = 5 * count;
  const gradient = writes(span.gradient);
  if (scales) {
    const blocks = spanBlocks(span);
    const moment = writes(m, undefined, { from, count: blocks * BLOCK_ELEMENTS });
    return launch(context, {
      shader: 'muon_momentum_int8',
      bindings: [moment, writes(scales), gradient, reads(metrics)],
      constants: { WORKGROUP_SIZE: reductionSize(context, BLOCK_VEC4S) },
      overrides: { ...blockOverrides(span, m), ...overrides },
      workgroups: foldWorkgroups(blocks),
      flops,
    });
  }
  return launch(context, {
    shader: 'muon_momentum',
    method: m.type === 'bf16' ? 'bf16' : 'f32',
    bindings: [writes(m, undefined, { from, count }), gradient, reads(metrics)],
    constants: { WORKGROUP_SIZE },
    overrides: { ...vec4Overrides(span, m), ...overrides },
    workgroups: foldWorkgroups(Math.ceil(count / 4 / WORKGROUP_SIZE)),
    flops,
  });
}

/**
 * Newton–Schulz, between two scratch matrices.
 * @param u [1, elements], which holds the matrix
 * @returns the launches, and the matrix [rows, cols] that they leave the result in
 */
export function orthogonalise(
  matrix: MuonMatrix,
  iterations: number,
  u: Tensor,
  scratch: MuonScratch,
  context: LaunchContext,
): { launches: Launch[]; x: Tensor } {
  const { rows, cols } = matrix;
  const { a, b, c } = NEWTON_SCHULZ;
  const isTall = rows > cols;
  const side = Math.min(rows, cols);
  const gram = shaped(scratch.gram, side, side);
  const polynomial = shaped(scratch.polynomial, side, side);
  let x = shaped(scratch.x, rows, cols);
  let next = shaped(scratch.next, rows, cols);
  const launches = normalise(matrix, x, u, scratch.parts, context);
  for (let i = 0; i < iterations; i++) {
    launches.push(
      gemm(context, { form: isTall ? 'TN' : 'NT', out: gram, a: x, b: x }),
      gemm(context, { form: 'NN', out: polynomial, a: gram, b: gram, epilogue: weighted(c, gram, b) }),
      gemm(context, {
        ...{ form: 'NN', out: next, epilogue: weighted(1, x, a) },
        ...(isTall ? { a: x, b: polynomial } : { a: polynomial, b: x }),
      }),
    );
    [x, next] = [next, x];
  }
  return { launches, x };
}

function normalise(matrix: MuonMatrix, x: Tensor, u: Tensor, parts: Tensor, context: LaunchContext): Launch[] {
  const { vec4s, first4, columns } = placeOf(matrix);
  const size = reductionSize(context, WORKGROUP_SIZE);
  return [
    launch(context, {
      shader: 'grad_norm_parts',
      bindings: [writes(parts), reads(u, undefined, columns)],
      constants: { WORKGROUP_SIZE: size },
      overrides: { VEC4S: vec4s, FIRST4: first4, PARTS: NORM_PARTS },
      workgroups: [Math.min(NORM_PARTS, Math.ceil(vec4s / size)), 1, 1],
      flops: 8 * vec4s,
    }),
    launch(context, {
      shader: 'muon_normalise',
      bindings: [writes(x), reads(u, undefined, columns), reads(parts)],
      constants: { WORKGROUP_SIZE },
      overrides: { VEC4S: vec4s, FIRST4: first4, PARTS: NORM_PARTS },
      workgroups: foldWorkgroups(Math.ceil(vec4s / WORKGROUP_SIZE)),
      flops: 4 * vec4s,
    }),
  ];
}

function update(matrix: MuonMatrix, x: Tensor, tensors: MuonTensors, context: LaunchContext): Launch {
  const { weights, copy, metrics, step } = tensors;
  const { vec4s, first4, columns } = placeOf(matrix);
  return launch(context, {
    shader: copy ? 'muon_update_copy' : 'muon_update',
    bindings: [
      writes(weights, undefined, columns),
      ...(copy ? [writes(copy, undefined, columns)] : []),
      reads(x),
      reads(metrics),
      uniform(step),
    ],
    constants: { WORKGROUP_SIZE },
    overrides: { VEC4S: vec4s, FIRST4: first4, SHAPE_SCALE: Math.sqrt(Math.max(1, matrix.rows / matrix.cols)) },
    workgroups: foldWorkgroups(Math.ceil(vec4s / WORKGROUP_SIZE)),
    flops: 12 * vec4s,
  });
}

/** What of an arena is bound for a matrix, and where in that it begins. */
function placeOf({ offset, rows, cols }: MuonMatrix) {
  const elements = rows * roundUp(cols, 4);
  const from = Math.floor(offset / ALIGNMENT) * ALIGNMENT;
  const before = offset - from;
  return { vec4s: elements / 4, first4: before / 4, columns: { from, count: before + elements } };
}

/** The first elements of a scratch tensor as a matrix. */
const shaped = (scratch: Tensor, rows: number, cols: number): Tensor => ({
  ...scratch,
  rows,
  cols,
  stride: roundUp(cols, 4),
});
