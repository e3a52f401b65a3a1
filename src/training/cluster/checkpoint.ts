/**
 * A checkpoint as PyTorch takes it, written and read back: a Hugging Face folder that transformers loads as it is, with two more
 * files. `optimizer.safetensors` holds moments by the same names, `m/<tensor>` and `v/<tensor>` (Muon's matrices have m alone),
 * and where a run keeps the mean of its weights, which then is the model, `last/<tensor>`, the weights that it learns with.
 * Moments are BF16 where the run holds them so, which loses nothing, else F32: 8-bit codes follow from the values again.
 * `state.json` says how far it is. The run that begins elsewhere, and each checkpoint that comes back, have this one form; what
 * comes back has the log of the steps done elsewhere too (returned-log.ts).
 */
import type { StateTensor } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import {
  type FolderSource,
  type OutputFile,
  openModelFolder,
  openWeightFile,
  readJson,
} from '../../formats/hf-folder.ts';
import { readTensorF32, type TensorToWrite, writeSafetensors } from '../../formats/safetensors.ts';
import { parameterTable, type StoredModelConfig, withFamily } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { type Parameter, type ParameterPart, packParameter, partShape, unpackPart } from '../../model/parameters.ts';
import { roundUp } from '../../ops/operator.ts';
import { decodeWords, encodeWords, SCALER_WORDS, WORDS_BYTES } from '../../ops/step-words.ts';
import { arenaOf, layOutParameters, type Optimizer } from '../../plan/parameters.ts';
import { arenaMoments, momentsOf } from '../../plan/step-plan.ts';
import { NEW_TRAIL } from '../divergence.ts';
import { checkSettings } from '../loop-settings.ts';
import { type LoopState, readLoopState } from '../loop-state.ts';
import { cursorAt } from './data-files.ts';
import { type ReturnedLog, readReturnedLog } from './returned-log.ts';

export const CHECKPOINT_FORMAT = 1;

type Scaler = ReturnType<typeof decodeWords<typeof SCALER_WORDS>>;

/** What a run must be known by to be resumed; whoever keeps runs knows the rest of it. */
export interface Identity {
  readonly config: unknown;
}

/** state.json. What it was when it went elsewhere stays as it was; `train.py` changes step, updates and device. */
export interface CheckpointState {
  readonly format: typeof CHECKPOINT_FORMAT;
  /** Optimizer steps done. */
  readonly step: number;
  /** Of those since the run went elsewhere: how many changed weights, because nothing in them was infinite. */
  readonly updates: number;
  /** What it was trained on last. */
  readonly device: string;
  /** Its state when it went elsewhere, and what the device counted then. */
  readonly begun: LoopState;
  readonly scaler: Scaler;
  /** Rows in a pass over its data. */
  readonly rowsPerPass: number;
  readonly run: Identity;
}

/** A parameter with what PyTorch must know of it. */
export interface TrainedTensor {
  readonly parameter: Parameter;
  readonly part: ParameterPart;
  readonly optimizer: Optimizer;
  readonly moments: readonly ('m' | 'v')[];
  /** How its moments are held. */
  readonly dtype: 'F32' | 'BF16';
}

/** Every Hugging Face tensor of a run in which every weight is trained. */
export function trainedTensors(config: ModelConfig, state: LoopState): TrainedTensor[] {
  const table = parameterTable(config);
  const layout = layOutParameters(table, state.bindingBytes, null, state.settings.optimizer);
  return table.flatMap((parameter) => {
    const arena = arenaOf(layout, parameter.id);
    const dtype = arenaMoments(arena, state.moments) === 'bf16' ? ('BF16' as const) : ('F32' as const);
    const { optimizer } = arena;
    return parameter.parts.map((part) => ({ parameter, part, optimizer, moments: momentsOf(arena), dtype }));
  });
}

/** optimizer.safetensors. @param tensor of a checkpoint, by the names of engine/state-tensors.ts, as f32 */
export function optimizerFile(
  config: ModelConfig,
  state: LoopState,
  tensor: (name: string) => Promise<Float32Array>,
): OutputFile {
  const sets = setsOf(config, state);
  const tensors = sets.map(({ set, parameter, part, dtype }): TensorToWrite => {
    const data = async () => unpackPart(parameter, part, await tensor(`${set}/${parameter.id}`));
    return { name: `${set}/${part.name}`, dtype, shape: partShape(parameter, part), data };
  });
  return { name: OPTIMIZER, content: writeSafetensors(tensors) };
}

export const stateFile = (state: CheckpointState): OutputFile => ({
  name: STATE,
  content: new TextEncoder().encode(`${JSON.stringify(state, null, 1)}\n`),
});

export const readScaler = (values: Float32Array): Scaler => decodeWords(SCALER_WORDS, new Float32Array(values).buffer);

export interface ReturnedCheckpoint {
  readonly state: LoopState;
  readonly run: Identity;
  /** To be read one after the other. */
  readonly tensors: readonly StateTensor[];
  /** Of the step that it left at. */
  readonly left: number;
  readonly log: ReturnedLog;
}

const STATE = 'state.json';
const OPTIMIZER = 'optimizer.safetensors';
/** What a model folder does not have. */
export const CHECKPOINT_FILES: readonly string[] = [STATE, OPTIMIZER];
const STATE_LIMIT = 2 ** 24;

/**
 * Reads what came back; names and shapes of all tensors are checked before one is read.
 * @throws OcaqError `cluster-not-a-checkpoint`, `cluster-damaged`, `checkpoint-version`, and as `openModelFolder`; reading a
 *   tensor `cluster-damaged` where it holds a value that is no finite number
 */
export async function readReturned(folder: FolderSource): Promise<ReturnedCheckpoint> {
  const saved = await readState(folder);
  const begun = readLoopState(saved.begun);
  checkSettings(begun.settings);
  const config = withFamily(saved.run.config as StoredModelConfig);
  const { weights } = await openModelFolder(folder, () => folderModel(config));
  const stored = await openWeightFile(folder, OPTIMIZER);
  const readers = new Map([...weights].map(([name, { read }]) => [`weights/${name}`, read]));
  for (const { set, parameter, part } of setsOf(config, begun)) {
    const name = `${set}/${part.name}`;
    const found = stored.get(name);
    const shape = partShape(parameter, part);
    if (!found) throw damaged(folder, name, `${OPTIMIZER} lacks "${name}"`);
    if (String(found.entry.shape) !== String(shape))
      throw damaged(folder, name, `"${name}" is ${found.entry.shape.join(' × ')}, not ${shape.join(' × ')}`);
    readers.set(name, () => readTensorF32(found.source, found.entry));
  }
  const padded = (set: string, parameter: Parameter): StateTensor => ({
    name: `${set}/${parameter.id}`,
    rows: parameter.rows,
    cols: roundUp(parameter.cols, 4),
    async read() {
      const parts = new Map<string, Float32Array>();
      for (const { name } of parameter.parts) {
        const values = await readers.get(`${set}/${name}`)?.();
        if (!values?.every(Number.isFinite))
          throw damaged(folder, `${set}/${name}`, `"${set}/${name}" holds a value that is no finite number`);
        parts.set(name, values);
      }
      return packParameter(parameter, (name) => parts.get(name) as Float32Array);
    },
  });
  const scaler = new Float32Array(encodeWords(SCALER_WORDS, afterUpdates(saved, begun)));
  const sets = setsOf(config, begun).map(({ set, parameter }) => [set, parameter] as const);
  const once = new Map([
    ...parameterTable(config).map((parameter) => [`weights/${parameter.id}`, padded('weights', parameter)] as const),
    ...sets.map(([set, parameter]) => [`${set}/${parameter.id}`, padded(set, parameter)] as const),
  ]);
  return {
    state: {
      ...begun,
      step: saved.step,
      cursor: cursorAt(begun, saved.step, saved.rowsPerPass),
      adapter: saved.step === begun.step ? begun.adapter : saved.device,
      trail: NEW_TRAIL,
    },
    run: saved.run,
    left: begun.step,
    log: await readReturnedLog(folder, begun.step, saved.step),
    tensors: [...once.values(), { name: 'scaler', rows: 1, cols: WORDS_BYTES / 4, read: async () => scaler }],
  };
}

/** What lies in optimizer.safetensors, in its order. */
function setsOf(config: ModelConfig, state: LoopState) {
  const all = trainedTensors(config, state);
  const moments = (['m', 'v'] as const).flatMap((set) =>
    all.filter(({ moments }) => moments.includes(set)).map((tensor) => ({ ...tensor, set })),
  );
  const last = state.settings.averageWeights ? all : [];
  return [...moments, ...last.map((tensor) => ({ ...tensor, set: 'last' as const, dtype: 'F32' as const }))];
}

/** As if the steps had been done here; the loss scale stays what it was, because PyTorch needs none. */
function afterUpdates({ scaler, updates }: CheckpointState, { settings: { beta1, beta2 } }: LoopState): Scaler {
  const later = (sum: number, beta: number) => 1 - (1 - sum) * beta ** updates;
  return {
    ...scaler,
    count: scaler.count + updates,
    one_minus_beta1_t: later(scaler.one_minus_beta1_t, beta1),
    one_minus_beta2_t: later(scaler.one_minus_beta2_t, beta2),
  };
}

/** Whether a folder looks like one of these. */
export async function isReturned(folder: FolderSource): Promise<boolean> {
  const files = await folder.list();
  return CHECKPOINT_FILES.every((name) => files.includes(name));
}

async function readState(folder: FolderSource): Promise<CheckpointState> {
  if (!(await isReturned(folder)))
    throw new OcaqError(
      'cluster-not-a-checkpoint',
      `"${folder.name}" is no checkpoint of a cluster: it lacks ${STATE} or ${OPTIMIZER}. Give one of the folders checkpoints/step-… that train.py wrote.`,
      { folder: folder.name },
    );
  const state = (await readJson(folder, STATE, STATE_LIMIT)) as Partial<CheckpointState> | null;
  if (state?.format !== CHECKPOINT_FORMAT)
    throw new OcaqError(
      'checkpoint-version',
      `This checkpoint was written by another version of Ocaq (format ${String(state?.format)}, here ${CHECKPOINT_FORMAT}). Import it there.`,
      { version: String(state?.format), expected: CHECKPOINT_FORMAT },
    );
  const { step, updates, device, begun, scaler, rowsPerPass, run } = state;
  const isWhole =
    isCount(step) && isCount(updates) && isCount(rowsPerPass) && rowsPerPass > 0 && typeof device === 'string';
  if (!isWhole || !isPart(begun) || !isPart(run) || !isPart(run.config) || !isPart(scaler))
    throw damaged(folder, STATE, `${STATE} lacks a part`);
  if (!isScaler(scaler)) throw damaged(folder, STATE, `what ${STATE} counted is not what a run counts`);
  if (step < begun.step || step > begun.settings.steps || updates > step - begun.step)
    throw damaged(folder, STATE, `${STATE} speaks of step ${step}, but the run went elsewhere at ${begun.step}`);
  return { format: CHECKPOINT_FORMAT, step, updates, device, begun, scaler, rowsPerPass, run };
}

const isPart = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isScaler = ({ loss_scale, good_steps, count, one_minus_beta1_t, one_minus_beta2_t }: Scaler): boolean =>
  Number.isFinite(loss_scale) &&
  loss_scale > 0 &&
  [good_steps, count].every(isCount) &&
  [one_minus_beta1_t, one_minus_beta2_t].every((sum) => Number.isFinite(sum) && sum >= 0);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** @param part the file or the tensor */
const damaged = (folder: FolderSource, part: string, why: string): OcaqError =>
  new OcaqError(
    'cluster-damaged',
    `The checkpoint "${folder.name}" is damaged: ${why}. Copy it again, or take the one before.`,
    { folder: folder.name, part },
  );
