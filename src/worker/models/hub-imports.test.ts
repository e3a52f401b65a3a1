/** Models of a Hub on this machine, as the worker has them: looked at, imported, interrupted, resumed, cancelled. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listCheckpoints } from '../../storage/checkpoints.ts';
import { type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { listRuns } from '../../storage/runs.ts';
import { listTokenizers } from '../../storage/tokenizers.ts';
import { type HubAsked, type HubBehaviour, type HubServer, startHubServer } from '../../testing/hub-server.ts';
import { smallModelFiles } from '../../testing/small-model.ts';
import type * as api from '../api.ts';
import { Hub } from '../hub.ts';
import { HubImports } from './hub-imports.ts';

const ID = 'ocaq/small';
const TOKEN = 'hf_very_secret';
const files = { ...(await smallModelFiles()) };
const WEIGHTS = files['model.safetensors'].length;

let database: Database;
let project: api.Id;
let server: HubServer;
let told: api.WorkerEvent[];
let behave: (asked: HubAsked) => HubBehaviour;
let hub: Hub;
let imports: HubImports;
let heard: (event: api.WorkerEvent) => void;

beforeEach(async () => {
  database = await openDatabase(`hub-imports-${crypto.randomUUID()}`);
  project = (await createProject(database, 'p')).id;
  told = [];
  heard = () => undefined;
  behave = () => 'answer';
  server = await startHubServer({ [ID]: { files, gated: true, token: TOKEN } }, (asked) => behave(asked));
  hub = new Hub(database, (event) => {
    told.push(event);
    heard(event);
  });
  imports = new HubImports(hub);
});
afterEach(() => server.close());

const model = (): api.HubModel => ({ id: ID, revision: '', address: server.address });
const ranges = () => server.requests.filter(({ origin }) => origin === 'files').map(({ range }) => range);
const limit: HubBehaviour = { status: 429, headers: { 'retry-after': '3600' } };

test('a model is looked at by its headers, and what it takes is known', async () => {
  expect(await imports.inspect('j', model(), TOKEN)).toEqual({
    commit: server.commit,
    family: 'GPT-2',
    parameters: expect.any(Number) as number,
    hiddenSize: 32,
    layers: 1,
    contextLength: 64,
    tokens: expect.any(Number) as number,
    downloadBytes: Object.values(files).reduce((sum, { length }) => sum + length, 0),
    storedBytes: expect.any(Number) as number,
    freeBytes: null,
  });
  expect(ranges()).toEqual(['bytes=0-7', expect.stringMatching(/^bytes=8-/)]);
  await expect(imports.inspect('j', model(), '')).rejects.toMatchObject({ code: 'hub-gated' });
});

test('an import waits where the Hub limits it, and resumes without asking for anything twice', async () => {
  behave = ({ origin, number }) => (origin === 'files' && number === 12 ? limit : 'answer');
  heard = (event) => {
    if (event.type === 'import-interrupted') imports.resume(event.jobId);
  };
  const checkpoint = await imports.import(project, 'j', model(), TOKEN);
  expect(await listCheckpoints(database, project)).toMatchObject([{ id: checkpoint.id, label: ID }]);
  expect(told.filter(({ type }) => type === 'import-interrupted')).toEqual([
    { type: 'import-interrupted', jobId: 'j', error: expect.objectContaining({ code: 'hub-busy' }) as object },
  ]);
  const asked = ranges();
  expect(asked.length).toBe(new Set(asked).size + 1);
  const bytes = [...new Set(asked)].reduce((sum, range) => {
    const [start = 0, end = 0] = range?.match(/\d+/g)?.map(Number) ?? [];
    return sum + end + 1 - start;
  }, 0);
  expect(bytes).toBe(WEIGHTS);
  expect(server.requests.filter(({ origin, token }) => (token === TOKEN) !== (origin === 'hub'))).toEqual([]);
  const stored = [await listRuns(database, project), await listTokenizers(database, project), told];
  expect(JSON.stringify(stored)).not.toContain(TOKEN);
});

test('an import that is cancelled while it waits leaves nothing behind', async () => {
  behave = ({ origin, number }) => (origin === 'files' && number > 12 ? limit : 'answer');
  heard = (event) => {
    if (event.type === 'import-interrupted') hub.cancel(event.jobId);
  };
  await expect(imports.import(project, 'j', model(), TOKEN)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await listCheckpoints(database, project)).toEqual([]);
  expect(await listRuns(database, project)).toEqual([]);
  expect(await listTokenizers(database, project)).toEqual([]);
});
