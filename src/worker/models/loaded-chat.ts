/**
 * The one model that answers: it stays on the device, so that a conversation does not upload it again. Adapters of one shape
 * change places beside their base, which stays too and answers for itself with adapters that add nothing.
 */
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { loraScale } from '../../model/lora.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { answeringBytes, chatCapacity } from './chat-capacity.ts';
import { type Checkpoint, checkpointMethod, fillAdapters, modelOf } from './checkpoint.ts';
import { adapterBasis } from './model.ts';

interface Loaded {
  /** Whose answers it gives now. */
  readonly checkpoint: Checkpoint;
  readonly budgetBytes: number;
  /** The shape of the adapters that lie beside its base; null where there are none. */
  readonly adapters: string | null;
  readonly model: Promise<ModelOnDevice>;
}

export class LoadedChat {
  private readonly hub: Hub;
  private loaded: Loaded | null = null;

  constructor(hub: Hub) {
    this.hub = hub;
  }

  /**
   * The checkpoint's model, ready to generate, in the precision that it was trained in: the bytes of its weights are what a
   * token takes the time to read. Where 32 bits are beyond the budget, in 16.
   */
  async model(checkpoint: Checkpoint, budgetBytes: number, signal: AbortSignal): Promise<ModelOnDevice> {
    const { loaded } = this;
    if (loaded?.budgetBytes === budgetBytes && canAnswer(loaded, checkpoint)) {
      const model = await loaded.model;
      if (model.executor.gpu.failure() === null)
        return loaded.checkpoint.id === checkpoint.id ? model : this.exchanged(loaded, model, checkpoint, signal);
    }
    await this.close();
    const basis = await basisWithin(checkpoint, budgetBytes);
    const method = checkpointMethod(checkpoint, basis.storage);
    const generate = chatCapacity(checkpoint.details.config, basis, budgetBytes, method);
    const model = modelOf(this.hub, checkpoint, { ...basis, batch: null, generate }, signal);
    this.loaded = { checkpoint, budgetBytes, adapters: shapeOf(checkpoint), model };
    model.catch(() => {
      this.loaded = null;
    });
    return model;
  }

  /** Gives its memory back. For those who know that it gives no answer now. */
  async close(): Promise<void> {
    const before = this.loaded;
    this.loaded = null;
    const model = await before?.model.catch(() => null);
    model?.destroy();
  }

  /** With the adapters of another checkpoint beside the base. */
  private async exchanged(
    loaded: Loaded,
    model: ModelOnDevice,
    checkpoint: Checkpoint,
    signal: AbortSignal,
  ): Promise<ModelOnDevice> {
    try {
      await fillAdapters(model, checkpoint, signal);
    } catch (error) {
      await this.close(); // some are of the one, some of the other
      throw error;
    }
    this.loaded = { ...loaded, checkpoint };
    return model;
  }
}

async function basisWithin(checkpoint: Checkpoint, budgetBytes: number): ReturnType<typeof adapterBasis> {
  const basis = await adapterBasis(checkpoint.precision);
  const { config } = checkpoint.details;
  const bytes = answeringBytes(config, basis.storage, checkpointMethod(checkpoint, basis.storage));
  return bytes > budgetBytes ? adapterBasis('f16') : basis;
}

/** Whether a model answers for a checkpoint once its adapters are exchanged. */
function canAnswer({ checkpoint: now, adapters }: Loaded, asked: Checkpoint): boolean {
  if (now.id === asked.id) return true;
  if (baseOf(now) !== baseOf(asked) || now.precision !== asked.precision || adapters === null) return false;
  return asked.adapter ? shapeOf(asked) === adapters : isUnquantised(now);
}

const baseOf = (checkpoint: Checkpoint): api.Id => checkpoint.adapter?.base.id ?? checkpoint.id;

const isUnquantised = ({ adapter }: Checkpoint): boolean => adapter?.matrices === undefined;

/** What of adapters is part of the plan. */
function shapeOf({ adapter }: Checkpoint): string | null {
  if (!adapter) return null;
  const { lora, matrices = null } = adapter;
  return JSON.stringify([lora.rank, loraScale(lora), lora.targets, matrices]);
}
