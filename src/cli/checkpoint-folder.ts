/**
 * Checkpoints of a command-line run: `checkpoints/step-N/` holds the loop state with a SHA-256 of every tensor, and one
 * safetensors file of weights and moments; `checkpoints/latest.json` is renamed into place last. A run killed at any
 * moment finds the last whole one; where that is damaged, the one before is used and the damage is named. Where the pointer
 * is missing or torn, the folders tell what there is. Beside these two the best one is kept, which has the lowest held-out loss.
 */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { StateTensor } from '../engine/state-tensors.ts';
import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { readSafetensorsHeader, readTensorF32, type TensorToWrite, writeSafetensors } from '../formats/safetensors.ts';
import { type StoredModelConfig, withFamily } from '../model/families/table.ts';
import type { Method } from '../model/method.ts';
import type { LoopState } from '../training/loop-state.ts';
import { fileExists, fileSource, readJson, writeWhole } from './files.ts';

/** What a run must be the same in, to be resumed bit for bit. */
export interface RunIdentity {
  readonly config: unknown;
  /** Absent in those of earlier versions: every weight was trained. */
  readonly method?: Method;
  /** Hash over the training tokens. */
  readonly corpus: string;
  /** Of adapters: hash over the weights beside them. Absent in those of earlier versions. */
  readonly base?: string;
  /** Steps that another run had done which it continues; absent where it began with its first. */
  readonly continues?: number;
}

export interface SavedRun {
  readonly state: LoopState;
  readonly run: RunIdentity;
  /** Weights and moments by name, each verified. */
  readonly tensors: ReadonlyMap<string, Uint8Array>;
  /** What is wrong with newer checkpoints that were passed over. */
  readonly damaged: readonly OcaqError[];
}

interface Latest {
  readonly step: number;
  readonly previous: number | null;
  /** Of those that were evaluated the one with the lowest loss; null: none was. */
  readonly best: { readonly step: number; readonly heldOutLoss: number } | null;
}

const latestFile = (dir: string): string => path.join(dir, 'checkpoints', 'latest.json');
const folderOf = (dir: string, step: number): string => path.join(dir, 'checkpoints', `step-${step}`);
const stateFile = (dir: string, step: number): string => path.join(folderOf(dir, step), 'state.json');
const sha256 = (values: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

/**
 * Makes a checkpoint the latest. Those of later steps go, but for the best: the run was taken back to before them.
 * @param tensors its weights and moments, of which one is read at a time
 * @param heldOutLoss null: it was not evaluated
 * @throws what reading a tensor throws, where the weights are not good, and what writing throws; the latest then is what it was
 */
export async function saveCheckpoint(
  dir: string,
  tensors: readonly StateTensor[],
  state: LoopState,
  run: RunIdentity,
  heldOutLoss: number | null,
): Promise<void> {
  const known = await savedSteps(dir);
  const before = await readLatest(dir);
  const folder = folderOf(dir, state.step);
  const hashes: Record<string, string> = {};
  await writeWhole(path.join(folder, 'state.safetensors'), writeSafetensors(hashed(tensors, hashes)));
  await writeWhole(path.join(folder, 'state.json'), JSON.stringify({ state, run, hashes }, null, 1));
  const previous = known.find((step) => step < state.step) ?? null;
  const best = betterOf(before?.best ?? null, state.step, heldOutLoss);
  await writeWhole(latestFile(dir), JSON.stringify({ step: state.step, previous, best } satisfies Latest));
  const kept = [state.step, previous, best?.step];
  for (const stale of known.filter((step) => !kept.includes(step)))
    await rm(folderOf(dir, stale), { recursive: true, force: true });
}

/** Steps of the latest checkpoint, where it was saved after the model in the folder was written; null: the model is the newest there is. */
export async function stepBeyondModel(dir: string): Promise<number | null> {
  const [model, latest] = await Promise.all(
    [path.join(dir, 'model.safetensors'), latestFile(dir)].map((file) => stat(file).catch(() => null)),
  );
  if (!model || !latest || latest.mtimeMs <= model.mtimeMs) return null;
  return (await savedSteps(dir))[0] ?? null;
}

/** Steps that its checkpoints have done, as far as is known without reading them: the one to resume from first, the best last. */
export async function savedSteps(dir: string): Promise<number[]> {
  const latest = await readLatest(dir);
  if (!latest) return writtenSteps(dir);
  return [...new Set([latest.step, latest.previous, latest.best?.step].filter((step) => typeof step === 'number'))];
}

type Best = NonNullable<Latest['best']>;

/**
 * The best with one more. One of the same step takes its place, whatever its loss; where that is not known (null), its weights are
 * the same.
 */
export function betterOf(best: Best | null, step: number, heldOutLoss: number | null): Best | null {
  if (heldOutLoss === null) return best;
  const other = best?.step === step ? null : best;
  if (!Number.isFinite(heldOutLoss)) return other;
  return other && other.heldOutLoss < heldOutLoss ? other : { step, heldOutLoss };
}

/** Lowest held-out loss that a checkpoint has; infinite where none was evaluated. */
export const bestLoss = async (dir: string): Promise<number> =>
  (await readLatest(dir))?.best?.heldOutLoss ?? Number.POSITIVE_INFINITY;

/**
 * The latest whole checkpoint; null where there is none.
 * @param isWanted asked of each by the steps that it has done
 * @throws OcaqError `checkpoint-damaged` when none is whole
 */
export async function loadLatest(
  dir: string,
  isWanted: (step: number) => boolean = () => true,
): Promise<SavedRun | null> {
  const damaged: OcaqError[] = [];
  const saved = await savedSteps(dir);
  // The best may lie ahead of a run that was taken back.
  const wanted = saved.filter((step) => step <= (saved[0] ?? 0) && isWanted(step));
  if (wanted.length === 0) return null;
  for (const step of wanted) {
    try {
      return { ...(await readCheckpoint(dir, step)), damaged };
    } catch (error) {
      if (!(error instanceof OcaqError)) throw error;
      damaged.push(error);
    }
  }
  throw damaged[0] ?? new OcaqError('checkpoint-damaged', `No checkpoint in "${dir}" can be read. Start a new run.`);
}

/** What the run in a folder began with, as its newest readable checkpoint says; null where none does. */
export async function startedConfig(dir: string): Promise<ModelConfig | null> {
  for (const step of await savedSteps(dir)) {
    const saved = await readJson(stateFile(dir, step)).catch(() => null); // damage is told when it is loaded
    const { run } = (saved ?? {}) as { run?: RunIdentity };
    if (run) return withFamily(run.config as StoredModelConfig);
  }
  return null;
}

async function readCheckpoint(dir: string, step: number): Promise<Omit<SavedRun, 'damaged'>> {
  const damage = (why: string) =>
    new OcaqError('checkpoint-damaged', `The checkpoint of step ${step} in "${dir}" is damaged: ${why}.`, { step });
  const saved = (await readJson(stateFile(dir, step))) as {
    state?: LoopState;
    run?: RunIdentity;
    hashes?: Record<string, string>;
  };
  if (!saved.state || !saved.run || !saved.hashes) throw damage('state.json lacks a part');
  const source = await fileSource(path.join(folderOf(dir, step), 'state.safetensors'));
  const header = await readSafetensorsHeader(source);
  const tensors = new Map<string, Uint8Array>();
  for (const [name, hash] of Object.entries(saved.hashes)) {
    const entry = header.tensors.get(name);
    if (!entry) throw damage(`it lacks "${name}"`);
    const values = await readTensorF32(source, entry);
    if (sha256(values) !== hash) throw damage(`"${name}" is not what was saved`);
    tensors.set(name, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return { state: saved.state, run: saved.run, tensors };
}

/** null where it is missing, or is no pointer: a full disk leaves an empty file. */
async function readLatest(dir: string): Promise<Latest | null> {
  try {
    const latest = (await readJson(latestFile(dir))) as Partial<Latest> | null;
    if (typeof latest?.step !== 'number') return null;
    const { step, previous = null, best } = latest;
    return { step, previous, best: typeof best?.heldOutLoss === 'number' ? best : null };
  } catch (error) {
    if (error instanceof OcaqError && ['file-unreadable', 'json-invalid'].includes(error.code)) return null;
    throw error;
  }
}

/** Of folders that were written to their end, the newest first. */
async function writtenSteps(dir: string): Promise<number[]> {
  const names = await readdir(path.join(dir, 'checkpoints')).catch(() => []);
  const steps = names.flatMap((name) => /^step-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const written = await Promise.all(steps.map((step) => fileExists(stateFile(dir, step))));
  return steps.filter((_, i) => written[i]).sort((a, b) => b - a);
}

/** Notes each tensor's hash as it is written. */
const hashed = (tensors: readonly StateTensor[], hashes: Record<string, string>): TensorToWrite[] =>
  tensors.map(({ name, rows, cols, read }) => {
    const data = async () => {
      const values = await read();
      hashes[name] = sha256(values);
      return values;
    };
    return { name, dtype: 'F32', shape: [rows, cols], data };
  });
