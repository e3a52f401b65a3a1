/** The one model that answers: it stays on the device, so that a conversation does not upload it again. */
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { chatCapacity } from './chat-capacity.ts';
import { type Checkpoint, checkpointMethod, modelOf } from './checkpoint.ts';
import { adapterBasis } from './model.ts';

export class LoadedChat {
  private readonly hub: Hub;
  private loaded: { id: api.Id; budgetBytes: number; model: Promise<ModelOnDevice> } | null = null;

  constructor(hub: Hub) {
    this.hub = hub;
  }

  /**
   * The checkpoint's model, ready to generate, in the precision that it was trained in: the bytes of its weights are what a
   * token takes the time to read.
   */
  async model(checkpoint: Checkpoint, budgetBytes: number, signal: AbortSignal): Promise<ModelOnDevice> {
    const { loaded } = this;
    if (loaded?.id === checkpoint.id && loaded.budgetBytes === budgetBytes) {
      const model = await loaded.model;
      if (model.executor.gpu.failure() === null) return model;
    }
    await this.close();
    const basis = await adapterBasis(checkpoint.precision);
    const method = checkpointMethod(checkpoint, basis.storage);
    const generate = chatCapacity(checkpoint.details.config, basis, budgetBytes, method);
    const model = modelOf(this.hub, checkpoint, { ...basis, batch: null, generate }, signal);
    this.loaded = { id: checkpoint.id, budgetBytes, model };
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
}
