/**
 * Matrix product, the kernel that nearly all training time goes into. Three forms, named after which operand is
 * transposed (BLAS convention), cover a linear layer and its two gradients:
 *   NT  out[M, N]  = a[M, K] · b[N, K]ᵀ   y  = x · Wᵀ, with an optional residual added
 *   NN  out[M, N] (+)= a[M, K] · b[K, N]   dx = dy · W
 *   TN  out[M, N] (+)= a[K, M]ᵀ · b[K, N]  dW += dyᵀ · x, into f32
 * Any sizes; row ranges let a caller walk through a large matrix in chunks.
 * Limits: one launch sums all of K in order. Where TN has too few tiles to fill a card (a 768×768 weight has 72), K would
 * have to be split: row ranges of a and b already name such a part. One row costs as much as eight (direct) or 128 (tiled).
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectThat,
  type KernelChoice,
  type Launch,
  type LaunchContext,
  launch,
  type RowRange,
  reads,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

export type GemmForm = 'NT' | 'NN' | 'TN';

export interface Gemm {
  readonly form: GemmForm;
  readonly out: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
  /** NT only: out = a · bᵀ + residual; takes the same rows as `out`. */
  readonly residual?: Tensor | undefined;
  /** NN and TN: `+=` rather than `=`. */
  readonly accumulate: boolean;
  /** Rows that take part, all of them by default. Their first byte must lie at a multiple of 256. */
  readonly aRows?: RowRange;
  readonly bRows?: RowRange;
  readonly outRows?: RowRange;
}

/** out is M×N; K is summed. */
interface Sizes {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** Outputs of one workgroup, and the `const` sizes its shader wants. */
interface Tile {
  readonly rows: number;
  readonly columns: number;
  /** Columns between the left and the right half of an invocation's outputs. */
  readonly half: number;
  readonly constants: Readonly<Record<string, number>>;
}

/** @throws OcaqError('shape') when operands do not fit together or a row range starts off a 256-byte boundary. */
export function gemm(context: LaunchContext, g: Gemm): Launch {
  const { M, N, K } = sizesOf(g);
  const tile = tileOf(context.kernels.gemm);
  const bindings = [writes(g.out, g.outRows), reads(g.a, g.aRows), reads(g.b, g.bRows)];
  if (g.residual) bindings.push(reads(g.residual, g.outRows));
  const result = launch(context, {
    shader: `gemm_${g.form.toLowerCase()}${g.residual ? '_residual' : ''}`,
    method: context.kernels.gemm,
    bindings,
    constants: tile.constants,
    overrides: {
      M,
      N,
      K,
      A_STRIDE4: stride4(g.a),
      B_STRIDE4: stride4(g.b),
      OUT_STRIDE4: stride4(g.out),
      ...(g.form === 'NT' ? {} : { ACCUMULATE: g.accumulate ? 1 : 0 }),
    },
    workgroups: foldWorkgroups(Math.ceil(M / tile.rows) * Math.ceil(N / tile.columns)),
    flops: 2 * M * N * K,
  });
  for (const { resource, offset } of result.bindings)
    expectThat(offset % 256 === 0, 'gemm', `first byte of the rows of "${resource}"`, 'a multiple of 256', offset);
  return result;
}

export function tileOf(method: KernelChoice['gemm']): Tile {
  switch (method) {
    case 'direct':
      return { rows: 64, columns: 64, half: 4, constants: { GROUP_ROWS: 8, GROUP_COLUMNS: 8 } };
    case 'tiled':
      return { rows: 128, columns: 64, half: 32, constants: { TILE_ROWS: 128, TILE_COLUMNS: 64 } };
    default:
      return method satisfies never;
  }
}

function sizesOf(g: Gemm): Sizes {
  const { form, out, a, b, residual } = g;
  const aRows = g.aRows?.count ?? a.rows;
  const bRows = g.bRows?.count ?? b.rows;
  const [M, aK] = form === 'TN' ? [a.cols, aRows] : [aRows, a.cols];
  const [N, bK] = form === 'NT' ? [bRows, b.cols] : [b.cols, bRows];
  const got = `[${g.outRows?.count ?? out.rows}, ${out.cols}]`;
  expectThat(aK === bK, 'gemm', `the summed dimension of "${b.id}" in ${form}`, `${aK} as in "${a.id}"`, bK);
  expectThat(got === `[${M}, ${N}]`, 'gemm', `out ("${out.id}")`, `[${M}, ${N}]`, got);
  expectThat(!g.accumulate || form !== 'NT', 'gemm', 'accumulate', 'false in NT', 'true');
  expectThat(form !== 'TN' || out.type === 'f32', 'gemm', `out ("${out.id}") of TN`, 'f32', out.type);
  if (residual) {
    expectThat(form === 'NT', 'gemm', 'a residual', 'given in NT only', form);
    const shape = `[${residual.rows}, ${residual.cols}]`;
    expectThat(shape === `[${out.rows}, ${out.cols}]`, 'gemm', `residual ("${residual.id}")`, 'shaped as out', shape);
  }
  return { M, N, K: aK };
}
