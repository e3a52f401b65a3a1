/** Batches against the plan and the model that they are made for. */
import type { Batch } from '../data/batches.ts';
import { OcaqError } from '../errors.ts';
import type { ModelOnDevice } from './model-on-device.ts';

export const rowsOf = (model: ModelOnDevice): number =>
  model.plan.batch ? model.plan.batch.rows * model.plan.batch.seq : 0;

/** A token or target outside the table would be clamped silently on the GPU. */
export function checkBatch(model: ModelOnDevice, { tokens, targets }: Batch): void {
  const rows = rowsOf(model);
  if (tokens.length !== rows || targets.length !== rows)
    throw new Error(
      `A batch holds ${tokens.length} tokens and ${targets.length} targets, but the plan is made for ${rows}.`,
    );
  const vocab = model.config.vocabSize;
  for (let i = 0; i < rows; i++) {
    const [token, target] = [tokens[i] as number, targets[i] as number];
    if (token < 0 || token >= vocab || target >= vocab || (target < 0 && target !== -100))
      throw new OcaqError(
        'token-out-of-range',
        `A batch holds token ${token} with target ${target}, but the model knows tokens 0 to ${vocab - 1}. Use the tokenizer that belongs to the model.`,
        { token, target, vocab },
      );
  }
}
