/** Whether what a model gives for the next token can be worked with. */
import { OcaqError } from '../errors.ts';

/**
 * @param logits [vocab]; −∞ is a token that cannot come
 * @throws OcaqError('logits-not-finite') where one is NaN or +∞, or all are −∞
 */
export function largestLogit(logits: Float32Array): number {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY); // NaN stays NaN
  if (Number.isFinite(largest)) return largest;
  throw new OcaqError(
    'logits-not-finite',
    'The model gives no finite number for the next token: its weights are damaged or training diverged. Use an earlier checkpoint.',
  );
}
