/** What takes room, and checkpoints that may not go. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { addSource } from '../testing/corpus.ts';
import { deleteCheckpoint, listCheckpoints, saveCheckpoint } from './checkpoints.ts';
import { dropCleaning } from './cleaning.ts';
import { readDocuments } from './corpus.ts';
import { type Database, openDatabase, transact } from './database.ts';
import { listSources } from './documents.ts';
import { createProject } from './projects.ts';
import { appendPoints, createRun, deleteRun } from './runs.ts';
import { saveTokenizer } from './tokenizers.ts';
import { dropTokens, writeTokenSet } from './tokens.ts';
import { bytesOfTokens, usageOf } from './usage.ts';
import { readWordList, saveWordList } from './word-lists.ts';

let count = 0;
let database: Database;
let projectId = '';
beforeEach(async () => {
  database = await openDatabase(`usage-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

async function* texts() {
  yield { text: 'salam dünya' };
}

async function run(config: object = {}): Promise<string> {
  const rest = { name: '', status: 'running', step: 0, details: null, state: null } as const;
  return (await createRun(database, { projectId, config, ...rest })).id;
}

async function save(runId: string, step: number): Promise<string> {
  const tensors = (async function* () {
    yield { name: 'w', bytes: new Uint8Array(100) };
  })();
  const saved = { runId, projectId, step, label: '', metrics: {}, state: null };
  return (await saveCheckpoint(database, saved, tensors)).checkpoint.id;
}

const stepsOf = async () => (await listCheckpoints(database, projectId)).map(({ step }) => step);

it('counts what is stored of every kind', async () => {
  await addSource(database, { projectId, name: 'a' }, texts());
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{"a":1}', details: null };
  const of = { projectId, tokenizerId: (await saveTokenizer(database, tokenizer)).id, vocabSize: 9 };
  await writeTokenSet(database, of, (writer) => writer.add('train', Uint16Array.of(1, 2, 3), 5));
  const id = await run();
  await appendPoints(database, id, 'steps', [{ step: 1 }]);
  await save(id, 1);
  const usage = await usageOf(database, projectId, new Set());
  expect(usage.sources).toMatchObject([{ name: 'a', heldBytes: usage.sources[0]!.storedBytes }]);
  expect(usage.tokenizers).toMatchObject([{ heldBytes: 7 }]);
  expect(usage.tokenSets).toMatchObject([{ heldBytes: 3 * 2 + 4 }]);
  expect(usage.checkpoints).toMatchObject([{ heldBytes: 100, step: 1 }]);
  expect(usage.checkpoints[0]).not.toHaveProperty('tensors');
  expect(usage.runs[0]!.heldBytes).toBeGreaterThan(10);
  expect((await usageOf(database, 'other', new Set())).sources).toEqual([]);
});

it('counts no tokens that were let go of, whose list of words is still there', async () => {
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '', details: null };
  const of = { projectId, tokenizerId: (await saveTokenizer(database, tokenizer)).id, vocabSize: 9 };
  const set = await writeTokenSet(database, of, (writer) => writer.add('train', Uint16Array.of(1, 2, 3), 5));
  await saveWordList(database, set, Uint32Array.of(1));
  expect((await usageOf(database, projectId, new Set())).tokenSets).toHaveLength(1);
  await dropTokens(database, set);
  expect((await usageOf(database, projectId, new Set())).tokenSets).toEqual([]);
  expect(await readWordList(database, set)).toEqual(Uint32Array.of(1));
});

it('counts 2 bytes a token up to 65 536 entries, and 4 above', () => {
  const part = { tokens: 1000, documents: 3 };
  expect(bytesOfTokens(65536, part, part)).toBe(2 * 2012);
  expect(bytesOfTokens(65537, part)).toBe(4012);
});

it('lets go of what cleaning made: the source is as it was read until it is cleaned again', async () => {
  const source = await addSource(database, { projectId, name: 'a' }, texts());
  await dropCleaning(database, source.id);
  const [left] = await listSources(database, projectId);
  expect(left).toMatchObject({ id: source.id, cleaned: null, documents: 1 });
  for await (const _ of readDocuments(database, [left!])) expect.unreachable();
  const verdicts = await transact(database, ['cleanShards'], 'readonly', (transaction) =>
    transaction.objectStore('cleanShards').count(),
  );
  expect(verdicts).toBe(0);
  await dropCleaning(database, source.id);
  await expect(dropCleaning(database, 'gone')).rejects.toMatchObject({ code: 'source-missing' });
});

it('of a run that is under way, the checkpoint that it would resume from is never deleted', async () => {
  const live = await run();
  const [first, second] = [await save(live, 1), await save(live, 2)];
  const underWay = new Set([live]);
  expect((await usageOf(database, projectId, underWay)).needed).toEqual(new Map([[second, 'run-under-way']]));
  await expect(deleteCheckpoint(database, second, underWay)).rejects.toMatchObject({ code: 'checkpoint-needed' });
  await deleteCheckpoint(database, first, underWay);
  await expect(deleteCheckpoint(database, second, underWay)).rejects.toMatchObject({ code: 'checkpoint-needed' });
  expect(await stepsOf()).toEqual([2]);
  await deleteCheckpoint(database, second);
  expect(await stepsOf()).toEqual([]);
});

it('what a run that is under way began with stays, and so does what adapters lie beside, under way or not', async () => {
  const base = await run();
  const other = await run();
  const [began, branched, beside] = [await save(base, 1), await save(other, 2), await save(other, 3)];
  const tuned = await run({ baseCheckpoint: began, method: { kind: 'full' }, branch: { checkpoint: branched } });
  await run({ baseCheckpoint: beside, method: { kind: 'lora' } });
  const live = new Set([tuned]);
  for (const id of [began, branched])
    await expect(deleteCheckpoint(database, id, live)).rejects.toMatchObject({ code: 'checkpoint-needed' });
  await expect(deleteRun(database, base, live)).rejects.toMatchObject({ code: 'checkpoint-needed' });
  await expect(deleteRun(database, other, live)).rejects.toMatchObject({ code: 'adapter-base-needed' });
  await expect(deleteCheckpoint(database, beside)).rejects.toMatchObject({ code: 'checkpoint-has-adapters' });
  await deleteRun(database, base);
  expect(await stepsOf()).toEqual([3, 2]);
});
