/**
 * Training runs and what they tell while they go: curves (one point a step) and a log (events in order). Both lie in
 * blocks of 100 points, so that adding one rewrites a small record and reading all of them takes few. A run resumed from
 * an earlier step tells its curves again from there: the new points replace the old ones. The log only grows.
 */
import { OcaqError } from '../errors.ts';
import { adapterRuns } from './adapter-runs.ts';
import { deleteCheckpointsOfProject, deleteCheckpointsOfRun, stillNeeded } from './checkpoints.ts';
import { type Database, keysUnder, type StoreName, transact, type WriteTransaction } from './database.ts';
import { deleteMeasurementsOfRun } from './measurements.ts';
import { moment } from './moment.ts';
import { neededCheckpoints } from './needed-checkpoints.ts';
import { collectParts } from './parts.ts';
import { checkProject } from './project-exists.ts';
import type { MetricsRecord, RunPoint, RunRecord } from './records.ts';
import { missingRun } from './run-missing.ts';

export const BLOCK_POINTS = 100;

/** @throws `project-missing`, `storage-full` */
export async function createRun(
  database: Database,
  run: Omit<RunRecord, 'id' | 'createdAt' | 'updatedAt'>,
): Promise<RunRecord> {
  const now = moment();
  const record: RunRecord = { ...run, id: crypto.randomUUID(), createdAt: now, updatedAt: now };
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, record.projectId);
    await transaction.objectStore('runs').put(record);
  };
  await transact(database, ['projects', 'runs'], 'readwrite', work, 'strict');
  return record;
}

/** @throws `run-missing` */
export async function getRun(database: Database, id: string): Promise<RunRecord> {
  const run = await transact(database, ['runs'], 'readonly', (transaction) => transaction.objectStore('runs').get(id));
  if (run === undefined) throw missingRun(id);
  return run;
}

/** Newest first. */
export async function listRuns(database: Database, projectId: string): Promise<RunRecord[]> {
  const all = await transact(database, ['runs'], 'readonly', (transaction) =>
    transaction.objectStore('runs').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => b.createdAt - a.createdAt);
}

/** Changes what is given and the time of the last change. @throws `run-missing` */
export async function updateRun(
  database: Database,
  id: string,
  change: Partial<Pick<RunRecord, 'name' | 'notes' | 'samplePrompt' | 'status' | 'step' | 'state' | 'details'>>,
): Promise<RunRecord> {
  const updatedAt = Date.now();
  return transact(database, ['runs'], 'readwrite', async (transaction) => {
    const run = await transaction.objectStore('runs').get(id);
    if (run === undefined) throw missingRun(id);
    const changed: RunRecord = { ...run, ...change, updatedAt };
    await transaction.objectStore('runs').put(changed);
    return changed;
  });
}

/** What a run and its parts lie in. */
const RUN_STORES = [
  ...(['runs', 'metrics', 'measurements', 'checkpoints', 'checkpointChunks', 'pointers'] as const),
] satisfies StoreName[];

/**
 * Removes the run with its curves, log, checkpoints and what was measured of them. Nothing happens where there is none.
 * @param live runs that are under way
 * @throws `adapter-base-needed` where adapters of another run lie beside one of its checkpoints; `checkpoint-needed` where
 *   another one that is under way would go back to one of them
 */
export async function deleteRun(database: Database, id: string, live: ReadonlySet<string> = new Set()): Promise<void> {
  const work = async (transaction: WriteTransaction) => {
    await checkNotNeeded(transaction, id, live);
    await deleteWhole(transaction, id);
    await deleteCheckpointsOfRun(transaction, id);
  };
  await transact(database, RUN_STORES, 'readwrite', work);
}

/** All runs, within a larger deletion over RUN_STORES. */
export async function deleteRunsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const ids = await transaction.objectStore('runs').index('byProject').getAllKeys(projectId);
  for (const id of ids) await deleteWhole(transaction, id);
  await deleteCheckpointsOfProject(transaction, projectId);
}

/**
 * Adds points to a curve, in ascending steps. Points already there from the first new step on are replaced.
 * @throws `run-missing`, `storage-full`
 */
export async function appendPoints(
  database: Database,
  runId: string,
  series: string,
  points: readonly RunPoint[],
): Promise<void> {
  const first = points[0];
  if (first === undefined) return;
  await appendAfter(database, runId, series, points, (kept) => kept.step < first.step);
}

/** Adds events to a log; nothing is ever replaced. @throws `run-missing`, `storage-full` */
export async function appendEvents(
  database: Database,
  runId: string,
  log: string,
  events: readonly RunPoint[],
): Promise<void> {
  // Marked, so that a transaction repeated after a lost connection does not tell them twice.
  const batch = crypto.randomUUID();
  await appendAfter(
    database,
    runId,
    log,
    events.map((event) => ({ ...event, batch })),
    (kept) => (kept as Marked).batch !== batch,
  );
}

/** All points of a curve or log, in order. */
export async function readPoints<P extends RunPoint>(database: Database, runId: string, series: string): Promise<P[]> {
  const blocks = await transact(database, ['metrics'], 'readonly', (transaction) =>
    transaction.objectStore('metrics').getAll(keysUnder(runId, series)),
  );
  return blocks.flatMap(({ points }) => points).map((point) => withoutMark(point) as P);
}

/** Token sets that runs need to resume, within a transaction over runs. */
export async function neededTokenSets(transaction: WriteTransaction): Promise<Set<unknown>> {
  const runs = await transaction.objectStore('runs').getAll();
  const unfinished = runs.filter(({ status }) => status !== 'finished');
  return new Set(unfinished.map(({ config }) => (config as { tokenSet?: unknown } | null)?.tokenSet));
}

/** Whether it stands for a model that came from elsewhere. */
export const isImported = ({ config }: RunRecord): boolean =>
  (config as { imported?: unknown } | null)?.imported !== undefined;

/**
 * Runs of which there is nothing to lose: those that never began, and models from elsewhere whose weights never came or were
 * deleted. Also points of runs that are gone. Within a transaction over runs, metrics, measurements and checkpoints, while nobody starts a
 * run or imports a model. @returns how many runs
 */
export async function collectRunOrphans(transaction: WriteTransaction): Promise<number> {
  const [runs, metrics] = [transaction.objectStore('runs'), transaction.objectStore('metrics')];
  const checkpoints = transaction.objectStore('checkpoints').index('byRun');
  const kept = new Set<string>();
  let deleted = 0;
  for (const run of await runs.getAll()) {
    const { id, status } = run;
    const isEmpty = (await checkpoints.count(id)) === 0 && (await metrics.count(keysUnder(id))) === 0;
    if (isEmpty && (isImported(run) || status === 'stopped')) {
      await deleteWhole(transaction, id);
      deleted++;
    } else kept.add(id);
  }
  await collectParts(transaction, 'metrics', kept);
  return deleted;
}

async function checkNotNeeded(transaction: WriteTransaction, id: string, live: ReadonlySet<string>): Promise<void> {
  const own = await transaction.objectStore('checkpoints').index('byRun').getAll(id);
  const others = (await adapterRuns(transaction)).filter(({ run }) => run.id !== id);
  const needing = others.filter(({ base }) => own.some((checkpoint) => checkpoint.id === base));
  if (needing.length > 0)
    throw new OcaqError(
      'adapter-base-needed',
      `The run was not deleted: adapters of ${needing.length} other runs lie beside its weights and are nothing without them. Delete those runs first.`,
      { runs: needing.length },
    );
  const needed = await neededCheckpoints(transaction, live);
  const underWay = own.find((checkpoint) => needed.get(checkpoint.id) === 'run-under-way');
  if (underWay) throw stillNeeded('run-under-way', underWay);
}

type Marked = RunPoint & { batch?: string };

/** Keeps the points at the end of the series only as far as `keep` holds, and puts the new ones after them. */
async function appendAfter(
  database: Database,
  runId: string,
  series: string,
  points: readonly RunPoint[],
  keep: (point: RunPoint) => boolean,
): Promise<void> {
  await transact(database, ['runs', 'metrics'], 'readwrite', async (transaction) => {
    if ((await transaction.objectStore('runs').getKey(runId)) === undefined) throw missingRun(runId);
    const metrics = transaction.objectStore('metrics');
    let block = (await metrics.count(keysUnder(runId, series))) - 1;
    let tail: RunPoint[] = [];
    for (; block >= 0 && tail.length === 0; block--) {
      tail = ((await metrics.get([runId, series, block])) as MetricsRecord).points.filter(keep);
      if (tail.length === 0) await metrics.delete([runId, series, block]);
    }
    const all = [...tail, ...points];
    const firstBlock = tail.length === 0 ? 0 : block + 1;
    for (let start = 0; start < all.length; start += BLOCK_POINTS) {
      const number = firstBlock + start / BLOCK_POINTS;
      await metrics.put({ runId, series, block: number, points: all.slice(start, start + BLOCK_POINTS) });
    }
  });
}

async function deleteWhole(transaction: WriteTransaction, id: string): Promise<void> {
  await transaction.objectStore('runs').delete(id);
  await transaction.objectStore('metrics').delete(keysUnder(id));
  await deleteMeasurementsOfRun(transaction, id);
}

function withoutMark(point: Marked): RunPoint {
  const { batch: _batch, ...bare } = point;
  return bare;
}
