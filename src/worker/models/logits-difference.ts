/** How far the logits of a checkpoint whose adapters are merged lie from those of the adapters beside their base. */
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { OcaqError } from '../../errors.ts';
import { largestDifference, rowLogits, rowPlan } from '../../evaluation/row-logits.ts';
import type { Hub, Job } from '../hub.ts';
import { type Checkpoint, mergedModelOf, modelOf, unquantised } from './checkpoint.ts';
import { adapterBasis } from './model.ts';

/** In 32 bits. @returns null where it cannot be measured, as on a machine without a graphics adapter */
export async function logitsDifference(hub: Hub, checkpoint: Checkpoint, { signal }: Job): Promise<number | null> {
  const { batch, logits, generate } = rowPlan(checkpoint.details.config);
  const wanted = { ...(await adapterBasis('f32')), batch, logits, generate };
  try {
    const beside = await taken(await modelOf(hub, unquantised(checkpoint), wanted, signal));
    return largestDifference(beside, await taken(await mergedModelOf(hub, checkpoint, wanted, signal)));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OcaqError) return null;
    throw error;
  }
}

async function taken(model: ModelOnDevice): Promise<Float32Array> {
  try {
    return await rowLogits(model);
  } finally {
    model.destroy();
  }
}
