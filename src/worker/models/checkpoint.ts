/** Checkpoints: what they are of, and their weights on the device for chat and evaluation. */
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { writeWeights } from '../../engine/state-tensors.ts';
import { type PlanRequest, planModel } from '../../model/plans.ts';
import { loadCheckpoint } from '../../storage/checkpoints.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type CheckpointDetails, checkpointDetails, trainedPrecision } from '../stored.ts';
import { kernelsFor } from './kernels.ts';

export interface Checkpoint {
  readonly id: api.Id;
  readonly projectId: api.Id;
  readonly runId: api.Id;
  readonly step: number;
  readonly details: CheckpointDetails;
  /** What it was trained in. */
  readonly precision: api.Precision;
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
    precision: trainedPrecision(manifest.state),
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
