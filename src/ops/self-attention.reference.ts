/** Self-attention with its product and RoPE in float64: o = attention(rotate(x · weightᵀ (+ bias))). Shapes: self-attention.ts. */
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

const rotate = (qkv: Float64Array, shape: SelfAttentionReference, direction: 1 | -1): Float64Array => {
  const { heads, kvHeads, headSize, theta, seq, documents = [seq] } = shape;
  const positions = documents.flatMap((length) => Array.from({ length }, (_, row) => row));
  const cols = (heads + 2 * kvHeads) * headSize;
  return ropeReference(qkv, { positions, headSize, theta, rotated: heads + kvHeads, cols }, direction);
};

export function selfAttentionForward(
  x: Float64Array,
  weight: Float64Array,
  width: number,
  shape: SelfAttentionReference,
  bias?: Float64Array,
): Float64Array {
  return attentionForward(splitColumns(rotate(linearForward(x, weight, width, { bias }), shape, 1), shape), shape);
}

export function selfAttentionBackward(
  x: Float64Array,
  weight: Float64Array,
  width: number,
  shape: SelfAttentionReference,
  dO: Float64Array,
  bias?: Float64Array,
): { x: Float64Array; weight: Float64Array; bias?: Float64Array } {
  const rotated = splitColumns(rotate(linearForward(x, weight, width, { bias }), shape, 1), shape);
  const dqkv = rotate(joinColumns(attentionBackward(rotated, shape, dO), shape), shape, -1);
  const { dx, dw, dbias } = linearBackward(x, weight, width, dqkv);
  return { x: dx, weight: dw, ...(bias && { bias: dbias }) };
}
