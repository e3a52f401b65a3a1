/** The weights of a checkpoint as those of one model: where it holds adapters, they are merged into what they lie beside. */
import { huggingFaceTensor } from '../../engine/state-tensors.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { parameterTable } from '../../model/families/table.ts';
import { addLowRank } from '../../model/low-rank.ts';
import { adapterTable, factorsOf } from '../../model/merged-tensor.ts';
import type { ModelWeights } from '../../training/model-weights.ts';
import type { LoraConfig } from '../api.ts';

/** A checkpoint, as far as its weights go; see `Checkpoint`. */
interface KeptWeights {
  readonly details: { readonly config: ModelConfig };
  tensor(name: string): Promise<Uint8Array>;
  readonly adapter: { readonly lora: LoraConfig; readonly base: KeptWeights } | null;
}

export interface WholeTensor {
  readonly values: Float32Array<ArrayBuffer>;
  /** The largest change of a number by the adapters of this checkpoint. */
  readonly largestChange: number;
}

/** A Hugging Face tensor, f32, row-major. */
export async function wholeTensor(checkpoint: KeptWeights, name: string): Promise<WholeTensor> {
  const { adapter, details } = checkpoint;
  const { config } = details;
  if (!adapter)
    return { values: await huggingFaceTensor(parameterTable(config), name, checkpoint.tensor), largestChange: 0 };
  const { values } = await wholeTensor(adapter.base, name);
  const factors = await factorsOf(config, adapter.lora, name, (factor) => adapterTensor(checkpoint, factor));
  return { values, largestChange: factors ? addLowRank(values, factors) : 0 };
}

/** A tensor of the adapters, by the name that peft gives it. */
export function adapterTensor({ adapter, details, tensor }: KeptWeights, name: string): Promise<Float32Array> {
  if (!adapter) throw new Error('the checkpoint holds no adapters');
  return huggingFaceTensor(adapterTable(details.config, adapter.lora), name, tensor);
}

export const wholeWeights = (checkpoint: KeptWeights): ModelWeights =>
  checkpoint.adapter
    ? { from: 'folder', tensor: async (name) => (await wholeTensor(checkpoint, name)).values }
    : { from: 'checkpoint', tensor: checkpoint.tensor };
