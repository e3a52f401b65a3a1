/**
 * A low-rank adapter beside the weight of a product (LoRA, Hu et al. 2021, arXiv:2106.09685):
 *   u = scale · dropout(x) · aᵀ;  delta = u · bᵀ (+ bias), which the product x · weightᵀ adds to its rows before its epilogue
 *   x [rows, in]; a [columns of u, in]; b [out, columns of u], block-diagonal where modules share the product; u [rows, …];
 *   delta [rows, out], as the product
 * Backward, with dy the gradient of the product: du = scale · dy · b;  db += dyᵀ · u;  da += duᵀ · dropout(x);
 *   dx += dropout(du · a), which drops the same elements
 * Launches only: operators with a product call them, whatever weight they have.
 */
import { dropoutLaunch } from './dropout.ts';
import { gemm } from './gemm.ts';
import { scaled } from './gemm-epilogues.ts';
import { gemmInParts } from './gemm-parts.ts';
import { gemv } from './gemv.ts';
import type { Gradients, Graph, Launch, LaunchContext, LowRank, Tensor } from './operator.ts';
import { zerosBefore } from './zeros.ts';

/** What an adapter makes of a product's input. */
export interface LowRankRows extends LowRank {
  readonly u: Tensor;
  readonly delta: Tensor;
  /** What dropout leaves of x. */
  readonly dropped: Tensor | null;
}

/** Declares the rows of a weight's adapter; undefined where it has none. */
export function lowRankRows(graph: Graph, x: Tensor, weight: Tensor, name: string): LowRankRows | undefined {
  const { lowRank } = weight;
  if (!lowRank) return undefined;
  const u = graph.matrix(`${name}.u`, x.rows, lowRank.a.rows);
  const delta = graph.matrix(`${name}.delta`, x.rows, weight.rows);
  return { ...lowRank, u, delta, dropped: lowRank.dropout && graph.matrix(`${name}.dropped`, x.rows, x.cols) };
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
  const { a, b, u, delta, scale, dropout, dropped } = rows;
  const epilogue = scaled(scale);
  const isDropped = context.training && dropout && dropped;
  const drop = isDropped ? [dropoutLaunch(context, dropout, { out: dropped, x })] : [];
  const reduced =
    !context.training && x.rows === 1
      ? gemv(context, { out: u, x, weight: a, epilogue })
      : gemm(context, { form: 'NT', out: u, a: isDropped ? dropped : x, b: a, epilogue });
  return { launches: [...drop, reduced, gemm(context, { form: 'NT', out: delta, a: u, b, bias })], bias: delta };
}

/** The parts of a backward pass, for the operator to put in their places. */
interface LowRankGradient {
  /** Makes du, from which the others are made. */
  readonly launches: readonly Launch[];
  /** dx = or += dropout(du · a) */
  input(dx: Tensor, accumulate: boolean): Launch[];
  factors(x: Tensor): Launch[];
}

export function lowRankBackward(
  context: LaunchContext,
  gradients: Gradients,
  { a, b, u, scale, dropout }: LowRankRows,
  dy: Tensor,
): LowRankGradient {
  const du = gradients.scratch('du', u.rows, u.cols);
  return {
    launches: gemmInParts(context, gradients, { form: 'NN', out: du, a: dy, b, epilogue: scaled(scale) }),
    input(dx, accumulate) {
      if (!dropout) return [gemm(context, { form: 'NN', out: dx, a: du, b: a, accumulate })];
      const whole = gradients.scratch('whole', dx.rows, dx.cols);
      return [
        gemm(context, { form: 'NN', out: whole, a: du, b: a, accumulate: false }),
        dropoutLaunch(context, dropout, { out: dx, x: whole, accumulate }),
      ];
    },
    factors(x) {
      const sum = gradients.into(b);
      const db = { ...b, ...sum.tensor, cols: b.cols };
      const da = gradients.into(a);
      const dropped = dropout && gradients.scratch('dropped', x.rows, x.cols);
      return [
        ...(dropped ? [dropoutLaunch(context, dropout, { out: dropped, x })] : []),
        ...zerosBefore(context, sum),
        ...gemmInParts(context, gradients, { form: 'TN', out: db, a: dy, b: u, accumulate: true }),
        ...gemmInParts(context, gradients, {
          form: 'TN',
          out: da.tensor,
          a: du,
          b: dropped ?? x,
          accumulate: da.accumulate,
        }),
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
  return [...gradient.launches, ...gradient.input(dx, true), ...gradient.factors(x)];
}
