/** How likely a model holds each token: the softmax of its logits as they are, before any rule of sampling. */
import { largestLogit } from './logits.ts';

/**
 * @param logits [vocab]
 * @returns [vocab] probabilities, in sum 1
 * @throws OcaqError('logits-not-finite')
 */
export function softmax(logits: Float32Array): Float32Array {
  const most = largestLogit(logits);
  const weights = logits.map((logit) => Math.exp(logit - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The tokens of the `count` largest values, the largest first; ties go to the smaller id. */
export function likeliest(probabilities: Float32Array, count: number): number[] {
  const best: number[] = []; // count is small: a token finds its place by looking through it
  const valueAt = (token: number) => probabilities[token] as number;
  for (const [token, value] of probabilities.entries()) {
    const last = best.at(-1);
    if (best.length >= count && (last === undefined || value <= valueAt(last))) continue;
    const place = best.findIndex((other) => valueAt(other) < value);
    best.splice(place < 0 ? best.length : place, 0, token);
    if (best.length > count) best.pop();
  }
  return best;
}
