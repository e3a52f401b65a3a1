/**
 * Checkpoints: everything a run needs to resume bit for bit. Tensors are cut into chunks of at most 16 MiB, each with its
 * SHA-256, read back and compared; only then do manifest and pointer appear together in one strict transaction. Before
 * that moment the old checkpoint is the last one, after it the new one; there is no between. Of each run the newest two are
 * kept and the best, besides those marked `keep`, up to the step that the run has reached, and those that adapters of other runs lie beside. In memory at a time: one tensor as handed in, and about 32 MiB.
 */
import { OcaqError } from '../errors.ts';
import { adapterRuns } from './adapter-runs.ts';
import { bestCheckpoint } from './best-checkpoint.ts';
import { type Database, keysUnder, transact, type WriteTransaction } from './database.ts';
import { whileWriting } from './locks.ts';
import { type NeededFor, neededCheckpoints } from './needed-checkpoints.ts';
import { collectParts } from './parts.ts';
import { checkProject } from './project-exists.ts';
import type {
  CheckpointChunkRecord,
  CheckpointManifest,
  CheckpointSummary,
  PointerRecord,
  StoredTensor,
} from './records.ts';
import { sha256 } from './sha256.ts';

export const CHUNK_BYTES = 16 * 2 ** 20;

export interface NewCheckpoint extends Omit<CheckpointSummary, 'id' | 'savedAt' | 'bytes' | 'keep' | 'details'> {
  /** A new one is made up where none is given. */
  id?: string;
  keep?: boolean;
  details?: unknown;
  /** Structured-cloneable; taken as it is when saving begins, whatever happens to it meanwhile. */
  state: unknown;
}

export interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

export interface SavedCheckpoint {
  checkpoint: CheckpointSummary;
  /** Why older checkpoints could not be cleared away, if so. They are at the next start. */
  leftover: OcaqError | undefined;
}

export interface LoadedCheckpoint {
  manifest: CheckpointManifest;
  /** One tensor, verified. @throws `checkpoint-damaged`, `checkpoint-tensor-missing` */
  tensor(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export interface LatestCheckpoint extends LoadedCheckpoint {
  /** Newer checkpoints that were passed over, each with what is wrong with it. */
  damaged: OcaqError[];
}

/** Errors of loading that concern one checkpoint and leave the others usable. */
const UNUSABLE = ['checkpoint-missing', 'checkpoint-damaged', 'storage-unreadable'];

type RunPointer = Extract<PointerRecord, { latest: string }>;

/** Checkpoints found damaged since the database was opened: never again a fallback. */
const foundDamaged = new WeakMap<Database, Set<string>>();

/**
 * Saves a checkpoint and makes it the latest of its run. When it fails, at whatever point, the previous one is.
 * @param tensors each name once; taken one at a time
 * @throws `storage-full`, `checkpoint-unverified` when what was written
 *   does not read back the same, `project-missing`, `database-lost`, and whatever `tensors` throws
 */
export async function saveCheckpoint(
  database: Database,
  checkpoint: NewCheckpoint,
  tensors: AsyncIterable<NamedBytes>,
  chunkBytes: number = CHUNK_BYTES,
): Promise<SavedCheckpoint> {
  const id = checkpoint.id ?? crypto.randomUUID();
  const { state, details, metrics } = structuredClone(checkpoint);
  return whileWriting(database, async () => {
    await clearUnfinished(database, id);
    try {
      const stored = await writeTensors(database, id, tensors, chunkBytes);
      const bytes = stored.reduce((sum, tensor) => sum + tensor.bytes, 0);
      const { runId, projectId, step, label, keep = false } = checkpoint;
      const summary = { id, runId, projectId, step, label, keep, metrics, details, bytes, savedAt: Date.now() };
      const manifest: CheckpointManifest = { ...summary, state, tensors: stored };
      await checkWritten(database, manifest);
      await makeLatest(database, manifest);
      return { checkpoint: summary, leftover: await clearSuperseded(database, runId) };
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is collected at the next start.
      await deleteChunksWithoutManifest(database, id).catch(() => undefined);
      throw error;
    }
  });
}

/**
 * A checkpoint by its id, verified tensor by tensor as they are read.
 * @throws `checkpoint-missing`
 */
export async function loadCheckpoint(database: Database, id: string): Promise<LoadedCheckpoint> {
  const manifest = await transact(database, ['checkpoints'], 'readonly', (transaction) =>
    transaction.objectStore('checkpoints').get(id),
  );
  if (manifest === undefined) {
    throw new OcaqError('checkpoint-missing', 'This checkpoint is no longer stored. Choose another one.', { id });
  }
  return {
    manifest,
    async tensor(name) {
      const tensor = manifest.tensors.find((candidate) => candidate.name === name);
      if (tensor !== undefined) return readTensor(database, manifest, tensor);
      throw new OcaqError(
        'checkpoint-tensor-missing',
        `The checkpoint of step ${manifest.step} has no tensor "${name}". It was saved by another version; choose another one.`,
        { id, step: manifest.step, tensor: name },
      );
    },
  };
}

/** Reads every tensor once. @throws `checkpoint-missing`, `checkpoint-damaged` */
export async function verifyCheckpoint(database: Database, id: string): Promise<void> {
  const { manifest } = await loadCheckpoint(database, id);
  for (const tensor of manifest.tensors) await readTensor(database, manifest, tensor, true);
}

/**
 * The latest checkpoint of a run that is whole, after verifying all of it; undefined where the run has none.
 * Older ones are tried when newer ones are damaged.
 * @param isWanted asked of each by the steps that it has done
 * @throws `checkpoint-none-whole` when all of them are
 */
export async function loadLatest(
  database: Database,
  runId: string,
  isWanted: (step: number) => boolean = () => true,
): Promise<LatestCheckpoint | undefined> {
  const damaged: OcaqError[] = [];
  for (const id of await newestFirst(database, runId, isWanted)) {
    try {
      await verifyCheckpoint(database, id);
      return { ...(await loadCheckpoint(database, id)), damaged };
    } catch (error) {
      if (!(error instanceof OcaqError) || !UNUSABLE.includes(error.code)) throw error;
      damaged.push(error);
    }
  }
  if (damaged.length === 0) return undefined;
  throw new OcaqError(
    'checkpoint-none-whole',
    `None of the ${damaged.length} checkpoints of this run can be read. The first: ${damaged[0]!.message} The run has to be started again.`,
    { runId, checkpoints: damaged.length },
    { cause: damaged[0] },
  );
}

/** All checkpoints of a project, newest first. */
export async function listCheckpoints(database: Database, projectId: string): Promise<CheckpointSummary[]> {
  const manifests = await transact(database, ['checkpoints'], 'readonly', (transaction) =>
    transaction.objectStore('checkpoints').index('byProject').getAll(projectId),
  );
  return manifests
    .sort((a, b) => b.savedAt - a.savedAt || b.step - a.step)
    .map(({ state: _state, tensors: _tensors, ...summary }) => summary);
}

/**
 * Deletes a checkpoint; its run's latest is then the one before. Nothing happens where there is none.
 * @param live runs that are under way
 * @throws `checkpoint-needed` where one of them would go back to it; `checkpoint-has-adapters` where adapters lie beside it
 */
export async function deleteCheckpoint(
  database: Database,
  id: string,
  live: ReadonlySet<string> = new Set(),
): Promise<void> {
  const stores = ['runs', 'checkpoints', 'checkpointChunks', 'pointers'] as const;
  await transact(database, [...stores], 'readwrite', async (transaction) => {
    const manifest = await transaction.objectStore('checkpoints').get(id);
    if (manifest === undefined) return;
    const needed = (await neededCheckpoints(transaction, live)).get(id);
    if (needed) throw stillNeeded(needed, manifest);
    await deleteWhole(transaction, id);
    const pointers = transaction.objectStore('pointers');
    const pointer = (await pointers.get(['run', manifest.runId])) as RunPointer | undefined;
    const [latest, previous] = [pointer?.latest, pointer?.previous].filter((kept) => kept !== id);
    if (latest === undefined) await pointers.delete(['run', manifest.runId]);
    else await pointers.put(runPointer(manifest.runId, latest, previous));
  });
}

/** All checkpoints of a run, within a larger deletion over checkpoints, checkpointChunks and pointers. */
export async function deleteCheckpointsOfRun(transaction: WriteTransaction, runId: string): Promise<void> {
  const ids = await transaction.objectStore('checkpoints').index('byRun').getAllKeys(runId);
  for (const id of ids) await deleteWhole(transaction, id);
  await transaction.objectStore('pointers').delete(['run', runId]);
}

/** All checkpoints of a project, whether or not their runs are recorded, within a deletion over the same stores. */
export async function deleteCheckpointsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const manifests = await transaction.objectStore('checkpoints').index('byProject').getAll(projectId);
  for (const runId of new Set(manifests.map((manifest) => manifest.runId))) {
    await deleteCheckpointsOfRun(transaction, runId);
  }
}

/**
 * What interrupted saves and unfinished clearing left behind, within a transaction over runs, checkpoints,
 * checkpointChunks and pointers. @returns how many checkpoints, whole or in part, were deleted
 */
export async function collectCheckpointOrphans(transaction: WriteTransaction): Promise<number> {
  const manifests = await transaction.objectStore('checkpoints').getAll();
  let deleted = await collectParts(transaction, 'checkpointChunks', new Set(manifests.map(({ id }) => id)));
  for (const runId of new Set(manifests.map((manifest) => manifest.runId))) {
    deleted += await deleteSuperseded(transaction, runId);
  }
  return deleted;
}

async function writeTensors(
  database: Database,
  id: string,
  tensors: AsyncIterable<NamedBytes>,
  chunkBytes: number,
): Promise<StoredTensor[]> {
  const stored = new Map<string, StoredTensor>();
  let pending: CheckpointChunkRecord[] = [];
  let pendingBytes = 0;
  let index = 0;
  const flush = async () => {
    // Strict: large values lie in files of their own, which the strict pointer would not bring to the disk with it.
    await transact(
      database,
      ['checkpointChunks'],
      'readwrite',
      async (transaction) => {
        for (const chunk of pending) await transaction.objectStore('checkpointChunks').put(chunk);
      },
      'strict',
    );
    pending = [];
    pendingBytes = 0;
  };
  for await (const { name, bytes } of tensors) {
    if (stored.has(name)) {
      throw new Error(`The tensor "${name}" was given twice; the checkpoint was not saved.`);
    }
    const tensor: StoredTensor = { name, bytes: bytes.length, chunks: [] };
    stored.set(name, tensor);
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      // A copy: a view would be stored with all of the buffer it looks at.
      const chunk = bytes.slice(start, start + chunkBytes);
      tensor.chunks.push({ index, bytes: chunk.length, sha256: await sha256(chunk) });
      pending.push({ checkpointId: id, index, bytes: chunk });
      pendingBytes += chunk.length;
      index++;
      if (pendingBytes >= chunkBytes) await flush();
    }
  }
  if (pending.length > 0) await flush();
  return [...stored.values()];
}

/** "Saved" is said only of what has been read back the same. */
async function checkWritten(database: Database, manifest: CheckpointManifest): Promise<void> {
  try {
    for (const tensor of manifest.tensors) await readTensor(database, manifest, tensor, true);
  } catch (cause) {
    if (!(cause instanceof OcaqError) || cause.code !== 'checkpoint-damaged') throw cause;
    throw new OcaqError(
      'checkpoint-unverified',
      `The checkpoint of step ${manifest.step} was written but does not read back the same, so it was dropped; the one before is kept. Save again; if it happens again, the disk may be failing.`,
      { step: manifest.step },
      { cause },
    );
  }
}

/** The moment the checkpoint comes to be: manifest and pointer in one strict transaction, if every chunk is there. */
async function makeLatest(database: Database, manifest: CheckpointManifest): Promise<void> {
  const { id, runId, projectId, tensors } = manifest;
  const expected = tensors.reduce((sum, tensor) => sum + tensor.chunks.length, 0);
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, projectId);
    const chunks = await transaction.objectStore('checkpointChunks').count(keysUnder(id));
    if (chunks !== expected) throw damagedCheckpoint(manifest, `${expected - chunks} parts are missing`);
    const checkpoints = transaction.objectStore('checkpoints');
    await checkpoints.put(manifest);
    const pointers = transaction.objectStore('pointers');
    const before = (await pointers.get(['run', runId])) as RunPointer | undefined;
    const stepOf = new Map((await checkpoints.index('byRun').getAll(runId)).map((one) => [one.id, one.step]));
    // A run that was taken back leaves later ones behind.
    const previous = [before?.latest, before?.previous].find(
      (other) =>
        other !== undefined &&
        (stepOf.get(other) ?? manifest.step) < manifest.step &&
        foundDamaged.get(database)?.has(other) !== true,
    );
    await pointers.put(runPointer(runId, id, previous));
  };
  await transact(database, ['projects', 'checkpoints', 'checkpointChunks', 'pointers'], 'readwrite', work, 'strict');
}

async function readTensor(
  database: Database,
  manifest: CheckpointManifest,
  tensor: StoredTensor,
  verifyOnly?: true,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(verifyOnly ? 0 : tensor.bytes);
  let filled = 0;
  for (const [part, chunk] of tensor.chunks.entries()) {
    const bytes = await readChunk(database, manifest.id, chunk.index);
    if (bytes?.length !== chunk.bytes || (await sha256(bytes)) !== chunk.sha256) {
      const damaged = foundDamaged.get(database) ?? new Set();
      foundDamaged.set(database, damaged.add(manifest.id));
      throw damagedCheckpoint(
        manifest,
        `part ${part + 1} of ${tensor.chunks.length} of "${tensor.name}" is ${bytes === undefined ? 'missing' : 'not what was saved'}`,
      );
    }
    if (!verifyOnly) whole.set(bytes, filled);
    filled += bytes.length;
  }
  return whole;
}

/** undefined where it is gone or the disk no longer gives it. */
async function readChunk(database: Database, id: string, index: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const record = await transact(database, ['checkpointChunks'], 'readonly', (transaction) =>
      transaction.objectStore('checkpointChunks').get([id, index]),
    );
    return record?.bytes;
  } catch (error) {
    if (error instanceof OcaqError && error.code === 'storage-unreadable') return undefined;
    throw error;
  }
}

/** The pointer's two first, then whatever else the run has. */
async function newestFirst(
  database: Database,
  runId: string,
  isWanted: (step: number) => boolean,
): Promise<Set<string>> {
  return transact(database, ['checkpoints', 'pointers'], 'readonly', async (transaction) => {
    const pointer = (await transaction.objectStore('pointers').get(['run', runId])) as RunPointer | undefined;
    const all = await transaction.objectStore('checkpoints').index('byRun').getAll(runId);
    const others = all.sort((a, b) => b.savedAt - a.savedAt || b.step - a.step).map(({ id }) => id);
    const unwanted = new Set(all.filter(({ step }) => !isWanted(step)).map(({ id }) => id));
    const inOrder = [pointer?.latest, pointer?.previous, ...others].filter((id) => id !== undefined);
    return new Set(inOrder.filter((id) => !unwanted.has(id)));
  });
}

/** Clears what an interrupted save under the same id left. */
async function clearUnfinished(database: Database, id: string): Promise<void> {
  if (await deleteChunksWithoutManifest(database, id)) return;
  throw new Error('A checkpoint with this id is already stored; it was not changed.');
}

/** false, and nothing is touched, where the checkpoint is whole. */
async function deleteChunksWithoutManifest(database: Database, id: string): Promise<boolean> {
  return transact(database, ['checkpoints', 'checkpointChunks'], 'readwrite', async (transaction) => {
    if ((await transaction.objectStore('checkpoints').getKey(id)) !== undefined) return false;
    await transaction.objectStore('checkpointChunks').delete(keysUnder(id));
    return true;
  });
}

/** The new checkpoint is safe whether or not this succeeds, so an error is given back, not thrown. */
async function clearSuperseded(database: Database, runId: string): Promise<OcaqError | undefined> {
  try {
    await transact(database, ['runs', 'checkpoints', 'checkpointChunks', 'pointers'], 'readwrite', (transaction) =>
      deleteSuperseded(transaction, runId, foundDamaged.get(database)),
    );
    return undefined;
  } catch (error) {
    if (error instanceof OcaqError) return error;
    throw error;
  }
}

async function deleteSuperseded(
  transaction: WriteTransaction,
  runId: string,
  damaged: ReadonlySet<string> = new Set(),
): Promise<number> {
  const pointer = (await transaction.objectStore('pointers').get(['run', runId])) as RunPointer | undefined;
  const all = await transaction.objectStore('checkpoints').index('byRun').getAll(runId);
  const best = bestCheckpoint(all.filter(({ id }) => !damaged.has(id)));
  const bases = (await adapterRuns(transaction)).map(({ base }) => base);
  const kept = [pointer?.latest, pointer?.previous, best?.id, ...bases];
  const reached = all.find(({ id }) => id === pointer?.latest)?.step ?? Number.POSITIVE_INFINITY;
  // Of a run that was taken back: what lies ahead, and what was saved again at the same step.
  const isGivenUp = ({ step, savedAt }: CheckpointManifest) =>
    step > reached || all.some((other) => other.step === step && other.savedAt > savedAt);
  const superseded = all.filter((one) => !kept.includes(one.id) && (!one.keep || isGivenUp(one)));
  for (const { id } of superseded) await deleteWhole(transaction, id);
  return superseded.length;
}

async function deleteWhole(transaction: WriteTransaction, id: string): Promise<void> {
  await transaction.objectStore('checkpoints').delete(id);
  await transaction.objectStore('checkpointChunks').delete(keysUnder(id));
}

function runPointer(runId: string, latest: string, previous: string | undefined): RunPointer {
  return { key: ['run', runId], latest, ...(previous === undefined ? {} : { previous }) };
}

/** Why it was not deleted. */
export function stillNeeded(needed: NeededFor, { id, step }: CheckpointManifest): OcaqError {
  switch (needed) {
    case 'adapters':
      return new OcaqError(
        'checkpoint-has-adapters',
        'The checkpoint was not deleted: adapters of other runs lie beside its weights and are nothing without them. Delete those runs first.',
        { id, step },
      );
    case 'run-under-way':
      return new OcaqError(
        'checkpoint-needed',
        `The checkpoint of step ${step} was not deleted: a run that is under way would resume from it. Pause or stop the run first.`,
        { id, step },
      );
    default:
      return needed satisfies never;
  }
}

function damagedCheckpoint({ id, step }: CheckpointManifest, problem: string): OcaqError {
  return new OcaqError(
    'checkpoint-damaged',
    `The checkpoint of step ${step} is damaged: ${problem}. Use an older checkpoint.`,
    { id, step, problem },
  );
}
