/** What is left of writes that are killed at any of their operations, store by store. */
import 'fake-indexeddb/auto';
import { describe, expect, it, test } from 'vitest';
import { withFault } from '../testing/storage-faults.ts';
import { deleteCheckpoint, saveCheckpoint } from './checkpoints.ts';
import { beginCleaning, finishCleaning, writeVerdicts } from './cleaning.ts';
import { saveConversation } from './conversations.ts';
import { ALL_STORES, closeDatabase, type Database, openDatabase, type StoreName, transact } from './database.ts';
import { importSource, listSources, SHARD_TEXT } from './documents.ts';
import { saveInstructionSet } from './instructions.ts';
import { createJob } from './jobs.ts';
import { saveJudgement } from './judgements.ts';
import { saveMeasurement } from './measurements.ts';
import { collectOrphans } from './orphans.ts';
import { createProject, deleteProject, updateProject } from './projects.ts';
import { appendEvents, createRun, listRuns, updateRun } from './runs.ts';
import { listTokenizers, saveTokenizer } from './tokenizers.ts';
import { writeTokenSet } from './tokens.ts';
import { saveWordList } from './word-lists.ts';

interface Write {
  /** In which it leaves records. */
  stores: StoreName[];
  /** What is there before it. */
  prepare?: (database: Database, projectId: string) => Promise<unknown>;
  write: (database: Database, projectId: string) => Promise<unknown>;
  /** What was done of it before it was killed is not lost: it is taken up there when it is done again. */
  isResumed?: true;
}

const RUN = { name: '', status: 'stopped', step: 0, details: null, state: null } as const;

async function* twoShards() {
  yield { text: 'a'.repeat(SHARD_TEXT) };
  yield { text: 'b' };
}

async function* tensors() {
  yield { name: 'w', bytes: new Uint8Array(40) };
  yield { name: 'b', bytes: new Uint8Array(3) };
}

const importTwo = (database: Database, projectId: string) =>
  importSource(database, { projectId, name: 'a.txt' }, twoShards());

async function cleanTwo(database: Database, projectId: string): Promise<void> {
  const [source] = await listSources(database, projectId);
  let pass = await beginCleaning(database, source!.id, 'k');
  const shard = { verdicts: [{ hash: 'h' }], fingerprints: [], textBytes: 1 };
  while (pass.shards < source!.shards) pass = await writeVerdicts(database, source!.id, pass, shard, null);
  await finishCleaning(database, source!.id, pass);
}

/** As a tokenizer is trained: the project names it when its tokens are there. */
async function tokenizerAndTokens(database: Database, projectId: string): Promise<void> {
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{}', details: null };
  const { id } = await saveTokenizer(database, tokenizer);
  const fill = async (writer: Parameters<Parameters<typeof writeTokenSet>[2]>[0]) => {
    for (let i = 0; i < 3; i++) await writer.add('train', Uint16Array.of(1, 2, 3), 5);
    await writer.add('heldout', Uint16Array.of(4), 1);
  };
  const set = await writeTokenSet(database, { projectId, tokenizerId: id, vocabSize: 9 }, fill, 4);
  await saveWordList(database, set, Uint32Array.of(1));
  await updateProject(database, projectId, { details: { tokenizer: id } });
}

/** As a run is begun and saved. */
async function runAndCheckpoint(database: Database, projectId: string): Promise<void> {
  const { id: runId } = await createRun(database, { ...RUN, projectId, config: null });
  await appendEvents(database, runId, 'events', [{ step: 0 }]);
  await updateRun(database, runId, { status: 'running' });
  await saveCheckpoint(database, { runId, projectId, step: 1, label: '', metrics: {}, state: null }, tensors(), 16);
}

/** As a model is imported. */
async function importedModel(database: Database, projectId: string): Promise<void> {
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{}', details: { imported: {} } };
  const { id } = await saveTokenizer(database, tokenizer);
  const config = { imported: {}, tokenizer: id };
  const { id: runId } = await createRun(database, { ...RUN, projectId, config, status: 'finished' });
  await saveCheckpoint(database, { runId, projectId, step: 0, label: '', metrics: {}, state: null }, tensors(), 16);
}

const WRITES: Record<string, Write> = {
  'a new project': { stores: ['projects'], write: (database) => createProject(database, 'q') },
  'an import of documents': { stores: ['sources', 'documentShards'], write: importTwo },
  'a pass of cleaning': { stores: ['cleanShards'], prepare: importTwo, write: cleanTwo, isResumed: true },
  'a tokenizer and its tokens': { stores: ['tokenizers', 'tokenShards', 'pointers'], write: tokenizerAndTokens },
  'an instruction set': {
    stores: ['instructionSets', 'instructionShards'],
    write: (database, projectId) =>
      saveInstructionSet(
        database,
        { projectId, name: 'i', details: null },
        Array.from({ length: 1500 }, (_, row) => row),
      ),
  },
  'a model from elsewhere': {
    stores: ['runs', 'tokenizers', 'checkpoints', 'checkpointChunks', 'pointers'],
    write: importedModel,
  },
  'a job': {
    stores: ['jobs', 'jobItems'],
    write: (database, projectId) => createJob(database, { projectId, kind: 'k', options: null }, ['one', 'two']),
  },
  'a measurement': {
    stores: ['measurements'],
    prepare: runAndCheckpoint,
    write: async (database, projectId) => {
      const [run] = await listRuns(database, projectId);
      await saveMeasurement(database, { projectId, runId: run!.id, value: null });
    },
  },
  'a conversation': {
    stores: ['conversations'],
    write: (database, projectId) => saveConversation(database, { id: 'c', projectId, title: 't', exchanges: [] }, null),
  },
  'a judgement': {
    stores: ['judgements'],
    write: (database, projectId) => saveJudgement(database, { id: 'j', projectId, value: null }),
  },
};

let count = 0;
async function fresh(prepare: Write['prepare']): Promise<{ database: Database; projectId: string }> {
  const database = await openDatabase(`orphans-${count++}`);
  const { id: projectId } = await createProject(database, 'p');
  await prepare?.(database, projectId);
  return { database, projectId };
}

const records = (database: Database) =>
  transact(database, ALL_STORES, 'readonly', async (transaction) => {
    const counts: Partial<Record<StoreName, number>> = {};
    for (const store of ALL_STORES) counts[store] = await transaction.objectStore(store).count();
    return counts;
  });

/** The studio begins anew with what is stored. */
async function nextStart(database: Database): Promise<Database> {
  closeDatabase(database);
  const opened = await openDatabase(database.name);
  await collectOrphans(opened);
  return opened;
}

describe('a write that is killed', () => {
  it.each(Object.entries(WRITES))('leaves nothing after the next start: %s', async (_, { stores, ...asked }) => {
    const { prepare, write, isResumed = false } = asked;
    const undisturbed = await fresh(prepare);
    const before = await records(undisturbed.database);
    await write(undisturbed.database, undisturbed.projectId);
    const whole = await records(undisturbed.database);
    for (const store of stores) expect(whole[store], store).toBeGreaterThan(before[store]!);
    expect(await records(await nextStart(undisturbed.database))).toEqual(whole);

    for (let n = 1; ; n++) {
      const { database, projectId } = await fresh(prepare);
      const { reached } = await withFault(n, 'killed', () => write(database, projectId));
      const next = await nextStart(database);
      const left = await records(next);
      if (!isResumed) expect([before, whole]).toContainEqual(left);
      if (JSON.stringify(left) !== JSON.stringify(whole)) {
        await write(next, projectId);
        expect(await records(next), `killed at operation ${n}, done again`).toEqual(whole);
      }
      if (!reached) {
        expect(n).toBeGreaterThan(2);
        return;
      }
    }
  });

  it('leaves of a run nothing, or a run with what it has told and saved', async () => {
    for (let n = 1; ; n++) {
      const { database, projectId } = await fresh(undefined);
      const { reached } = await withFault(n, 'killed', () => runAndCheckpoint(database, projectId));
      const { runs, metrics, checkpoints, checkpointChunks, pointers } = await records(await nextStart(database));
      const [told, saved] = [
        { runs: 1, metrics: 1 },
        { checkpoints: 1, checkpointChunks: 4, pointers: 1 },
      ];
      const nothing = { runs: 0, metrics: 0, checkpoints: 0, checkpointChunks: 0, pointers: 0 };
      expect([nothing, { ...nothing, ...told }, { ...nothing, ...told, ...saved }]).toContainEqual({
        runs,
        metrics,
        checkpoints,
        checkpointChunks,
        pointers,
      });
      if (!reached) return;
    }
  });

  it('is looked at for every store that belongs to projects', () => {
    const written = new Set([...Object.values(WRITES).flatMap(({ stores }) => stores), 'metrics']);
    expect(written).toEqual(new Set(ALL_STORES));
  });
});

test('an import whose project is deleted under it, and which is then killed, leaves nothing', async () => {
  let sawOwnerless = false;
  for (let n = 1; ; n++) {
    const { database, projectId } = await fresh(undefined);
    const documents = async function* () {
      yield { text: 'a'.repeat(SHARD_TEXT) };
      await deleteProject(database, projectId);
      yield { text: 'b'.repeat(SHARD_TEXT) };
      yield { text: 'c' };
    };
    const work = () => importSource(database, { projectId, name: 'a' }, documents());
    const { reached } = await withFault(n, 'killed', work);
    const { projects: before, documentShards } = await records(database);
    if (before === 0 && documentShards! > 0) sawOwnerless = true;
    const { projects, ...left } = await records(await nextStart(database));
    expect(projects).toBe(before);
    expect(Object.values(left).every((of) => of === 0)).toBe(true);
    if (!reached) break;
  }
  expect(sawOwnerless).toBe(true);
});

test('parts and contents of what is gone go, whatever store they lie in', async () => {
  const { database } = await fresh(async (opened, projectId) => {
    for (const { prepare, write } of Object.values(WRITES)) {
      await prepare?.(opened, projectId);
      await write(opened, projectId);
    }
    await runAndCheckpoint(opened, projectId);
  });
  expect(Object.values(await records(database)).every((of) => of !== undefined && of > 0)).toBe(true);
  await transact(database, ['projects'], 'readwrite', (transaction) => transaction.objectStore('projects').clear());
  expect(await collectOrphans(database)).toMatchObject({ projects: 1 });
  expect(Object.values(await records(database)).every((of) => of === 0)).toBe(true);
});

test('an import without weights goes, and every tokenizer that no project, run or checkpoint has', async () => {
  const { database, projectId } = await fresh(undefined);
  const tokenizer = async (): Promise<string> =>
    (await saveTokenizer(database, { projectId, name: '', vocabSize: 2, json: '{}', details: null })).id;
  const run = async (config: object): Promise<string> =>
    (await createRun(database, { ...RUN, projectId, config, status: 'finished' })).id;
  const checkpoint = async (runId: string, details: object): Promise<string> => {
    const saved = { runId, projectId, step: 0, label: '', metrics: {}, state: null, details };
    return (await saveCheckpoint(database, saved, tensors())).checkpoint.id;
  };
  const names = ['whole', 'cut', 'ofProject', 'tuned', 'ofCheckpoint', 'own'] as const;
  const ids: Record<string, string> = {};
  for (const name of names) ids[name] = await tokenizer();
  const wholeRun = await run({ imported: {}, tokenizer: ids.whole });
  const weights = await checkpoint(wholeRun, {});
  await run({ imported: {}, tokenizer: ids.cut });
  await run({ imported: {}, tokenizer: ids.ofProject });
  const tunedRun = await run({ tokenizer: ids.tuned });
  await checkpoint(tunedRun, { tokenizer: ids.ofCheckpoint });
  await updateProject(database, projectId, { details: { tokenizer: ids.ofProject } });

  const kept = async () => ({
    runs: new Set((await listRuns(database, projectId)).map(({ id }) => id)),
    tokenizers: new Set((await listTokenizers(database, projectId)).map(({ id }) => id)),
  });
  expect(await collectOrphans(database)).toMatchObject({ runs: 2, tokenizers: 2 });
  expect(await kept()).toEqual({
    runs: new Set([wholeRun, tunedRun]),
    tokenizers: new Set([ids.whole, ids.ofProject, ids.tuned, ids.ofCheckpoint]),
  });
  expect(await collectOrphans(database)).toMatchObject({ runs: 0, tokenizers: 0 });

  await deleteCheckpoint(database, weights);
  expect(await collectOrphans(database)).toMatchObject({ runs: 1, tokenizers: 1 });
  expect((await kept()).runs).toEqual(new Set([tunedRun]));
});

test('a run that never began goes; one that told something, or says that it is running, stays', async () => {
  const { database, projectId } = await fresh(undefined);
  const run = async (status: 'stopped' | 'running') =>
    (await createRun(database, { ...RUN, projectId, config: null, status })).id;
  await run('stopped');
  const [told, running] = [await run('stopped'), await run('running')];
  await appendEvents(database, told, 'events', [{ step: 0 }]);
  expect(await collectOrphans(database)).toMatchObject({ runs: 1 });
  expect(new Set((await listRuns(database, projectId)).map(({ id }) => id))).toEqual(new Set([told, running]));
});
