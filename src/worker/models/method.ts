/** A run's method as the engine takes it. */
import type { StorageType } from '../../gpu/launch.ts';
import type { Method } from '../../model/method.ts';
import type * as api from '../api.ts';

/** @param storage how activations are stored, and so the weights beside adapters that are not quantised */
export function engineMethod(method: api.TrainingMethod, storage: StorageType): Method {
  if (method.kind === 'full') return method;
  const { lora, matrices } = method;
  return { kind: 'lora', lora, base: { storage, matrices } };
}
