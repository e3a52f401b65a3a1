/**
 * Products with few outputs and a long sum (the factors of adapters have a side of 8 to 64): by tiles of the output alone a
 * graphics card would stand idle but for a few of its processors, each with thousands of k to sum. Such a product is summed in
 * parts of K side by side, which a second launch adds up in their order, so that the result is the same every time, and
 * finishes. (Split-K; Osama et al. 2023, arXiv:2301.03598, discuss it and its alternatives.)
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type Gemm, gemm } from './gemm.ts';
import { addToBlocks, type Epilogue, epilogueBindings, store } from './gemm-epilogues.ts';
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

/** Workgroups that fill a card: a few for each processor of a large one. */
const FILLING = 256;
/** k below which a part has less to sum than it costs to write its sums down and add them up. */
const SMALLEST_PART = 64;
/** Outputs of a workgroup, roughly: the tiles that cards choose have 64×64 to 128×128. */
const TILE = { rows: 128, columns: 64 };
const WORKGROUP_SIZE = 64;

type PlainProduct = Pick<Gemm, 'form' | 'out' | 'a' | 'b' | 'epilogue' | 'accumulate'>;

/** The launches of a product of whole operands, in parts where that fills a card better. Software adapters have nothing to fill. */
export function gemmInParts(context: LaunchContext, gradients: Gradients, product: PlainProduct): Launch[] {
  const { form, out, a } = product;
  const K = form === 'TN' ? a.rows : a.cols;
  const part = context.kernels.reduction === 'direct' ? K : partOf(out.rows, out.cols, K);
  if (part >= K) return [gemm(context, product)];
  const sums = gradients.scratch('sums', out.rows * Math.ceil(K / part), out.cols, 'f32');
  return [
    gemm(context, { form, out: sums, a, b: product.b, part }),
    addParts(
      context,
      sums,
      out,
      product.epilogue ?? (out.blocks ? addToBlocks(out) : store(product.accumulate ?? false)),
    ),
  ];
}

/** How many of K to sum together for M×N outputs. */
export function partOf(M: number, N: number, K: number): number {
  const tiles = Math.ceil(M / TILE.rows) * Math.ceil(N / TILE.columns);
  const parts = Math.ceil(FILLING / tiles);
  return Math.min(K, Math.max(SMALLEST_PART, roundUp(Math.ceil(K / parts), 8)));
}

/** @param sums [parts · rows of out, columns of out] f32 */
function addParts(context: LaunchContext, sums: Tensor, out: Tensor, epilogue: Epilogue): Launch {
  const parts = sums.rows / out.rows;
  return launch(context, {
    shader: 'sum_parts',
    slots: { EPILOGUE: epilogue.name },
    bindings: [...epilogueBindings('gemm', epilogue, out), reads(sums)],
    overrides: {
      M: out.rows,
      PARTS: parts,
      STRIDE4: stride4(sums),
      OUT_STRIDE4: stride4(out),
      ...epilogue.overrides,
    },
    workgroups: foldWorkgroups(Math.ceil((out.rows * stride4(sums)) / WORKGROUP_SIZE)),
    flops: parts * out.rows * out.cols,
  });
}
