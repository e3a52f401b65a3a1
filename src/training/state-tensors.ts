/**
 * What a checkpoint holds of the device: weights and both moments of every parameter, in their padded form, bit for bit.
 * Names: `weights/<parameter>`, `m/<parameter>`, `v/<parameter>`.
 */
import type { ModelOnDevice, ParameterSet } from '../inference/model-on-device.ts';
import type { Parameter } from '../model/parameters.ts';
import { unpackPart } from '../model/parameters.ts';

const SETS = ['weights', 'm', 'v'] as const satisfies readonly ParameterSet[];

export interface StateTensor {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const stateTensorName = (set: (typeof SETS)[number], parameter: string): string => `${set}/${parameter}`;

/** One tensor at a time, so that memory holds one. CPU–GPU synchronisation. */
export async function* readState(model: ModelOnDevice): AsyncGenerator<StateTensor> {
  for (const set of SETS)
    for (const { id } of model.plan.table) {
      const values = await model.readParameter(set, id);
      yield {
        name: stateTensorName(set, id),
        bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      };
    }
}

export async function writeState(model: ModelOnDevice, tensor: (name: string) => Promise<Uint8Array>): Promise<void> {
  for (const set of SETS)
    for (const { id } of model.plan.table)
      model.writeParameter(set, id, asFloats(await tensor(stateTensorName(set, id))));
}

/** The weights alone: to chat with a checkpoint or to start fine-tuning from it. */
export async function writeWeights(model: ModelOnDevice, tensor: (name: string) => Promise<Uint8Array>): Promise<void> {
  for (const { id } of model.plan.table)
    model.writeParameter('weights', id, asFloats(await tensor(stateTensorName('weights', id))));
}

/** One Hugging Face tensor out of a checkpoint. */
export async function huggingFaceTensor(
  table: readonly Parameter[],
  name: string,
  tensor: (name: string) => Promise<Uint8Array>,
): Promise<Float32Array> {
  const parameter = table.find((p) => p.parts.some((part) => part.name === name));
  const part = parameter?.parts.find((p) => p.name === name);
  if (!parameter || !part) throw new Error(`no parameter holds the tensor "${name}"`);
  return unpackPart(parameter, part, asFloats(await tensor(stateTensorName('weights', parameter.id))));
}

function asFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes); // a checkpoint's bytes need not start at a multiple of 4
  return new Float32Array(copy.buffer);
}
