import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';

/**
 * Beyond its context a model with learned positions has no position, and others have never seen one.
 * @throws OcaqError('seq-beyond-context')
 */
export function checkContext({ contextLength }: ModelConfig, seq: number): void {
  if (seq <= contextLength) return;
  throw new OcaqError(
    'seq-beyond-context',
    `Rows of ${seq} tokens are longer than the model's context of ${contextLength}. Choose a shorter sequence or a longer context.`,
    { seq, context: contextLength },
  );
}
