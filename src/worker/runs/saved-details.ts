/** What is kept beside a checkpoint of a run, for whoever lists checkpoints or works on one. */
import { parameterCount } from '../../model/families/table.ts';
import type * as api from '../api.ts';
import type { CheckpointDetails, RunConfig } from '../stored.ts';

/** @param evaluated the held-out figure of its step, where there is one */
export const savedDetails = (run: RunConfig, evaluated: api.HeldOutPoint | null): CheckpointDetails => ({
  parameters: parameterCount(run.choice.config),
  config: run.choice.config,
  template: run.data.kind === 'instructions' ? run.data.template : null,
  ...(run.chatTemplate ? { chatTemplate: run.chatTemplate } : {}),
  // A tuned model's figure is of held-out answers, not of held-out documents, so it is not kept as one of those.
  heldOut: run.data.kind === 'corpus' ? evaluated : null,
  tokenizer: run.tokenizer,
  adapter: adapterOf(run),
});

/** What its checkpoints hold, where that is not the whole model. */
const adapterOf = ({ method, baseCheckpoint: base }: RunConfig): api.CheckpointRecord['adapter'] =>
  method.kind === 'lora' && base !== null ? { lora: method.lora, matrices: method.matrices, base } : null;
