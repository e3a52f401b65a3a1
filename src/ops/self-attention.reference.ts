/** Self-attention with its product and RoPE in float64: o = attention(turn(x · weightᵀ)). Shapes: self-attention.ts. */
import {
  type AttentionReference,
  attentionBackward,
  attentionForward,
  joinColumns,
  splitColumns,
} from './attention.reference.ts';
import { linearBackward, linearForward } from './linear.reference.ts';
import { ropeReference } from './rope.reference.ts';

export interface SelfAttentionReference extends AttentionReference {
  readonly theta: number;
}

const turn = (qkv: Float64Array, shape: SelfAttentionReference, direction: 1 | -1): Float64Array => {
  const { heads, kvHeads, headSize } = shape;
  return ropeReference(qkv, { ...shape, rotated: heads + kvHeads, cols: (heads + 2 * kvHeads) * headSize }, direction);
};

export function selfAttentionForward(
  x: Float64Array,
  weight: Float64Array,
  width: number,
  shape: SelfAttentionReference,
): Float64Array {
  return attentionForward(splitColumns(turn(linearForward(x, weight, width), shape, 1), shape), shape);
}

export function selfAttentionBackward(
  x: Float64Array,
  weight: Float64Array,
  width: number,
  shape: SelfAttentionReference,
  dO: Float64Array,
): { x: Float64Array; weight: Float64Array } {
  const turned = splitColumns(turn(linearForward(x, weight, width), shape, 1), shape);
  const dqkv = turn(joinColumns(attentionBackward(turned, shape, dO), shape), shape, -1);
  const { dx, dw } = linearBackward(x, weight, width, dqkv);
  return { x: dx, weight: dw };
}
