/**
 * Products with few outputs and a long sum (gradients of weights, which sum over tokens; that of the last hidden state, which
 * sums over the vocabulary; the factors of adapters, with a side of 8 to 64): by tiles of the output alone a graphics card would
 * stand idle but for some of its processors, each with thousands of k to sum. Such a product is summed in parts of K side by
 * side, as many as fill the card, which a second launch adds up in their order, so that the result is the same every time, and
 * finishes. (Split-K; Osama et al. 2023, arXiv:2301.03598, discuss it and its alternatives.)
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { epilogueOf, type Gemm, gemm, sizesOf } from './gemm.ts';
import { epilogueBindings } from './gemm-epilogues.ts';
import { GEMM_KERNELS, gemmClass } from './gemm-kernels.ts';
import {
  type Gradients,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  roundUp,
  stride4,
  type Tensor,
} from './operator.ts';

/** k below which a part has less to sum than it costs to write its sums down and add them up. */
const SMALLEST_PART = 64;
/** k that every kernel stages in whole steps. */
const STEP = 16;
/** Bytes that the sums of all parts may take. */
const MOST_BYTES = 32 * 2 ** 20;
const WORKGROUP_SIZE = 64;

export type PlainProduct = Omit<Gemm, 'bias' | 'outColumns' | 'part'>;

/** The launches of a product, in parts where that fills the adapter better. */
export function gemmInParts(
  context: LaunchContext,
  gradients: Pick<Gradients, 'scratch'>,
  product: PlainProduct,
): Launch[] {
  const { filling, gemm: choice } = context.kernels;
  const { M, N, K } = sizesOf(product);
  const tile = GEMM_KERNELS[choice[gemmClass(product.form, M, N)]];
  const part = partOf([M, N, K], tile, filling);
  if (part >= K) return [gemm(context, product)];
  const { out, outRows, epilogue: _, accumulate: __, ...operands } = product;
  const sums = gradients.scratch('sums', M * Math.ceil(K / part), N, 'f32');
  return [gemm(context, { ...operands, out: sums, part }), addParts(context, sums, M, product)];
}

/** How many of K to sum together for M×N outputs. @param tile outputs of a workgroup */
export function partOf(
  [M, N, K]: readonly [number, number, number],
  tile: { readonly rows: number; readonly columns: number },
  filling: number,
): number {
  const tiles = Math.ceil(M / tile.rows) * Math.ceil(N / tile.columns);
  const parts = Math.min(Math.ceil(filling / tiles), mostParts([M, N, K]));
  return parts < 2 ? K : Math.min(K, roundUp(Math.ceil(K / parts), STEP));
}

/** In how many parts K may be summed for M×N outputs. */
export const mostParts = ([M, N, K]: readonly [number, number, number]): number =>
  Math.max(1, Math.min(Math.floor(MOST_BYTES / (4 * M * roundUp(N, 4))), Math.floor(K / SMALLEST_PART)));

/** @param sums [parts · M, columns of out] f32 */
function addParts(context: LaunchContext, sums: Tensor, M: number, product: PlainProduct): Launch {
  const { out, outRows } = product;
  const epilogue = epilogueOf(product);
  const parts = sums.rows / M;
  return launch(context, {
    shader: 'sum_parts',
    slots: { EPILOGUE: epilogue.name },
    bindings: [...epilogueBindings('gemm', epilogue, out, outRows), reads(sums)],
    overrides: {
      M,
      PARTS: parts,
      STRIDE4: stride4(sums),
      OUT_STRIDE4: stride4(out),
      ...epilogue.overrides,
    },
    workgroups: foldWorkgroups(Math.ceil((M * stride4(sums)) / WORKGROUP_SIZE)),
    flops: parts * M * out.cols,
  });
}
