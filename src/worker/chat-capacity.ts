/** How long a conversation this machine holds: the model's context, or what fits of its KV cache. */
import type { LlamaConfig } from '../formats/hf-config.ts';
import { parameterCount } from '../model/parameters.ts';

/** A cut-off capacity is a multiple of this, and no less. */
const STEP = 64;

/** @param bindingBytes most bytes of one binding: keys of a layer, values of a layer and rope tables are one each */
export function chatCapacity(config: LlamaConfig, bindingBytes: number, budgetBytes: number): number {
  const { contextLength, layers, kvHeads, headSize } = config;
  const cacheRow = kvHeads * headSize * 4;
  const ropeRow = headSize * 4;
  const bound = bindingBytes / cacheRow;
  const affordable = (budgetBytes - parameterCount(config) * 4) / (2 * layers * cacheRow + ropeRow);
  const most = Math.floor(Math.min(bound, affordable) / STEP) * STEP;
  return Math.min(contextLength, Math.max(STEP, most));
}
