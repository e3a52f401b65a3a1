/**
 * What a checkpoint holds of the device: weights of every parameter and both moments of every trained one, in their padded
 * form, bit for bit, and the scaler (loss scale, AdamW's count of steps). A frozen parameter is there once, as f32, which
 * holds what kernels read exactly. Names: `weights/<parameter>`, `m/<parameter>`, `v/<parameter>`, `scaler`.
 */

import type { Parameter } from '../model/parameters.ts';
import { unpackPart } from '../model/parameters.ts';
import type { ModelPlan } from '../model/plans.ts';
import { roundUp } from '../ops/operator.ts';
import { WORDS_BYTES } from '../ops/step-words.ts';
import { isFrozen, type ParameterLayout } from '../plan/parameters.ts';
import type { ModelOnDevice, ParameterSet } from './model-on-device.ts';

const SETS = ['weights', 'm', 'v'] as const satisfies readonly ParameterSet[];
const SCALER = 'scaler';

export interface StateTensor {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** CPU–GPU synchronisation. */
  read(): Promise<Float32Array<ArrayBuffer>>;
}

/** The parameters of which a set is kept. */
const kept = (set: (typeof SETS)[number], { table, layout }: ModelPlan): readonly Parameter[] =>
  set === 'weights' ? table : table.filter(({ id }) => !isFrozen(layout, id));

const stateTensorName = (set: (typeof SETS)[number], parameter: string): string => `${set}/${parameter}`;

/** In the order in which they are saved; nothing is read yet, so that memory holds one at a time. */
export function stateTensors(model: ModelOnDevice): StateTensor[] {
  const readScaler = async () => new Float32Array(await model.executor.read(SCALER, WORDS_BYTES));
  return [
    ...SETS.flatMap((set) =>
      kept(set, model.plan).map(({ id, rows, cols }) => ({
        name: stateTensorName(set, id),
        rows,
        cols: roundUp(cols, 4),
        read: () => model.readParameter(set, id),
      })),
    ),
    { name: SCALER, rows: 1, cols: WORDS_BYTES / 4, read: readScaler },
  ];
}

/** Bytes that the state of a model takes, known before there is a device. */
export function stateBytes({ arenas, slices }: ParameterLayout): number {
  return [...slices.values()].reduce((sum, { arena, rows, stride }) => {
    const sets = arenas[arena]?.frozen ? 1 : SETS.length;
    return sum + 4 * sets * rows * stride;
  }, WORDS_BYTES);
}

/** One tensor at a time. CPU–GPU synchronisation. */
export async function* readState(
  model: ModelOnDevice,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  for (const { name, read } of stateTensors(model)) {
    const values = await read();
    yield { name, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
  }
}

export async function writeState(model: ModelOnDevice, tensor: (name: string) => Promise<Uint8Array>): Promise<void> {
  model.executor.write(SCALER, asFloats(await tensor(SCALER)));
  for (const set of SETS)
    for (const { id } of kept(set, model.plan))
      model.writeParameter(set, id, asFloats(await tensor(stateTensorName(set, id))));
  model.finishWeights();
}

/** The weights alone: to chat with a checkpoint or to start fine-tuning from it. */
export async function writeWeights(model: ModelOnDevice, tensor: (name: string) => Promise<Uint8Array>): Promise<void> {
  for (const { id } of model.plan.table)
    model.writeParameter('weights', id, asFloats(await tensor(stateTensorName('weights', id))));
  model.finishWeights();
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
