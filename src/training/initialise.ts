/** Parameters of a new model or a new adapter, or of a Hugging Face folder, onto the device; moments start at zero. */
import { mixSeed, Random } from '../data/random.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { type Parameter, packParameter, partElements } from '../model/parameters.ts';
import type { Recipe } from '../model/recipe.ts';

/** Each parameter draws from a generator of its own, so that its values do not depend on the others' shapes. */
export function initialiseParameters(
  model: ModelOnDevice,
  seed: number,
  residualInit: Recipe['residualInit'] = 'scaled',
  parameters: readonly Parameter[] = model.plan.table,
): void {
  for (const parameter of parameters)
    model.writeParameter(
      'weights',
      parameter.id,
      packParameter(parameter, (name) => initialTensor(parameter, name, seed, residualInit)),
    );
  model.finishWeights();
}

function initialTensor(
  parameter: Parameter,
  name: string,
  seed: number,
  residualInit: Recipe['residualInit'],
): Float32Array {
  const part = parameter.parts.find((p) => p.name === name);
  const data = new Float32Array(part ? partElements(parameter, part) : 0);
  const { init } = parameter;
  if (init.kind === 'normal' && init.isResidual && residualInit === 'zero') return data;
  switch (init.kind) {
    case 'zeros':
      return data;
    case 'ones':
      return data.fill(1);
    case 'normal': {
      const random = new Random(mixSeed(seed, name));
      for (let i = 0; i < data.length; i++) data[i] = random.normal() * init.std;
      return data;
    }
    case 'uniform': {
      const random = new Random(mixSeed(seed, name));
      for (let i = 0; i < data.length; i++) data[i] = (2 * random.next() - 1) * init.bound;
      return data;
    }
    default:
      return init satisfies never;
  }
}

/** @param tensor reads one Hugging Face tensor as f32, row-major */
export async function loadParameters(
  model: ModelOnDevice,
  tensor: (name: string) => Promise<Float32Array>,
  parameters: readonly Parameter[] = model.plan.table,
): Promise<void> {
  for (const parameter of parameters) {
    const parts = new Map<string, Float32Array>();
    for (const part of parameter.parts) parts.set(part.name, await tensor(part.name));
    model.writeParameter(
      'weights',
      parameter.id,
      packParameter(parameter, (name) => parts.get(name) as Float32Array),
    );
  }
  model.finishWeights();
}
