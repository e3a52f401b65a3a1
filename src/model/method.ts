/** How a run changes a model: every weight of it, or adapters beside weights that stay as they are. */
import type { ModelConfig } from '../formats/hf-config.ts';
import type { Frozen } from '../plan/parameters.ts';
import { parameterTable } from './families/table.ts';
import type { LoraConfig } from './lora.ts';
import type { PlanRequest } from './plans.ts';

export type Method =
  | { readonly kind: 'full' }
  /** `base`: how the weights beside the adapters are stored. */
  | { readonly kind: 'lora'; readonly lora: LoraConfig; readonly base: Omit<Frozen, 'parameters'> };

/** What a plan is asked for by a method. */
export function methodRequest(method: Method, config: ModelConfig): Pick<PlanRequest, 'adapter' | 'frozen'> {
  switch (method.kind) {
    case 'full':
      return {};
    case 'lora':
      return { adapter: method.lora, frozen: wholeFrozen(config, method.base) };
    default:
      return method satisfies never;
  }
}

/** Every weight of a model, stored so. */
export const wholeFrozen = (config: ModelConfig, base: Omit<Frozen, 'parameters'>): Frozen => ({
  parameters: new Set(parameterTable(config).map(({ id }) => id)),
  ...base,
});
