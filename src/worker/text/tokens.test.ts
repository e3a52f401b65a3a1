import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { documentHash } from '../../data/heldout.ts';
import { newSourceReport } from '../../data/readers/source.ts';
import { dropCleaning } from '../../storage/cleaning.ts';
import { openDatabase, transact } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun } from '../../storage/runs.ts';
import { listTokenizers } from '../../storage/tokenizers.ts';
import { dropTokens, getTokenSet, isTokenSetWhole } from '../../storage/tokens.ts';
import { addSource, cleanAsTheyAre } from '../../testing/corpus.ts';
import { withFault } from '../../testing/storage-faults.ts';
import { Hub } from '../hub.ts';
import { type ReadingDetails, snapshotOf } from '../stored.ts';
import { mendTokenSetOf, trainTokenizer } from './tokens.ts';

const DETAILS: ReadingDetails = { bytes: 0, report: newSourceReport(), contentHash: '', repeatedLines: [] };

async function* documents() {
  for (let i = 0; i < 30; i++) {
    const text = `Sənəd ${i}: ocaqda od yanır, ${'tüstü '.repeat(i % 5)}göyə qalxır.`;
    yield { text, hash: documentHash(text) };
  }
}

test('whatever finds no room, the tokenizer that is current has its tokens, and the one before stays until then', async () => {
  const database = await openDatabase('worker-tokens');
  const { id: project } = await createProject(database, 'p');
  await addSource(database, { projectId: project, name: 'a.txt' }, documents(), () => DETAILS);
  const hub = new Hub(database, () => undefined);
  const train = (vocabSize: number) =>
    hub.job(crypto.randomUUID(), 'tokenizer', '', (job) =>
      trainTokenizer(hub, project, job, { vocabSize, rule: 'llama-3' }),
    );
  let before = (await train(270)).id;
  for (let n = 1; ; n++) {
    const { reached, outcome } = await withFault(n, 'full', () => train(271));
    const { tokenizer, corpus } = await snapshotOf(database, project, new Set());
    const stored = (await listTokenizers(database, project)).map(({ id }) => id);
    expect(corpus.tokens?.train).toBeGreaterThan(0);
    expect(stored).toContain(tokenizer?.id);
    if (outcome.status === 'fulfilled') expect(tokenizer?.id).toBe(outcome.value.id);
    if (tokenizer?.id === before) expect(stored).toEqual([before]);
    if (!reached) return expect(outcome.status).toBe('fulfilled');
    before = (await train(270)).id;
  }
});

test('a training that is cancelled leaves the one before', async () => {
  const database = await openDatabase('worker-tokens-cancelled');
  const { id: project } = await createProject(database, 'p');
  await addSource(database, { projectId: project, name: 'a.txt' }, documents(), () => DETAILS);
  const hub = new Hub(database, () => undefined);
  const trainAs = (id: string, vocabSize: number) =>
    hub.job(id, 'tokenizer', '', (job) => trainTokenizer(hub, project, job, { vocabSize, rule: 'llama-3' }));
  const { id } = await trainAs('first', 270);
  const second = trainAs('second', 271);
  hub.cancel('second');
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  const { tokenizer, corpus } = await snapshotOf(database, project, new Set());
  expect([tokenizer?.id, corpus.tokens !== null]).toEqual([id, true]);
});

test('tokens that a run counts in are made again by its tokenizer, of the same texts however they came about', async () => {
  const database = await openDatabase('worker-tokens-of-run');
  const { id: project } = await createProject(database, 'p');
  const source = await addSource(database, { projectId: project, name: 'a.txt' }, documents(), () => DETAILS);
  const hub = new Hub(database, () => undefined);
  const train = (vocabSize: number) =>
    hub.job(crypto.randomUUID(), 'tokenizer', '', (job) =>
      trainTokenizer(hub, project, job, { vocabSize, rule: 'llama-3' }),
    );
  const { id: tokenizer } = await train(270);
  const set = (await getTokenSet(database, project, tokenizer))!;
  const config = { tokenizer, tokenSet: set.id };
  const paused = { name: '', status: 'paused', step: 1, state: null, details: null } as const;
  await createRun(database, { ...paused, projectId: project, config });
  const { id: later } = await train(271);
  const shards = () =>
    transact(database, ['tokenShards'], 'readonly', async (transaction) => {
      const all = await transaction.objectStore('tokenShards').getAll();
      return all.filter(({ tokenizerId, split }) => tokenizerId === tokenizer && split !== 'words');
    });
  const before = await shards();
  expect([later === tokenizer, before.length]).toEqual([false, 2]);

  await dropTokens(database, set);
  await mendTokenSetOf(hub, project, set);
  expect(await shards()).toEqual(before);

  await dropTokens(database, set);
  await dropCleaning(database, source.id);
  await cleanAsTheyAre(database, source);
  await mendTokenSetOf(hub, project, set);
  expect(await shards()).toEqual(before);

  await dropTokens(database, set);
  await addSource(database, { projectId: project, name: 'b.txt' }, documents(), () => DETAILS);
  await expect(mendTokenSetOf(hub, project, set)).rejects.toMatchObject({ code: 'tokens-differ' });
  expect([await shards(), await isTokenSetWhole(database, set)]).toEqual([[], false]);
});
