/** A translation as the worker has it, against a service of this machine: closed in the middle, resumed, corrected, kept. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { getJob, readItems } from '../../storage/jobs.ts';
import { createProject } from '../../storage/projects.ts';
import { writtenProject } from '../../testing/project-files.ts';
import {
  type Asked,
  type Behaviour,
  nonsense,
  startTranslationServer,
  type TranslationServer,
} from '../../testing/translation-server.ts';
import type * as api from '../api.ts';
import { Hub } from '../hub.ts';
import type { Projects } from '../projects.ts';
import { keepInstructions, recordsOf } from '../text/instructions.ts';
import { TranslationRoom } from './translation-room.ts';

const KEY = 'sk-very-secret';
const ROWS = Array.from({ length: 6 }, (_, i) => ({
  row: i + 2,
  record: { instruction: `Describe number ${i}.`, output: `It is called ${i}, of course.` },
}));

let count = 0;
let name: string;
let database: Database;
let project: api.Id;
let set: api.Id;
let server: TranslationServer;
let told: api.WorkerEvent[];
let behave: (asked: Asked) => Behaviour;

/** A tab on the database. */
function tab(): { hub: Hub; room: TranslationRoom } {
  const hub = new Hub(database, (event) => told.push(event));
  const projects = { changed: async () => undefined } as unknown as Projects;
  return { hub, room: new TranslationRoom(hub, projects) };
}

beforeEach(async () => {
  name = `translation-${count++}`;
  database = await openDatabase(name);
  project = (await createProject(database, 'p')).id;
  told = [];
  behave = () => 'answer';
  server = await startTranslationServer((asked) => behave(asked));
  set = (await keepInstructions(tab().hub, project, 'set.jsonl.gz', ROWS)).id;
});
afterEach(() => server.close());

const options = (): api.TranslationOptions => ({
  set,
  from: 'en',
  to: 'az',
  price: { input: 1, output: 2 },
  endpoint: {
    kind: 'openai',
    address: server.address,
    model: 'm',
    recordsPerRequest: 2,
    lanes: 1,
    requestsPerMinute: null,
    tokensPerMinute: null,
  },
});
const asked = () => server.requests.map(({ ids }) => ids);

test('a tab closed in the middle loses nothing that was answered; the next asks for the rest alone', async () => {
  const { room } = tab();
  const { id } = await room.create(project, options());
  expect(asked()).toEqual([]);
  behave = ({ number }) => {
    if (number === 3) closeDatabase(database);
    return 'answer';
  };
  await expect(room.resume(id, KEY)).rejects.toMatchObject({ code: 'database-closed' });
  expect(asked()).toEqual([
    [2, 3],
    [4, 5],
    [6, 7],
  ]);

  database = await openDatabase(name);
  const { room: later } = tab();
  expect(await later.list(project)).toMatchObject([{ id, source: 'set.jsonl.gz', target: 'set.az.json', done: 4 }]);
  const record = await later.resume(id, KEY);
  expect(asked().slice(3)).toEqual([[6, 7]]);
  expect(record).toMatchObject({
    records: 6,
    done: 6,
    failed: 0,
    usage: { requests: 3, inputTokens: 300, outputTokens: 30 },
  });
  expect(record.cost).toBeCloseTo((300 + 60) / 1e6, 12);
  expect(told).toContainEqual({ type: 'translation-changed', translation: record });
  expect(JSON.stringify([await getJob(database, id), await readItems(database, id), told])).not.toContain(KEY);
  const file = Buffer.from(await writtenProject(database, project)).toString('latin1');
  expect([file.includes(id), file.includes(KEY)]).toEqual([true, false]);
  await later.resume(id, KEY);
  expect(server.requests.length).toBe(4);
});

test('pausing waits for the answer that is on its way', async () => {
  const { hub, room } = tab();
  const { id } = await room.create(project, options());
  behave = ({ number }) => {
    if (number === 2) hub.cancel(id);
    return 'answer';
  };
  await expect(room.resume(id, KEY)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await room.list(project)).toMatchObject([{ done: 4 }]);
  await room.resume(id, KEY);
  expect([...server.answered.values()]).toEqual([1, 1, 1, 1, 1, 1]);
});

test('rows are looked at, edited with undo, accepted, retried, and become a set', async () => {
  const { hub, room } = tab();
  const { id } = await room.create(project, options());
  await expect(room.save(project, id)).rejects.toMatchObject({ code: 'job-empty' });
  behave = ({ ids, number }) => {
    if (ids.includes(4)) return { text: 'no' };
    return number === 1
      ? { text: ids.map((row) => JSON.stringify({ id: row, instruction: 'Söz 7.', output: 'və söz 7' })).join('\n') }
      : 'answer';
  };
  expect(await room.resume(id, KEY)).toMatchObject({ done: 5, failed: 1 });
  const page = await room.read(id, 'to-look-at', 0, 2);
  expect(page).toMatchObject({ total: 3, toLookAt: 3, rows: [{ row: 2 }, { row: 3 }] });
  expect(page.rows[0]?.findings.map(({ check }) => check)).toEqual(['numbers', 'numbers']);
  expect(await room.read(id, 'all', 2, 1)).toMatchObject({
    total: 6,
    rows: [{ row: 4, state: 'failed', error: null }],
  });

  const edited = await room.edit(id, 0, { instruction: '0 ədədini təsvir et.', output: 'Onun adı 0-dır.' });
  expect(edited).toMatchObject({ findings: [], earlier: 1 });
  expect(await room.undo(id, 0)).toMatchObject({ texts: { instruction: 'Söz 7.' }, earlier: 0 });
  expect(await room.undo(id, 0)).toMatchObject({ texts: { instruction: 'Söz 7.' }, earlier: 0 });
  await room.accept(id, 0, true);
  expect(await room.read(id, 'to-look-at', 0, 9)).toMatchObject({ toLookAt: 2 });

  behave = () => 'answer';
  expect(await room.retry(id, 1, KEY)).toMatchObject({ row: 3, findings: [], earlier: 1 });
  expect(await room.retry(id, 2, KEY)).toMatchObject({ row: 4, state: 'done', earlier: 0 });
  expect((await room.list(project))[0]).toMatchObject({ done: 6, failed: 0, usage: { requests: 7 } });

  const kept = await room.save(project, id);
  expect(kept).toMatchObject({ fileName: 'set.az.json', records: 6 });
  const records = await recordsOf(hub, kept.id);
  expect(records[2]).toEqual({
    row: 4,
    instruction: nonsense('Describe number 2.'),
    input: '',
    output: nonsense('It is called 2, of course.'),
  });
  const { fileName, file } = await room.export(id);
  expect(fileName).toBe('set.az.json');
  expect(JSON.parse(await file.text())[2]).toEqual({
    instruction: records[2]?.instruction,
    input: '',
    output: records[2]?.output,
  });
  await room.delete(id);
  expect(await room.list(project)).toEqual([]);
});

test('what it will cost is known before, and no record is asked for', async () => {
  const { records, usage, cost } = await tab().room.estimate(options());
  expect(records).toBe(6);
  expect(usage.requests).toBe(3);
  expect(cost).toBeCloseTo((usage.inputTokens + 2 * usage.outputTokens) / 1e6, 12);
  expect(asked()).toEqual([]);
});

test('the translator of the browser asks nobody, and is told of where it is missing or fails', async () => {
  const { room } = tab();
  const browser = { ...options().endpoint, kind: 'browser', address: '' } as const;
  const { id } = await room.create(project, { ...options(), endpoint: browser });
  await expect(room.resume(id, '')).rejects.toMatchObject({ code: 'translator-missing' });
  const failing = () => Promise.reject(new Error('no model'));
  await expect(room.resume(id, '', failing)).rejects.toMatchObject({
    code: 'translator-failed',
    details: { from: 'en', to: 'az', reason: 'no model' },
  });
  const record = await room.resume(id, '', async (texts) => texts.map(nonsense));
  expect(record).toMatchObject({ done: 4, failed: 2, usage: { inputTokens: 0 } });
  expect(server.requests).toEqual([]);
});

test('one text that the translator of the browser cannot do fails alone', async () => {
  const { room } = tab();
  const browser = { ...options().endpoint, kind: 'browser', address: '' } as const;
  const { id } = await room.create(project, { ...options(), endpoint: browser });
  const record = await room.resume(id, '', async (texts) => {
    if (texts.some((text) => text.includes('number 3'))) throw new Error('too long');
    return texts.map(nonsense);
  });
  expect(record).toMatchObject({ done: 5, failed: 1, usage: { requests: 3 } });
  const { rows } = await room.read(id, 'all', 0, 9);
  expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'failed', 'done', 'done']);
  expect(rows[3]?.error).toMatchObject({ code: 'translator-failed', details: { reason: 'too long' } });
  expect(rows[0]?.texts?.instruction).toBe(nonsense('Describe number 0.'));
});

test('an address that cannot be asked is refused before it is stored', async () => {
  const { room } = tab();
  const endpoint = { ...options().endpoint, address: 'api.example.com' };
  const before = await room.list(project);
  await expect(room.create(project, { ...options(), endpoint })).rejects.toMatchObject({ code: 'endpoint-address' });
  expect(await room.list(project)).toEqual(before);
});
