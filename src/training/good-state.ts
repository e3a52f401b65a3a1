/**
 * What a checkpoint holds of the device, let through only where it is good: a checkpoint of ruined weights never takes the
 * place of one of good ones. Tensors are looked at as they are read, one after the other.
 */
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { type StateTensor, stateTensors } from '../engine/state-tensors.ts';
import { OcaqError } from '../errors.ts';
import { decodeWords, SCALER_WORDS, WORDS_BYTES } from '../ops/step-words.ts';
import { isFrozen } from '../plan/parameters.ts';
import type { LoopState } from './loop-state.ts';
import { Diverged } from './recovery.ts';

type Reached = Pick<LoopState, 'step' | 'recovery' | 'settings'>;

/**
 * As `stateTensors`. Reading a tensor throws Diverged `weights-not-finite` where it holds a NaN or an infinity, and
 * `weights-dead` where all weights of a trained matrix are the same number: a matrix may begin so, but no step leaves it so.
 */
export function goodStateTensors(model: ModelOnDevice, reached: Reached): StateTensor[] {
  const matrices = learnedMatrices(model, reached);
  const begun = hasLearned(model);
  return stateTensors(model).map((tensor) => ({
    ...tensor,
    async read() {
      const values = await tensor.read();
      const wrong = values.find((value) => !Number.isFinite(value));
      if (wrong !== undefined) throw ruined(notFinite(tensor.name, wrong, reached.step), reached);
      const cols = matrices.get(tensor.name);
      if (cols !== undefined && isOneNumber(values, cols, tensor.cols) && (await begun))
        throw ruined(dead(tensor.name, values[0] as number, reached.step), reached);
      return values;
    },
  }));
}

/** As `readState`, where `goodStateTensors` lets it through. */
export async function* readGoodState(
  model: ModelOnDevice,
  reached: Reached,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  for (const { name, read } of goodStateTensors(model, reached)) {
    const values = await read();
    yield { name, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
  }
}

/** Columns of the trained matrices, by what a checkpoint calls them. A group with a rate of 0 stays as it began. */
function learnedMatrices({ plan: { table, layout } }: ModelOnDevice, { settings }: Reached): Map<string, number> {
  const learned = table.filter(
    ({ id, rows, cols, group }) => rows > 1 && cols > 1 && settings.groups[group].rate > 0 && !isFrozen(layout, id),
  );
  return new Map(learned.flatMap(({ id, cols }) => ['weights', 'last'].map((set) => [`${set}/${id}`, cols] as const)));
}

async function hasLearned(model: ModelOnDevice): Promise<boolean> {
  return decodeWords(SCALER_WORDS, await model.executor.read('scaler', WORDS_BYTES)).count > 0;
}

/** @param stride numbers from one row to the next, of which the first `cols` are weights */
const isOneNumber = (values: Float32Array, cols: number, stride: number): boolean =>
  values.every((value, i) => i % stride >= cols || value === values[0]);

const ruined = (why: OcaqError, { step, recovery, settings }: Reached): Diverged =>
  new Diverged(why, { step, batches: null, recovery, settings });

const notFinite = (tensor: string, value: number, step: number): OcaqError =>
  new OcaqError(
    'weights-not-finite',
    `The checkpoint of step ${step} was not written: "${tensor}" holds a value that is no finite number (${value}). Earlier checkpoints are unaffected. Resume the run with a smaller learning rate.`,
    { step, tensor, value: String(value) },
  );

const dead = (tensor: string, value: number, step: number): OcaqError =>
  new OcaqError(
    'weights-dead',
    `The checkpoint of step ${step} was not written: all weights of the matrix "${tensor}" are the same number (${value}), so that it knows nothing. Earlier checkpoints are unaffected. Resume the run with a smaller learning rate.`,
    { step, tensor, value: String(value) },
  );
