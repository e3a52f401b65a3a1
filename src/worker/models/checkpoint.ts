/** Checkpoints: what they are of, and their weights on the device for chat and evaluation. */
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { type Method, methodRequest } from '../../model/method.ts';
import { type PlanRequest, planModel } from '../../model/plans.ts';
import { loadCheckpoint } from '../../storage/checkpoints.ts';
import { initialiseParameters } from '../../training/initialise.ts';
import { fillWeights, type ModelWeights, parametersOf } from '../../training/model-weights.ts';
import type { Change } from '../../training/recovery.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type CheckpointDetails, changesOnTheWay, checkpointDetails, trainedPrecision } from '../stored.ts';
import { widened } from './half-weights.ts';
import { kernelsFor } from './kernels.ts';
import { engineMethod } from './method.ts';
import { wholeWeights } from './whole-weights.ts';

export interface Checkpoint {
  readonly id: api.Id;
  readonly projectId: api.Id;
  readonly runId: api.Id;
  readonly step: number;
  readonly details: CheckpointDetails;
  /** What it was trained in. */
  readonly precision: api.Precision;
  /** What was changed of its run on the way there. */
  readonly changes: readonly Change[];
  /** Of the adapters alone where it holds adapters. */
  tensor(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The adapters that it holds, and the checkpoint beside whose weights they lie; null where it holds a whole model. */
  readonly adapter: (api.AdapterMethod & { readonly base: Checkpoint }) | null;
}

export async function openCheckpoint(hub: Hub, id: api.Id): Promise<Checkpoint> {
  const { manifest, tensor } = await loadCheckpoint(hub.database, id);
  const details = checkpointDetails(manifest.details);
  const { adapter } = details;
  return {
    id,
    projectId: manifest.projectId,
    runId: manifest.runId,
    step: manifest.step,
    details,
    precision: trainedPrecision(manifest.state),
    changes: changesOnTheWay(manifest.state),
    tensor: widened(tensor, details.halves),
    adapter: adapter ? { ...adapter, base: await openCheckpoint(hub, adapter.base) } : null,
  };
}

/** With the base of its adapters as exported files hold it. */
export const unquantised = (checkpoint: Checkpoint): Checkpoint => ({
  ...checkpoint,
  adapter: checkpoint.adapter && { ...checkpoint.adapter, matrices: undefined },
});

type Wanted = Pick<PlanRequest, 'storage' | 'bindingBytes' | 'batch' | 'shorterRows' | 'generate' | 'logits'>;

/** As it was trained: adapters beside the weights of their base. The caller destroys it. */
export async function modelOf(
  hub: Hub,
  checkpoint: Checkpoint,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<ModelOnDevice> {
  const weights = wholeWeights(checkpoint.adapter?.base ?? checkpoint);
  const method = checkpointMethod(checkpoint, wanted.storage);
  return openModel(hub, checkpoint.details.config, method, weights, wanted, signal, async (model) => {
    if (checkpoint.adapter) await fillAdapters(model, checkpoint, signal);
  });
}

/** Its adapters merged into the weights, as it is exported whole. The caller destroys it. */
export const mergedModelOf = (
  hub: Hub,
  checkpoint: Checkpoint,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<ModelOnDevice> =>
  openModel(hub, checkpoint.details.config, { kind: 'full' }, wholeWeights(checkpoint), wanted, signal);

async function openModel(
  hub: Hub,
  config: ModelConfig,
  method: Method,
  weights: ModelWeights,
  wanted: Wanted,
  signal: AbortSignal,
  fillRest: (model: ModelOnDevice) => Promise<void> = async () => undefined,
): Promise<ModelOnDevice> {
  const plan = planModel({
    config,
    ...methodRequest(method, config),
    kernels: await kernelsFor(hub, wanted.storage, signal),
    training: false,
    ...wanted,
  });
  const unlessAborted = () => signal.throwIfAborted();
  const model = await ModelOnDevice.open(navigator.gpu, plan, unlessAborted);
  try {
    await fillWeights(model, weights, parametersOf(plan, 'base'), unlessAborted);
    await fillRest(model);
    return model;
  } catch (error) {
    model.destroy();
    throw error;
  }
}

/** What lies beside the base of a model with adapters: those of a checkpoint, or of its base such that change nothing. */
export async function fillAdapters(
  model: ModelOnDevice,
  { adapter, tensor }: Pick<Checkpoint, 'adapter' | 'tensor'>,
  signal: AbortSignal,
): Promise<void> {
  const parameters = parametersOf(model.plan, 'adapters');
  if (adapter) await fillWeights(model, { from: 'checkpoint', tensor }, parameters, () => signal.throwIfAborted());
  else initialiseParameters(model, 0, 'scaled', parameters); // B is zero
}

/** @param storage of activations */
export const checkpointMethod = ({ adapter }: Pick<Checkpoint, 'adapter'>, storage: StorageType): Method =>
  engineMethod(adapter ? { kind: 'lora', ...adapter } : { kind: 'full' }, storage);
