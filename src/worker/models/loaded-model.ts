/** Checkpoints on the device for chat and evaluation. One stays loaded, so that a conversation does not upload it again. */
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { writeWeights } from '../../engine/state-tensors.ts';
import { type PlanRequest, planModel } from '../../model/plans.ts';
import { loadCheckpoint } from '../../storage/checkpoints.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type CheckpointDetails, checkpointDetails } from '../stored.ts';
import { chatCapacity } from './chat-capacity.ts';
import { kernelsFor } from './kernels.ts';
import { adapterBasis } from './model.ts';

export interface Checkpoint {
  readonly id: api.Id;
  readonly projectId: api.Id;
  readonly runId: api.Id;
  readonly step: number;
  readonly details: CheckpointDetails;
  tensor(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export async function openCheckpoint(hub: Hub, id: api.Id): Promise<Checkpoint> {
  const { manifest, tensor } = await loadCheckpoint(hub.database, id);
  return {
    id,
    projectId: manifest.projectId,
    runId: manifest.runId,
    step: manifest.step,
    details: checkpointDetails(manifest.details),
    tensor,
  };
}

/** The caller destroys it. */
export async function modelOf(
  hub: Hub,
  { details: { config }, tensor }: Checkpoint,
  wanted: Pick<PlanRequest, 'storage' | 'bindingBytes' | 'batch' | 'generate'>,
  signal: AbortSignal,
): Promise<ModelOnDevice> {
  const plan = planModel({
    config,
    kernels: await kernelsFor(hub, wanted.storage, signal),
    training: false,
    ...wanted,
  });
  const model = await ModelOnDevice.open(navigator.gpu, plan, () => signal.throwIfAborted());
  try {
    await writeWeights(model, (name) => {
      signal.throwIfAborted();
      return tensor(name);
    });
    return model;
  } catch (error) {
    model.destroy();
    throw error;
  }
}

let talking: { id: api.Id; budgetBytes: number; model: Promise<ModelOnDevice> } | null = null;

/**
 * The model of a conversation, ready to generate.
 * @param precision what it was trained in: the bytes of its weights are what a token takes the time to read
 */
export async function chatModel(
  hub: Hub,
  checkpoint: Checkpoint,
  precision: api.Precision,
  budgetBytes: number,
  signal: AbortSignal,
): Promise<ModelOnDevice> {
  if (talking?.id === checkpoint.id && talking.budgetBytes === budgetBytes) {
    const model = await talking.model;
    if (model.executor.gpu.failure() === null) return model;
  }
  await closeChatModel();
  const basis = await adapterBasis(precision);
  const generate = chatCapacity(checkpoint.details.config, basis, budgetBytes);
  const model = modelOf(hub, checkpoint, { ...basis, batch: null, generate }, signal);
  talking = { id: checkpoint.id, budgetBytes, model };
  model.catch(() => {
    talking = null;
  });
  return model;
}

/** For those who know that it gives no answer now. */
export async function closeChatModel(): Promise<void> {
  const before = talking;
  talking = null;
  const model = await before?.model.catch(() => null);
  model?.destroy();
}
