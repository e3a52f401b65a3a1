/**
 * What a checkpoint holds of the device: weights of every parameter and the moments of every trained one (m alone of those
 * that Muon updates), in their padded form, bit for bit, and the scaler (loss scale, AdamW's count of steps). A frozen parameter is there once, as f32, which
 * holds what kernels read exactly; one that is quantised is not there, but made again from the model that the run began with.
 * Of a model with adapters they alone are there: its base stays what it was. Names: `weights/<parameter>`, `m/<parameter>`,
 * `v/<parameter>`, `scaler`.
 * `weights` are those of the model, for whoever chats, exports or tunes. Of a run that keeps their mean that is the mean from
 * its first step on, and `last/<parameter>` are the weights that training continues from.
 */

import { isQuantised } from '../formats/quantised/table.ts';
import type { Parameter } from '../model/parameters.ts';
import { unpackPart } from '../model/parameters.ts';
import type { ModelPlan } from '../model/plans.ts';
import { roundUp } from '../ops/operator.ts';
import { WORDS_BYTES } from '../ops/step-words.ts';
import { type Arena, arenaOf, frozenType, isFrozen } from '../plan/parameters.ts';
import { momentsOf } from '../plan/step-plan.ts';
import type { ModelOnDevice, ParameterSet } from './model-on-device.ts';

/** A set of tensors by its name in a checkpoint, and the arenas that it is read from and written to. */
interface StateSet {
  readonly name: 'weights' | 'm' | 'v' | 'last';
  readonly parameters: readonly Parameter[];
  readonly read: ParameterSet;
  readonly write: ParameterSet;
}

function stateSets({ plan: { table, layout, adapter, hasMean }, averagedSteps }: ModelOnDevice): StateSet[] {
  const kept = table.filter(({ id, isAdapter }) => (adapter ? isAdapter : !isQuantised(frozenType(layout, id))));
  const frozen = kept.filter(({ id }) => isFrozen(layout, id));
  const trained = kept.filter(({ id }) => !isFrozen(layout, id));
  const moments = (['m', 'v'] as const).map((name): StateSet => {
    const parameters = trained.filter(({ id }) => momentsOf(arenaOf(layout, id)).includes(name));
    return { name, parameters, read: name, write: name };
  });
  if (!hasMean) return [{ name: 'weights', parameters: kept, read: 'weights', write: 'weights' }, ...moments];
  return [
    { name: 'weights', parameters: frozen, read: 'weights', write: 'weights' },
    { name: 'weights', parameters: trained, read: averagedSteps > 0 ? 'mean' : 'weights', write: 'mean' },
    ...moments,
    { name: 'last', parameters: trained, read: 'weights', write: 'weights' },
  ];
}

const SCALER = 'scaler';

export interface StateTensor {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** CPU–GPU synchronisation. */
  read(): Promise<Float32Array<ArrayBuffer>>;
}

const stateTensorName = (set: StateSet['name'], parameter: string): string => `${set}/${parameter}`;

/** What a checkpoint calls the weights of a parameter. */
export const weightsName = (parameter: string): string => stateTensorName('weights', parameter);

/** In the order in which they are saved; nothing is read yet, so that memory holds one at a time. */
export function stateTensors(model: ModelOnDevice): StateTensor[] {
  const readScaler = async () => new Float32Array(await model.executor.read(SCALER, WORDS_BYTES));
  return [
    ...stateSets(model).flatMap((set) =>
      set.parameters.map(({ id, rows, cols }) => ({
        name: stateTensorName(set.name, id),
        rows,
        cols: roundUp(cols, 4),
        read: () => model.readParameter(set.read, id),
      })),
    ),
    { name: SCALER, rows: 1, cols: WORDS_BYTES / 4, read: readScaler },
  ];
}

/** Bytes that the state of a model takes, known before there is a device. */
export function stateBytes({
  layout: { arenas, slices },
  adapter,
  hasMean,
}: Pick<ModelPlan, 'layout' | 'adapter' | 'hasMean'>): number {
  return [...slices.values()].reduce((sum, { arena, rows, stride }) => {
    const { frozen, optimizer } = arenas[arena] as Arena;
    const ofFrozen = adapter || isQuantised(frozen) ? 0 : 1;
    const ofTrained = 1 + momentsOf({ optimizer }).length + (hasMean ? 1 : 0);
    const sets = frozen ? ofFrozen : ofTrained;
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
  for (const { name, parameters, write } of stateSets(model))
    for (const { id } of parameters) model.writeParameter(write, id, asFloats(await tensor(stateTensorName(name, id))));
  model.finishWeights();
}

/** The weights alone: to chat with a checkpoint or to start fine-tuning from it. */
export async function writeWeights(
  model: ModelOnDevice,
  tensor: (name: string) => Promise<Uint8Array>,
  parameters: readonly Parameter[] = model.plan.table,
): Promise<void> {
  for (const { id } of parameters)
    model.writeParameter('weights', id, asFloats(await tensor(stateTensorName('weights', id))));
  model.finishWeights();
}

/** One Hugging Face tensor out of a checkpoint. */
export async function huggingFaceTensor(
  table: readonly Parameter[],
  name: string,
  tensor: (name: string) => Promise<Uint8Array>,
): Promise<Float32Array<ArrayBuffer>> {
  const parameter = table.find((p) => p.parts.some((part) => part.name === name));
  const part = parameter?.parts.find((p) => p.name === name);
  if (!parameter || !part) throw new Error(`no parameter holds the tensor "${name}"`);
  return unpackPart(parameter, part, asFloats(await tensor(stateTensorName('weights', parameter.id))));
}

function asFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes); // a checkpoint's bytes need not start at a multiple of 4
  return new Float32Array(copy.buffer);
}
