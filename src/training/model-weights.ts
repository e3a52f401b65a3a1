/** Weights that somebody else keeps, of a checkpoint or of a Hugging Face folder, onto the device. */
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { writeWeights } from '../engine/state-tensors.ts';
import type { Parameter } from '../model/parameters.ts';
import type { ModelPlan } from '../model/plans.ts';
import { loadParameters } from './initialise.ts';

/** Weights of a model, read by name. */
export type ModelWeights =
  /** The weights of another run's checkpoint. */
  | { readonly from: 'checkpoint'; readonly tensor: (name: string) => Promise<Uint8Array> }
  /** Hugging Face tensors as f32, row-major. */
  | { readonly from: 'folder'; readonly tensor: (name: string) => Promise<Float32Array> };

/** The parameters of the model itself, or those of the adapters beside them. */
export const parametersOf = ({ table }: Pick<ModelPlan, 'table'>, part: 'base' | 'adapters'): Parameter[] =>
  table.filter(({ isAdapter = false }) => isAdapter === (part === 'adapters'));

/** One tensor at a time. @param onTensor called before each is read; what it throws ends the reading */
export function fillWeights(
  model: ModelOnDevice,
  weights: ModelWeights,
  parameters: readonly Parameter[],
  onTensor: () => void = () => undefined,
): Promise<void> {
  const watched =
    <T>(tensor: (name: string) => Promise<T>) =>
    (name: string): Promise<T> => {
      onTensor();
      return tensor(name);
    };
  return weights.from === 'checkpoint'
    ? writeWeights(model, watched(weights.tensor), parameters)
    : loadParameters(model, watched(weights.tensor), parameters);
}
