/** A run's method as the engine takes it. */
import type { StorageType } from '../../gpu/launch.ts';
import type { Method } from '../../model/method.ts';
import type * as api from '../api.ts';

/** @param storage how activations are stored, and so the weights beside adapters */
export const engineMethod = (method: api.TrainingMethod, storage: StorageType): Method =>
  method.kind === 'full' ? method : { ...method, base: { storage } };
