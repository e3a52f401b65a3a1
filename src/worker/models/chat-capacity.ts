/** How long a conversation this machine holds: the model's context, or what fits of its KV cache. */

import type { ModelConfig } from '../../formats/hf-config.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { type Method, methodRequest } from '../../model/method.ts';
import { type PlanRequest, planModel } from '../../model/plans.ts';
import { elementBytes, TILED } from '../../ops/operator.ts';

/** A cut-off capacity is a multiple of this, and no less. */
const STEP = 64;

/** Of the weights that answer, adapters beside them included. */
export function answeringBytes(config: ModelConfig, storage: StorageType, method: Method): number {
  const least = { batch: null, training: false, generate: Math.min(STEP, config.contextLength), kernels: TILED };
  // Whether a matrix can be bound is for whoever opens the model to say.
  const unbound = { storage, bindingBytes: Number.MAX_SAFE_INTEGER };
  return planModel({ config, ...methodRequest(method, config), ...least, ...unbound }).bytes.weights;
}

/**
 * @param adapter its `bindingBytes`: keys of a layer, values of a layer and rope tables are one binding each
 * @param method by which the model was trained, whose weights and adapters it answers with
 */
export function chatCapacity(
  config: ModelConfig,
  { storage, bindingBytes }: Pick<PlanRequest, 'storage' | 'bindingBytes'>,
  budgetBytes: number,
  method: Method = { kind: 'full' },
): number {
  const { contextLength, layers, kvHeads, headSize } = config;
  const element = elementBytes(storage);
  const cacheRow = kvHeads * headSize * element;
  const ropeRow = headSize * 4;
  const bound = bindingBytes / Math.max(cacheRow, ropeRow);
  const affordable = (budgetBytes - answeringBytes(config, storage, method)) / (2 * layers * cacheRow + ropeRow);
  const most = Math.floor(Math.min(bound, affordable) / STEP) * STEP;
  return Math.min(contextLength, Math.max(STEP, most));
}
