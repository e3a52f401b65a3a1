/**
 * A low-rank adapter beside the weight of a product (LoRA, Hu et al. 2021, arXiv:2106.09685):
 *   u = scale · x · aᵀ;  delta = u · bᵀ (+ bias), which the product x · weightᵀ adds to its rows before its epilogue
 *   x [rows, in]; a [columns of u, in]; b [out, columns of u], block-diagonal where modules share the product; u [rows, …];
 *   delta [rows, out], as the product
 * Backward, with dy the gradient of the product: du = scale · dy · b;  db += dyᵀ · u;  da += duᵀ · x;  dx += du · a
 * Launches only: operators with a product call them, whatever weight they have.
 */
import { gemm } from './gemm.ts';
import { scaled } from './gemm-epilogues.ts';
import { gemv } from './gemv.ts';
import type { Gradients, Graph, Launch, LaunchContext, LowRank, Tensor } from './operator.ts';

/** What an adapter makes of a product's input. */
export interface LowRankRows extends LowRank {
  readonly u: Tensor;
  readonly delta: Tensor;
}

/** Declares the rows of a weight's adapter; undefined where it has none. */
export function lowRankRows(graph: Graph, x: Tensor, weight: Tensor, name: string): LowRankRows | undefined {
  const { lowRank } = weight;
  if (!lowRank) return undefined;
  const u = graph.matrix(`${name}.u`, x.rows, lowRank.a.rows);
  return { ...lowRank, u, delta: graph.matrix(`${name}.delta`, x.rows, weight.rows) };
}

interface Added {
  readonly launches: readonly Launch[];
  /** What the product adds: the bias, or delta with the bias in it. */
  readonly bias: Tensor | undefined;
}

export function lowRankForward(
  context: LaunchContext,
  rows: LowRankRows | undefined,
  x: Tensor,
  bias: Tensor | undefined,
): Added {
  if (!rows) return { launches: [], bias };
  const { a, b, u, delta, scale } = rows;
  const epilogue = scaled(scale);
  const reduced =
    !context.training && x.rows === 1
      ? gemv(context, { out: u, x, weight: a, epilogue })
      : gemm(context, { form: 'NT', out: u, a: x, b: a, epilogue });
  return { launches: [reduced, gemm(context, { form: 'NT', out: delta, a: u, b, bias })], bias: delta };
}

/** The parts of a backward pass, for the operator to put in their places. */
interface LowRankGradient {
  /** Makes du, from which the others are made. */
  readonly launches: readonly Launch[];
  /** dx = or += du · a */
  input(dx: Tensor, accumulate: boolean): Launch;
  factors(x: Tensor): Launch[];
}

export function lowRankBackward(
  context: LaunchContext,
  gradients: Gradients,
  { a, b, u, scale }: LowRankRows,
  dy: Tensor,
): LowRankGradient {
  const du = gradients.scratch('du', u.rows, u.cols);
  return {
    launches: [gemm(context, { form: 'NN', out: du, a: dy, b, epilogue: scaled(scale) })],
    input: (dx, accumulate) => gemm(context, { form: 'NN', out: dx, a: du, b: a, accumulate }),
    factors(x) {
      const db = { ...b, ...gradients.into(b).tensor, cols: b.cols };
      const da = gradients.into(a);
      return [
        gemm(context, { form: 'TN', out: db, a: dy, b: u, accumulate: true }),
        gemm(context, { form: 'TN', out: da.tensor, a: du, b: x, accumulate: da.accumulate }),
      ];
    },
  };
}

/** All of a backward pass, of a product whose gradient of x was made already. */
export function lowRankGradients(
  context: LaunchContext,
  gradients: Gradients,
  rows: LowRankRows | undefined,
  { x, dy, dx }: { readonly x: Tensor; readonly dy: Tensor; readonly dx: Tensor },
): Launch[] {
  if (!rows) return [];
  const gradient = lowRankBackward(context, gradients, rows, dy);
  return [...gradient.launches, gradient.input(dx, true), ...gradient.factors(x)];
}
