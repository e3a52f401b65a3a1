/** Batches: held to the plan and the model that they are made for, and put on its device. */
import type { Batch } from '../data/batches.ts';
import { OcaqError } from '../errors.ts';
import type { ModelOnDevice } from './model-on-device.ts';

export const rowsOf = (model: ModelOnDevice): number =>
  model.plan.batch ? model.plan.batch.rows * model.plan.batch.seq : 0;

/** A token or target outside the table would be clamped silently on the GPU. */
function checkBatch(model: ModelOnDevice, { tokens, targets, weights, positions }: Batch): void {
  const rows = rowsOf(model);
  if (tokens.length !== rows || targets.length !== rows)
    throw new Error(
      `A batch holds ${tokens.length} tokens and ${targets.length} targets, but the plan is made for ${rows}.`,
    );
  if (positions && !model.plan.isPacked)
    throw new Error('A batch brings positions, but the plan is for rows of one document.');
  if (weights && !model.plan.isWeighted)
    throw new Error('A batch brings weights, but in the plan all targets count alike.');
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

/** @throws OcaqError `token-out-of-range` */
export function writeBatch(model: ModelOnDevice, batch: Batch): void {
  checkBatch(model, batch);
  const { tokens, targets, weights, positions } = batch;
  const { executor, plan } = model;
  executor.write('tokens', tokens as Int32Array<ArrayBuffer>);
  executor.write('targets', targets as Int32Array<ArrayBuffer>);
  if (plan.isWeighted)
    executor.write('target_weights', (weights ?? new Float32Array(tokens.length).fill(1)) as Float32Array<ArrayBuffer>);
  if (plan.isPacked) model.writePositions(positions ?? null);
}
