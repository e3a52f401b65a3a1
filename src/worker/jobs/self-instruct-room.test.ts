/** Tasks as the worker has them written, by a service of this machine: closed in the middle, resumed, looked through, kept. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { getJob, readItems } from '../../storage/jobs.ts';
import { createProject } from '../../storage/projects.ts';
import { type Behaviour, startTranslationServer, type TranslationServer } from '../../testing/translation-server.ts';
import type * as api from '../api.ts';
import { Hub } from '../hub.ts';
import type { Projects } from '../projects.ts';
import { keepInstructions, recordsOf } from '../text/instructions.ts';
import { SelfInstructRoom } from './self-instruct-room.ts';

const KEY = 'sk-very-secret';
const SEED = { instruction: 'Çay necə dəmlənir, izah et', input: '', output: 'Qaynar su tökülür.' };
const TOPICS = ['dəniz', 'payız', 'xəmir', 'körpü', 'ulduz', 'bazar', 'qatar', 'meyvə'];
const line = (instruction: string, output = 'Bu, üçün gözəl və düzgün cavabdır.') =>
  JSON.stringify({ instruction, input: '', output });
const fresh = (i: number) => line(`${TOPICS[i]} barədə ${i} cümlə`);

let count = 0;
let name: string;
let database: Database;
let project: api.Id;
let set: api.Id;
let server: TranslationServer;
let told: api.WorkerEvent[];
let behave: (number: number) => Behaviour;

/** A tab on the database. */
function tab(): { hub: Hub; room: SelfInstructRoom } {
  const hub = new Hub(database, (event) => told.push(event));
  const projects = { changed: async () => undefined } as unknown as Projects;
  return { hub, room: new SelfInstructRoom(hub, projects) };
}

beforeEach(async () => {
  name = `self-instruct-${count++}`;
  database = await openDatabase(name);
  project = (await createProject(database, 'p')).id;
  told = [];
  server = await startTranslationServer(({ number }) => behave(number));
  set = (await keepInstructions(tab().hub, project, 'seeds.jsonl.gz', [{ row: 1, record: SEED }])).id;
});
afterEach(() => server.close());

const options = (wanted: number): api.SelfInstructOptions => ({
  set,
  language: 'az',
  count: wanted,
  tasksPerRequest: 2,
  address: server.address,
  model: 'm',
  requestsPerMinute: null,
  tokensPerMinute: null,
  price: { input: 1, output: 2 },
});
/** What the service was shown and told, by request. */
const prompts = () =>
  server.requests.map(({ body }) => (body.messages as { content: string }[]).map(({ content }) => content));

test('a tab closed in the middle keeps every task that was paid for; the next asks for the rest alone', async () => {
  const { room } = tab();
  const { id } = await room.create(project, options(5));
  expect(server.requests).toEqual([]);
  behave = (number) => {
    if (number === 2) closeDatabase(database);
    return { text: [fresh(2 * number), fresh(2 * number + 1), line(`${SEED.instruction}!`)].join('\n') };
  };
  await expect(room.resume(id, KEY)).rejects.toMatchObject({ code: 'database-closed' });

  database = await openDatabase(name);
  const { room: later } = tab();
  expect(await later.list(project)).toMatchObject([
    { id, source: 'seeds.jsonl.gz', target: 'seeds.self-instruct.json', done: 2, rejected: { 'near-duplicate': 1 } },
  ]);
  behave = (number) => ({ text: [...(number === 3 ? [fresh(0), fresh(1)] : [fresh(6)]), fresh(2)].join('\n') });
  const record = await later.resume(id, KEY);
  expect(record).toMatchObject({
    done: 5,
    rejected: { 'near-duplicate': 3 },
    usage: { requests: 3, inputTokens: 300, outputTokens: 30 },
  });
  expect(record.cost).toBeCloseTo((300 + 60) / 1e6, 12);
  expect(told).toContainEqual({ type: 'self-instruct-changed', record });
  const [shown, asked] = [prompts().at(-1)?.[1], prompts().at(-1)?.[0]];
  expect(shown).toContain(SEED.instruction);
  expect(asked).toContain('Answer with 1 new tasks');
  expect(JSON.stringify([await getJob(database, id), await readItems(database, id), told])).not.toContain(KEY);
  await later.resume(id, KEY);
  expect(server.requests.length).toBe(4);
});

test('pausing waits for the answer that is on its way', async () => {
  const { hub, room } = tab();
  const { id } = await room.create(project, options(4));
  behave = (number) => {
    if (number === 1) hub.cancel(id);
    return { text: [fresh(2 * number), fresh(2 * number + 1)].join('\n') };
  };
  await expect(room.resume(id, KEY)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await room.list(project)).toMatchObject([{ done: 2, usage: { requests: 1 } }]);
  expect(await room.resume(id, KEY)).toMatchObject({ done: 4, usage: { requests: 2 } });
});

test('a service that repeats itself is asked five times, and what it says of faults is told', async () => {
  const { room } = tab();
  const { id } = await room.create(project, options(4));
  await expect(room.save(project, id)).rejects.toMatchObject({ code: 'job-empty' });
  behave = () => ({ text: line(SEED.instruction) });
  await expect(room.resume(id, KEY)).rejects.toMatchObject({ code: 'tasks-stalled', details: { requests: 5 } });
  expect(await room.list(project)).toMatchObject([
    { done: 0, rejected: { 'near-duplicate': 5 }, usage: { requests: 5 } },
  ]);
  behave = () => ({ status: 401, body: { error: { message: `No such key: ${KEY}` } } });
  await expect(room.resume(id, KEY)).rejects.toMatchObject({
    code: 'endpoint-refused',
    details: { reason: 'No such key: …' },
  });
  await expect(room.create(project, { ...options(1), address: 'nowhere' })).rejects.toMatchObject({
    code: 'endpoint-address',
  });
});

test('tasks are looked through, left out, and become a set', async () => {
  const { hub, room } = tab();
  const { id } = await room.create(project, options(2));
  const english = line('Write a short story about the sea and the wind', 'It was a day like any other for them.');
  behave = () => ({ text: [fresh(0), english].join('\n') });
  await room.resume(id, KEY);
  expect(await room.read(id, 'all', 1, 5)).toMatchObject({ total: 2, toLookAt: 1, rows: [{ otherLanguage: 'en' }] });
  const { rows } = await room.read(id, 'to-look-at', 0, 5);
  expect(rows).toMatchObject([{ index: 1, otherLanguage: 'en', leftOut: false }]);
  expect(await room.leaveOut(id, 1, true)).toMatchObject({ leftOut: true });
  expect(await room.read(id, 'to-look-at', 0, 5)).toEqual({ rows: [], total: 0, toLookAt: 0 });

  const kept = await room.save(project, id);
  expect(kept).toMatchObject({ fileName: 'seeds.self-instruct.json', records: 1 });
  expect(await recordsOf(hub, kept.id)).toEqual([{ row: 1, ...JSON.parse(fresh(0)) }]);
  await room.leaveOut(id, 1, false);
  const { fileName, file } = await room.export(id);
  expect(fileName).toBe('seeds.self-instruct.json');
  expect(JSON.parse(await file.text())).toEqual([JSON.parse(fresh(0)), JSON.parse(english)]);
  await room.delete(id);
  expect(await room.list(project)).toEqual([]);
});

test('what it will cost is known before, and nothing is asked for', async () => {
  const { usage, cost } = await tab().room.estimate(options(5));
  expect(usage.requests).toBe(3);
  expect(usage.outputTokens).toBe(Math.ceil((5 * JSON.stringify(SEED).length) / 2.2));
  expect(cost).toBeCloseTo((usage.inputTokens + 2 * usage.outputTokens) / 1e6, 12);
  expect(server.requests).toEqual([]);
});
