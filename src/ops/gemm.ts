/**
 * Matrix product, the kernel that nearly all training time goes into. Three forms, named after which operand is
 * transposed (BLAS convention), cover a linear layer and its two gradients:
 *   NT  value[M, N] = a[M, K] · b[N, K]ᵀ (+ bias)       y  = x · Wᵀ
 *   NN  value[M, N] = a[M, K] · b[K, N] (+ bias[M, N])  dx = dy · W
 *   TN  value[M, N] = a[K, M]ᵀ · b[K, N]                dW += dyᵀ · x, into f32
 * What becomes of the value the epilogue says: out (+)= value by default.
 * Any sizes; row ranges let a caller walk through a large matrix in chunks, and column ranges of a and out take the rows of
 * a weight in parts.
 * Limits: without `parts` one launch sums all of K in order, by as many workgroups as out has tiles; see gemm-parts.ts. One row
 * costs as much as eight (direct) or as a tile has (tiled).
 */
import { isQuantised } from '../formats/quantised/table.ts';
import { foldWorkgroups } from '../gpu/launch.ts';
import { gemmBudget } from './gemm-budget.ts';
import { addToBlocks, type Epilogue, epilogueBindings, store } from './gemm-epilogues.ts';
import { GEMM_KERNELS, type GemmForm, type GemmKernel, gemmClass, stagedAsF32 } from './gemm-kernels.ts';
import { storedAs, storedAt } from './gemm-operand.ts';
import {
  type ColumnRange,
  expectShape,
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  type RowRange,
  reads,
  roundUp,
  stride4,
  type Tensor,
} from './operator.ts';

export interface Gemm {
  readonly form: GemmForm;
  readonly out: Tensor;
  readonly a: Tensor;
  /** Other than in TN it may be quantised. */
  readonly b: Tensor;
  /** [1, columns of out], added to every row, or [rows of out, …], in NT and NN; of a gate|up product as wide as b has rows. */
  readonly bias?: Tensor | undefined;
  /** Other than in NT, one that does not take gate and up; in TN none. */
  readonly epilogue?: Epilogue | undefined;
  /** `+=` rather than `=`; goes with no epilogue. */
  readonly accumulate?: boolean;
  /** Of K, how many k are summed together: a multiple of 8, or all by default. Sums of later parts lie below, in [parts · M, N]. */
  readonly part?: number;
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
  const { form, out, a, b, bias } = g;
  const epilogue = epilogueOf(g);
  const sizes = sizesOf(g);
  const { M, N, K } = sizes;
  const { part = K } = g;
  const { tile, columns } = tileOf(context, g, sizes, epilogue);
  const result = launch(context, {
    shader: `gemm_${form.toLowerCase()}${epilogue.takesGateUp ? '_gate_up' : ''}`,
    method: tile.method,
    slots: { EPILOGUE: epilogue.name, BIAS: biasSlot(bias), STORED: storedAs(b) },
    bindings: [
      ...epilogueBindings('gemm', epilogue, out, g.outRows, g.outColumns),
      ...(bias ? [reads(bias, undefined, g.outColumns)] : []),
      reads(a, g.aRows, g.aColumns),
      reads(b, g.bRows),
    ],
    constants: tile.constants,
    overrides: {
      M,
      N: columns,
      K,
      PART: part,
      A_STRIDE4: stride4(a),
      ...storedAt(b),
      ...(bias && bias.rows > 1 ? { BIAS_STRIDE4: stride4(bias) } : {}),
      OUT_STRIDE4: stride4(out),
      ...(epilogue.takesGateUp ? { B_ROWS: b.rows, OUT_COLUMNS: N } : {}),
      ...epilogue.overrides,
    },
    workgroups: foldWorkgroups(Math.ceil(M / tile.rows) * Math.ceil(columns / tile.columns) * Math.ceil(K / part)),
    flops: (epilogue.takesGateUp ? 4 : 2) * M * N * K + (epilogue.flops?.(M, N) ?? 0),
    repeatedFlops: epilogue.repeatedFlops?.(M, N) ?? 0,
    budget: gemmBudget(tile, M, columns, K),
  });
  for (const { resource, offset } of result.bindings)
    expectThat(offset % 256 === 0, 'gemm', `first byte of the range of "${resource}"`, 'a multiple of 256', offset);
  return result;
}

/** What becomes of a product's values. */
export const epilogueOf = ({ epilogue, out, accumulate = false }: Gemm): Epilogue =>
  epilogue ?? (out.blocks ? addToBlocks(out) : store(accumulate));

/** The file that adds it: shaders/lib/bias_<slot>.wgsl. */
const biasSlot = (bias: Tensor | undefined): string => (!bias ? 'none' : bias.rows === 1 ? 'added' : 'rows');

/**
 * The kernel chosen for the class of a product, and the columns that it computes: of gate and up as many as fill whole halves
 * of tiles, so that one invocation has both of the same index. It stages in 16 bits only where the operands are stored so,
 * where that loses nothing; a choice made for f16 then serves packed storage with the same tile.
 */
function tileOf(
  { kernels }: LaunchContext,
  { form, out, a, b }: Gemm,
  { M, N }: Sizes,
  { takesGateUp }: Epilogue,
): { tile: GemmKernel; columns: number } {
  const kernel: GemmKernel = GEMM_KERNELS[kernels.gemm[gemmClass(form, M, takesGateUp ? 2 * out.stride : N)]];
  const areF16 = a.type === 'f16' && b.type === 'f16';
  return {
    tile: kernel.method === 'tiled_f16' && !areF16 ? stagedAsF32(kernel) : kernel,
    columns: takesGateUp ? 2 * roundUp(out.stride, kernel.half) : N,
  };
}

/** @throws when operands do not fit together */
export function sizesOf(g: Gemm): Sizes {
  const { form, out, a, b, bias, epilogue } = g;
  const { takesGateUp } = epilogueOf(g);
  expectThat(form === 'NT' || !takesGateUp, 'gemm', 'gate and up', 'given in NT only', form);
  expectThat(form !== 'TN' || !bias, 'gemm', 'a bias', 'given in NT and NN only', form);
  expectThat(form !== 'TN' || !epilogue, 'gemm', 'an epilogue', 'given in NT and NN only', form);
  expectThat(form !== 'TN' || !isQuantised(b.type), 'gemm', `b ("${b.id}")`, 'quantised in NT and NN only', form);
  const aRows = g.aRows?.count ?? a.rows;
  const bRows = g.bRows?.count ?? b.rows;
  const aColumns = columnsOf(a, g.aColumns);
  const outColumns = columnsOf(out, g.outColumns);
  const [M, aK] = form === 'TN' ? [aColumns, aRows] : [aRows, aColumns];
  const [N, bK] = form === 'NT' ? [bRows, b.cols] : [b.cols, bRows];
  expectThat(aK === bK, 'gemm', `the summed dimension of "${b.id}" in ${form}`, `${aK} as in "${a.id}"`, bK);
  const { part = aK } = g;
  const isPart = part === aK || (part % 8 === 0 && part < aK && !takesGateUp && !epilogue && !g.accumulate && !bias);
  expectThat(isPart, 'gemm', 'part', `K (${aK}), or a multiple of 8 of a plain product`, part);
  const expected = `[${M * Math.ceil(aK / part)}, ${N}]`;
  const got = `[${g.outRows?.count ?? out.rows}, ${takesGateUp ? out.stride + outColumns : outColumns}]`;
  expectThat(got === expected, 'gemm', `out ("${out.id}"${takesGateUp ? ', both halves' : ''})`, expected, got);
  expectThat(form !== 'TN' || out.type === 'f32', 'gemm', `out ("${out.id}") of TN`, 'f32', out.type);
  expectThat(!(epilogue && g.accumulate), 'gemm', 'accumulate', `false with ${epilogue?.name}`, 'true');
  expectThat(form === 'TN' ? !b.blocks : !out.blocks, 'gemm', 'blocks', 'of b, or of out in TN', form);
  expectThat(!out.blocks || g.accumulate === true, 'gemm', 'accumulate', 'true where out has blocks', 'false');
  if (bias) expectShape('gemm', 'bias', bias, bias.rows === 1 ? 1 : M, takesGateUp ? bRows : out.cols);
  return { M, N: outColumns, K: aK };
}

/** How many columns take part. What lies beyond them within a vec4 is read as zeros and written with zeros: it must be padding. */
function columnsOf({ id, cols }: Tensor, columns: ColumnRange = { from: 0, count: cols }): number {
  const end = columns.from + columns.count;
  const isWhole = end === cols || (columns.count % 4 === 0 && end < cols);
  expectThat(isWhole, 'gemm', `end of the columns of "${id}"`, `a multiple of 4, or ${cols}`, end);
  return columns.count;
}
