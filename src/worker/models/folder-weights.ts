/** The weights of an opened folder as checkpoints hold them, 16 bits as 16 bits. */
import { weightsName } from '../../engine/state-tensors.ts';
import type { OpenedFolder } from '../../formats/hf-folder.ts';
import { parameterTable } from '../../model/families/table.ts';
import { packParameter } from '../../model/parameters.ts';
import { roundUp } from '../../ops/operator.ts';
import type { NamedBytes } from '../../storage/checkpoints.ts';
import type { Job } from '../hub.ts';
import { type Half, type HalfTensors, halfOf, storedBytes } from './half-weights.ts';

export function halvesOf({ config, weights }: Pick<OpenedFolder, 'config' | 'weights'>): HalfTensors {
  const halves = parameterTable(config).map(
    (parameter) => [weightsName(parameter.id), halfOf(parameter, (name) => weights.get(name)?.dtype)] as const,
  );
  return Object.fromEntries(halves.filter((entry): entry is [string, Half] => entry[1] !== null));
}

/** Bytes that the weights take in storage. */
export function storedSize(folder: OpenedFolder): number {
  const halves = halvesOf(folder);
  return parameterTable(folder.config).reduce(
    (sum, { id, rows, cols }) => sum + rows * roundUp(cols, 4) * (halves[weightsName(id)] ? 2 : 4),
    0,
  );
}

/** Each parameter; one is in memory at a time. */
export async function* folderWeights({ config, weights }: OpenedFolder, job: Job): AsyncGenerator<NamedBytes> {
  const table = parameterTable(config);
  for (const [done, parameter] of table.entries()) {
    const parts = new Map<string, Float32Array>();
    for (const { name } of parameter.parts) {
      job.signal.throwIfAborted();
      const tensor = weights.get(name);
      if (tensor === undefined) throw new Error(`the folder was opened without the tensor "${name}"`);
      parts.set(name, await tensor.read());
    }
    const packed = packParameter(parameter, (name) => parts.get(name) ?? new Float32Array());
    const half = halfOf(parameter, (name) => weights.get(name)?.dtype);
    yield { name: weightsName(parameter.id), bytes: storedBytes(half, packed) };
    job.progress(done + 1, table.length, 'tensors');
  }
}
