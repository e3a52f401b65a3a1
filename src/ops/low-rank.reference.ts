/**
 * Low-rank adapters in float64, by the weight that they are merged into: W + scale · B·A, where B is block-diagonal. By the chain
 * rule dB = scale · dW·Aᵀ within the blocks and dA = scale · Bᵀ·dW. w and dw [out, in]; a [columns of B, in]; b [out, rank].
 */
import type { Block } from './operator.ts';

export interface LowRankFactors {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly rank: number;
  readonly inputs: number;
  readonly scale: number;
  /** null: B is all one block. */
  readonly blocks: readonly Block[] | null;
}

/** Every element of B that is stored: its row, its place in storage, and the row of A that it meets. */
function* elements({ b, rank, blocks }: LowRankFactors): Generator<readonly [row: number, at: number, ofA: number]> {
  for (let at = 0; at < b.length; at++) {
    const row = Math.floor(at / rank);
    const column = blocks ? blocks.findLast((block) => block.row <= row)!.column : 0;
    if (column !== null) yield [row, at, column + (at % rank)];
  }
}

export function mergedWeight(w: Float64Array, factors: LowRankFactors): Float64Array {
  const { a, b, inputs, scale } = factors;
  const merged = w.slice();
  for (const [row, at, ofA] of elements(factors))
    for (let i = 0; i < inputs; i++) merged[row * inputs + i]! += scale * b[at]! * a[ofA * inputs + i]!;
  return merged;
}

export function factorGradients(dw: Float64Array, factors: LowRankFactors): { da: Float64Array; db: Float64Array } {
  const { a, b, inputs, scale } = factors;
  const [da, db] = [new Float64Array(a.length), new Float64Array(b.length)];
  for (const [row, at, ofA] of elements(factors))
    for (let i = 0; i < inputs; i++) {
      const value = scale * dw[row * inputs + i]!;
      db[at]! += value * a[ofA * inputs + i]!;
      da[ofA * inputs + i]! += value * b[at]!;
    }
  return { da, db };
}
