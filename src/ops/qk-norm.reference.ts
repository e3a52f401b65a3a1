/** QK-norm with RoPE in float64, written for reading. Shapes: qk-norm.ts; `positions` as in rope.reference.ts. */
import { rmsnormBackward, rmsnormForward } from './rmsnorm.reference.ts';
import { ropeReference } from './rope.reference.ts';

export interface QkNormReference {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly positions: readonly number[];
  readonly theta: number;
  readonly eps: number;
}

const rotate = (qkv: Float64Array, shape: QkNormReference, direction: 1 | -1): Float64Array => {
  const { heads, kvHeads, headSize } = shape;
  return ropeReference(qkv, { ...shape, rotated: heads + kvHeads, cols: (heads + 2 * kvHeads) * headSize }, direction);
};

/** Where each head that is normalised lies, and where its weights do. */
function* normedHeads(elements: number, { heads, kvHeads, headSize }: QkNormReference) {
  const all = heads + 2 * kvHeads;
  for (let index = 0; index < elements / headSize; index++)
    if (index % all < heads + kvHeads) yield { at: index * headSize, weightAt: index % all < heads ? 0 : headSize };
}

export function qkNormForward(qkv: Float64Array, weight: Float64Array, shape: QkNormReference): Float64Array {
  const { headSize, eps } = shape;
  const normed = qkv.slice();
  for (const { at, weightAt } of normedHeads(qkv.length, shape)) {
    const w = weight.subarray(weightAt, weightAt + headSize);
    normed.set(rmsnormForward(qkv.subarray(at, at + headSize), w, eps).y, at);
  }
  return rotate(normed, shape, 1);
}

export function qkNormBackward(
  qkv: Float64Array,
  weight: Float64Array,
  shape: QkNormReference,
  dOut: Float64Array,
): { qkv: Float64Array; weight: Float64Array } {
  const { headSize, eps } = shape;
  const dqkv = rotate(dOut, shape, -1);
  const dWeight = new Float64Array(2 * headSize);
  for (const { at, weightAt } of normedHeads(qkv.length, shape)) {
    const head = [at, at + headSize] as const;
    const w = weight.subarray(weightAt, weightAt + headSize);
    const { dx, dw } = rmsnormBackward(qkv.subarray(...head), w, eps, dqkv.subarray(...head));
    dqkv.set(dx, at);
    dw.forEach((value, i) => {
      dWeight[weightAt + i] = dWeight[weightAt + i]! + value;
    });
  }
  return { qkv: dqkv, weight: dWeight };
}
