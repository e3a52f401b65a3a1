/** How long a conversation this machine holds: the model's context, or what fits of its KV cache. */

import type { ModelConfig } from '../../formats/hf-config.ts';
import { parameterCount } from '../../model/families/table.ts';
import type { PlanRequest } from '../../model/plans.ts';
import { elementBytes } from '../../ops/operator.ts';

/** A cut-off capacity is a multiple of this, and no less. */
const STEP = 64;

/** @param adapter its `bindingBytes`: keys of a layer, values of a layer and rope tables are one binding each */
export function chatCapacity(
  config: ModelConfig,
  { storage, bindingBytes }: Pick<PlanRequest, 'storage' | 'bindingBytes'>,
  budgetBytes: number,
): number {
  const { contextLength, layers, kvHeads, headSize } = config;
  const element = elementBytes(storage);
  const cacheRow = kvHeads * headSize * element;
  const ropeRow = headSize * 4;
  const bound = bindingBytes / Math.max(cacheRow, ropeRow);
  const affordable = (budgetBytes - parameterCount(config) * element) / (2 * layers * cacheRow + ropeRow);
  const most = Math.floor(Math.min(bound, affordable) / STEP) * STEP;
  return Math.min(contextLength, Math.max(STEP, most));
}
