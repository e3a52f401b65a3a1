/**
 * Matrix product, the kernel that nearly all training time goes into. Three forms, named after which operand is
 * transposed (BLAS convention), cover a linear layer and its two gradients:
 *   NT  out[M, N]  = a[M, K] · b[N, K]ᵀ   y  = x · Wᵀ, with an optional residual added
 *   NN  out[M, N] (+)= a[M, K] · b[K, N]   dx = dy · W
 *   TN  out[M, N] (+)= a[K, M]ᵀ · b[K, N]  dW += dyᵀ · x, into f32
 * Any sizes; row ranges let a caller walk through a large matrix in chunks, and column ranges of a and out take the rows of
 * a weight in parts.
 * Limits: one launch sums all of K in order. Where TN has too few tiles to fill a card (a 768×768 weight has 144 of the
 * smallest), K would have to be split: row ranges of a and b already name such a part. One row costs as much as eight
 * (direct) or as a tile has (tiled).
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { GEMM_KERNELS, type GemmForm, type GemmKernel, gemmClass } from './gemm-kernels.ts';
import {
  type ColumnRange,
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  type RowRange,
  reads,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

export interface Gemm {
  readonly form: GemmForm;
  readonly out: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
  /** NT only: out = a · bᵀ + residual; takes the same rows and columns as `out`. */
  readonly residual?: Tensor | undefined;
  /** NN and TN: `+=` rather than `=`. */
  readonly accumulate: boolean;
  /** Rows that take part, all of them by default. Their first byte must lie at a multiple of 256. */
  readonly aRows?: RowRange;
  readonly bRows?: RowRange;
  readonly outRows?: RowRange;
  /** Columns that take part, all of them by default. */
  readonly aColumns?: ColumnRange;
  readonly outColumns?: ColumnRange;
}

/** out is M×N; K is summed. */
interface Sizes {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** @throws when operands do not fit together or a range starts off a 256-byte boundary. */
export function gemm(context: LaunchContext, g: Gemm): Launch {
  const { M, N, K } = sizesOf(g);
  const tile = tileOf(context, g.form, M, N, g.a, g.b);
  const bindings = [writes(g.out, g.outRows, g.outColumns), reads(g.a, g.aRows, g.aColumns), reads(g.b, g.bRows)];
  if (g.residual) bindings.push(reads(g.residual, g.outRows, g.outColumns));
  const result = launch(context, {
    shader: `gemm_${g.form.toLowerCase()}${g.residual ? '_residual' : ''}`,
    method: tile.method,
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
    expectThat(offset % 256 === 0, 'gemm', `first byte of the range of "${resource}"`, 'a multiple of 256', offset);
  return result;
}

/**
 * The kernel chosen for the class of a product. It stages in 16 bits only where the operands are stored so, where that
 * loses nothing; a choice made for f16 then serves packed storage with the same tile.
 */
export function tileOf(
  { kernels }: LaunchContext,
  form: GemmForm,
  M: number,
  N: number,
  ...operands: readonly [Tensor, Tensor]
): GemmKernel {
  const kernel = GEMM_KERNELS[kernels.gemm[gemmClass(form, M, N)]];
  const areF16 = operands.every(({ type }) => type === 'f16');
  return kernel.method === 'tiled_f16' && !areF16 ? { ...kernel, method: 'tiled_f32' } : kernel;
}

function sizesOf(g: Gemm): Sizes {
  const { form, out, a, b, residual } = g;
  const aRows = g.aRows?.count ?? a.rows;
  const bRows = g.bRows?.count ?? b.rows;
  const aColumns = columnsOf(a, g.aColumns);
  const [M, aK] = form === 'TN' ? [aColumns, aRows] : [aRows, aColumns];
  const [N, bK] = form === 'NT' ? [bRows, b.cols] : [b.cols, bRows];
  const got = `[${g.outRows?.count ?? out.rows}, ${columnsOf(out, g.outColumns)}]`;
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

/** How many columns take part. What lies beyond them within a vec4 is read as zeros and written with zeros: it must be padding. */
function columnsOf({ id, cols }: Tensor, columns: ColumnRange = { from: 0, count: cols }): number {
  const end = columns.from + columns.count;
  const isWhole = end === cols || (columns.count % 4 === 0 && end < cols);
  expectThat(isWhole, 'gemm', `end of the columns of "${id}"`, `a multiple of 4, or ${cols}`, end);
  return columns.count;
}
