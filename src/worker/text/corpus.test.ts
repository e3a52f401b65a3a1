import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { DEFAULT_STEPS, type StepChoice } from '../../data/cleaning/table.ts';
import { documentHash } from '../../data/heldout.ts';
import { OcaqError } from '../../errors.ts';
import { openDatabase, transact } from '../../storage/database.ts';
import { deleteSource, importSource, listSources } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import type { ImportOptions } from '../api.ts';
import { Hub } from '../hub.ts';
import { type CleaningDetails, changeProject, snapshotOf } from '../stored.ts';
import { cleanCorpus } from './cleaning.ts';
import { importSource as importFiles, previewSource } from './corpus.ts';
import { findDocuments } from './reading.ts';

const EARLIER = { bytes: 7, badSequences: 0, badRows: 0, badRowExamples: [] };
const options = { readings: { text: { format: 'text', split: 'line' } }, licence: null } as const;
const whole = DEFAULT_STEPS.filter(({ id }) => id !== 'short-lines');

const sourceOf = (text: string, name: string) => ({ name, files: [{ path: name, file: new File([text], name) }] });

async function openProject(name: string) {
  const database = await openDatabase(name);
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'a')).id;
  let jobs = 0;
  const add = (text: string, fileName = 'f.txt', how: ImportOptions = options) =>
    importFiles(hub, project, `import ${jobs++}`, sourceOf(text, fileName), how, async () => undefined);
  const clean = async (steps: readonly StepChoice[], scope: 'new' | 'all' = 'new') => {
    await changeProject(database, project, { cleaning: steps });
    return hub.job(`clean ${jobs++}`, 'clean', '', (job) => cleanCorpus(hub, project, job, steps, scope));
  };
  const corpus = async () => (await snapshotOf(database, project, new Set())).corpus;
  const texts = async () => {
    const query = { source: null, text: '', from: null, count: 100 };
    const { documents } = await findDocuments(hub, project, `read ${jobs++}`, query);
    return documents.map(({ excerpt }) => excerpt);
  };
  return { database, hub, project, add, clean, corpus, texts };
}

test('a source is no part of the corpus until it has been cleaned', async () => {
  const { add, clean, corpus, texts } = await openProject('corpus-raw');
  const source = await add('bir \niki');
  expect(source).toMatchObject({ state: 'raw', documents: 0, read: { documents: 2, bytes: 6 } });
  expect(await texts()).toEqual([]);
  expect(await clean(whole)).toEqual([{ fileName: 'f.txt', documents: 2, isRepeated: false, nearShare: 0 }]);
  expect(await texts()).toEqual(['bir', 'iki']);
  expect((await corpus()).documents).toBe(2);
});

test('duplicates are found across sources, also across those that were cleaned before', async () => {
  const { database, add, clean, corpus, texts } = await openProject('corpus-duplicates');
  const first = await add('one\ntwo', 'a.txt');
  await clean(whole);
  await add('two\nthree', 'b.txt');
  await add('three\nfour\n one', 'c.txt');
  expect(await clean(whole)).toMatchObject([{ documents: 1 }, { documents: 1 }]);
  expect(await texts()).toEqual(['one', 'two', 'three', 'four']);
  expect(await add('two\nthree', 'again.txt')).toBeNull();
  await add('four\ntwo', 'repeats.txt');
  expect(await clean(whole)).toEqual([{ fileName: 'repeats.txt', documents: 0, isRepeated: true, nearShare: 0 }]);
  expect((await corpus()).sources).toHaveLength(3);

  // What was dropped for a source that is gone comes back when the corpus is cleaned again.
  await deleteSource(database, first?.id ?? '');
  expect((await corpus()).sources.map(({ state }) => state)).toEqual(['stale', 'stale']);
  await clean(whole, 'all');
  expect(await texts()).toEqual(['two', 'three', 'four', 'one']);
  expect((await corpus()).sources.map(({ state }) => state)).toEqual(['clean', 'clean']);
});

test('the corpus is cleaned again with other steps, without its files', async () => {
  const { add, clean, corpus, texts } = await openProject('corpus-again');
  await add('Bu, kifayət qədər uzun bir cümlədir.\n12\nqısa');
  await clean(DEFAULT_STEPS);
  expect(await texts()).toEqual(['Bu, kifayət qədər uzun bir cümlədir.']);
  const short = [{ id: 'short-lines', options: { minDocumentCharacters: 2 } }];
  await clean(short);
  expect(await texts()).toHaveLength(1);
  await clean(short, 'all');
  expect(await texts()).toEqual(['Bu, kifayət qədər uzun bir cümlədir.', 'qısa']);
  const [source] = (await corpus()).sources;
  expect(source).toMatchObject({ cleaning: short, steps: [{ id: 'short-lines', documentsIn: 3, removed: 1 }] });
});

test('sources after one that is cleaned anew are compared with it anew', async () => {
  const { add, clean, corpus } = await openProject('corpus-chain');
  await add('bir\niki', 'a.txt');
  await clean([...whole].filter(({ id }) => id !== 'whitespace'));
  await add('iki\nüç', 'b.txt');
  await clean(whole);
  expect((await corpus()).sources.map(({ state }) => state)).toEqual(['stale', 'clean']);
  await clean(whole, 'all');
  expect((await corpus()).sources.map(({ state }) => state)).toEqual(['clean', 'clean']);
});

test('cleaning that was stopped is taken up where it was, and gives what it would have given', async () => {
  const paragraph = (i: number) => `${i} ${'söz '.repeat(100_000)}`;
  const lines = [0, 1, 2, 3, 1, 4, 5].map(paragraph).join('\n');
  const straight = await openProject('corpus-straight');
  await straight.add(lines);
  await straight.clean(whole);

  const stopped = await openProject('corpus-stopped');
  await stopped.add(lines);
  const emit = (event: { type: string }) => {
    if (event.type === 'progress') hub.cancel('job');
  };
  const hub = new Hub(stopped.database, emit);
  const cleaning = hub.job('job', 'clean', '', (job) => cleanCorpus(hub, stopped.project, job, whole, 'new'));
  await expect(cleaning).rejects.toMatchObject({ code: 'cancelled' });
  const [half] = await listSources(stopped.database, stopped.project);
  expect(half).toMatchObject({ cleaned: null });
  expect(half?.cleaning?.shards).toBeGreaterThan(0);
  expect(half?.cleaning?.shards).toBeLessThan(half?.shards ?? 0);
  await stopped.clean(whole);
  expect(await stopped.texts()).toEqual(await straight.texts());
  const [as, wanted] = [(await stopped.corpus()).sources[0], (await straight.corpus()).sources[0]];
  expect(as?.steps).toEqual(wanted?.steps);
});

test('a source of an earlier version is as it was, and later ones are compared with it', async () => {
  const { database, project, add, clean, corpus, texts } = await openProject('corpus-earlier');
  const documents = (async function* () {
    for (const text of ['bir', 'iki']) yield { text, hash: documentHash(text) };
  })();
  const read = await importSource(database, { projectId: project, name: 'f.txt' }, documents, () => EARLIER);
  const { cleaned: _, ...earlier } = read;
  const report = {
    id: 'short-lines',
    documentsIn: 2,
    documentsOut: 2,
    bytesIn: 6,
    bytesOut: 6,
    changed: 0,
    removed: 0,
    examples: [],
  };
  const details = { ...EARLIER, steps: [report] };
  await transact(database, ['sources'], 'readwrite', (transaction) =>
    transaction.objectStore('sources').put({ ...earlier, details }),
  );
  await add('iki\nüç', 'g.txt');
  await clean(whole);
  expect(await texts()).toEqual(['bir', 'iki', 'üç']);
  expect((await corpus()).sources).toMatchObject([
    {
      state: 'clean',
      documents: 2,
      cleaning: [{ id: 'short-lines', options: { minDocumentCharacters: 20, minLineLetters: 3 } }],
      steps: [{ ...report, rules: {}, remarks: {} }],
    },
    { state: 'clean', documents: 1 },
  ]);
  await clean(whole, 'all');
  expect((await corpus()).sources[0]).toMatchObject({ state: 'clean', documents: 2, cleaning: whole });
});

test('lines that many documents of a source have are taken out where that is wanted', async () => {
  const { add, clean, texts } = await openProject('corpus-lines');
  const document = (i: number) =>
    `Ana səhifə – Xəbərlər – Əlaqə / Bu, ${i}-ci xəbərin öz mətnidir və başqasında yoxdur.`;
  const lines = Array.from({ length: 12 }, (_, i) => document(i).replace(' / ', '\n')).join('\n\n');
  await add(lines, 'a.txt', { readings: { text: { format: 'text', split: 'blank-line' } }, licence: 'cc-by-4.0' });
  await clean([{ id: 'boilerplate', options: {} }]);
  expect((await texts())[3]).toBe('Bu, 3-ci xəbərin öz mətnidir və başqasında yoxdur.');
});

test('a source that is deleted while the corpus is cleaned is left out, and nothing of it stays', async () => {
  const { database, project, add, corpus, texts } = await openProject('corpus-deleted');
  const lines = (name: string) =>
    Array.from({ length: 12 }, (_, i) => `${name} ${i} ${'söz '.repeat(100_000)}`).join('\n');
  const first = await add(lines('a'), 'a.txt');
  await add(`${lines('b')}\n${lines('a')}`, 'b.txt');
  await changeProject(database, project, { cleaning: whole });
  let deletion: Promise<void> | undefined;
  const hub = new Hub(database, (event) => {
    if (event.type === 'progress') deletion ??= deleteSource(database, first?.id ?? '');
  });
  const cleaned = await hub.job('job', 'clean', '', (job) => cleanCorpus(hub, project, job, whole, 'new'));
  await deletion;
  expect(cleaned).toEqual([{ fileName: 'b.txt', documents: 24, isRepeated: false, nearShare: 0 }]);
  expect((await corpus()).sources.map(({ state }) => state)).toEqual(['clean']);
  expect(await texts()).toHaveLength(24);
  const [kept] = await listSources(database, project);
  const ids = await transact(database, ['documentShards', 'cleanShards'], 'readonly', async (transaction) => [
    ...(await transaction.objectStore('documentShards').getAll()).map(({ sourceId }) => sourceId),
    ...(await transaction.objectStore('cleanShards').getAll()).map(({ cleaningId }) => cleaningId),
  ]);
  expect(new Set(ids)).toEqual(new Set([kept?.id, kept?.cleaned?.id]));
});

test('a project with a step of another version is shown, is stale, and is cleaned once the step is off', async () => {
  const { database, project, add, clean, corpus, texts } = await openProject('corpus-unknown');
  await add('bir \niki');
  await clean(whole);
  const unknown: StepChoice = { id: 'of-another-version', options: { depth: 3 } };
  await changeProject(database, project, { cleaning: [unknown, ...whole] });
  expect(await corpus()).toMatchObject({ cleaning: [unknown, ...whole], documents: 2, sources: [{ state: 'stale' }] });
  await expect(clean([unknown, ...whole], 'all')).rejects.toMatchObject({ code: 'cleaning-step-unknown' });
  await clean([{ ...unknown, off: true }, ...whole], 'all');
  expect(await corpus()).toMatchObject({
    cleaning: [{ ...unknown, off: true }, ...whole],
    sources: [{ state: 'clean' }],
  });
  expect(await texts()).toEqual(['bir', 'iki']);
});

test('fingerprints of steps that were others then are taken anew', async () => {
  const { database, project, add, clean, texts } = await openProject('corpus-fingerprints');
  await add('bir\niki', 'a.txt');
  await clean(whole);
  const [source] = await listSources(database, project);
  const details = { ...(source?.cleaned?.details as CleaningDetails), keys: { all: 'earlier', corpus: 'earlier' } };
  await transact(database, ['sources', 'cleanShards'], 'readwrite', async (transaction) => {
    const [shard] = await transaction.objectStore('cleanShards').getAll();
    if (!source?.cleaned || !shard) throw new Error('it was not cleaned');
    await transaction.objectStore('cleanShards').put({ ...shard, fingerprints: [new Uint8Array(2)] });
    await transaction.objectStore('sources').put({ ...source, cleaned: { ...source.cleaned, details } });
  });
  await add('iki\nüç', 'b.txt');
  await clean(whole);
  expect(await texts()).toEqual(['bir', 'iki', 'üç']);
});

test('a file that is read again for its scores takes the place of its source, and is refused where nothing is new', async () => {
  const { add, clean, corpus, texts } = await openProject('corpus-scores');
  const rows = (...scores: number[]) =>
    scores.map((score, i) => JSON.stringify({ text: `Bu, ${i} nömrəli sənəddir.`, score })).join('\n');
  const read = (scores?: string[]): ImportOptions => ({
    readings: { jsonl: { format: 'jsonl', ...(scores ? { scores } : {}) } },
    licence: null,
  });
  await add(rows(1, 5), 'a.jsonl', { ...read(), licence: 'cc-by-4.0' });
  await add('Başqa bir sənəd.', 'b.txt');
  const steps: StepChoice[] = [{ id: 'score-filter', options: { column: 'score', min: 3 } }];
  await clean(steps);
  expect(await texts()).toHaveLength(3);
  expect(await add(rows(1, 5), 'a.jsonl', read())).toBeNull();
  expect(await add(rows(1, 5), 'a.jsonl', read(['score']))).toMatchObject({ state: 'raw', licence: 'cc-by-4.0' });
  await clean(steps);
  expect(await texts()).toEqual(['Bu, 1 nömrəli sənəddir.', 'Başqa bir sənəd.']);
  expect((await corpus()).sources.map(({ fileName }) => fileName)).toEqual(['a.jsonl', 'b.txt']);
  expect(await add(rows(1, 5), 'a.jsonl', read(['score']))).toBeNull();
  expect(await add(rows(1, 5), 'a.jsonl', read())).toBeNull();
  expect(await add(rows(4, 5), 'a.jsonl', read(['score']))).not.toBeNull();
});

test('the same texts, imported twice at once, are one source', async () => {
  const { add, corpus } = await openProject('corpus-at-once');
  const [first, second] = await Promise.all([add('bir\niki', 'a.txt'), add('bir\niki', 'b.txt')]);
  expect(second).toBeNull();
  expect((await corpus()).sources).toEqual([first]);
});

test('a source that a run learns from is not replaced', async () => {
  const { hub, project, add, corpus } = await openProject('corpus-not-replaced');
  await add('{"text": "Bir sənəd.", "score": 1}', 'a.jsonl');
  const again = importFiles(
    hub,
    project,
    'again',
    sourceOf('{"text": "Bir sənəd.", "score": 1}', 'a.jsonl'),
    { readings: { jsonl: { format: 'jsonl', scores: ['score'] } }, licence: null },
    () => Promise.reject(new OcaqError('run-active', 'A run is under way.')),
  );
  await expect(again).rejects.toMatchObject({ code: 'run-active' });
  expect((await corpus()).sources).toHaveLength(1);
});

test('a folder is read without a file that was gone when it was opened, and names it', async () => {
  const { hub, project } = await openProject('corpus-gone');
  const files = [
    { path: 'm/a.txt', file: new File(['bir\niki'], 'a.txt') },
    { path: 'm/itən.txt', file: null },
  ];
  const skipped = [{ path: 'm/itən.txt', reason: 'unreadable', error: { code: 'file-unreadable' } }];
  expect(await previewSource({ name: 'm', files }, {})).toMatchObject({ groups: [{ count: 1 }], skipped });
  const add = (some: typeof files) =>
    importFiles(hub, project, 'i', { name: 'm', files: some }, options, async () => undefined);
  expect(await add(files)).toMatchObject({ read: { documents: 2 }, skipped, skippedCount: 1 });
  await expect(add(files.slice(1))).rejects.toMatchObject({
    code: 'file-unreadable',
    details: { file: 'm/itən.txt' },
  });
});
