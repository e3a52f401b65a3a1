import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import type { RunRecord } from '../../storage/records.ts';
import { createRun, deleteRun, getRun, readPoints } from '../../storage/runs.ts';
import { withFault } from '../../testing/storage-faults.ts';
import type { StepPoint, WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { RunJournal } from './run-journal.ts';

let count = 0;
let database: Database;
let record: RunRecord;
let told: WorkerEvent[];
let journal: RunJournal;

beforeEach(async () => {
  database = await openDatabase(`journal-${count++}`);
  const { id: projectId } = await createProject(database, 'p');
  const run = { projectId, name: 'r', status: 'running' as const, step: 0 };
  record = await createRun(database, { ...run, config: { choice: {} }, state: null, details: { error: null } });
  told = [];
  journal = new RunJournal(new Hub(database, (event) => told.push(event)), record);
});

const step = (number: number): StepPoint => ({
  step: number,
  loss: 10 - number,
  learningRate: 0.1,
  gradNorm: 1,
  tokensPerSecond: 1,
  stepMilliseconds: 1,
});
const steps = async () => (await readPoints(database, record.id, 'steps')).map((point) => point.step);
const events = async () => (await readPoints(database, record.id, 'events')).map((point) => point.step);

test('steps are told and stored together, with the record', async () => {
  journal.step(step(1));
  journal.step(step(2));
  expect(told).toEqual([]);
  await journal.flush();
  await journal.flush();
  expect(told.map(({ type }) => type)).toEqual(['run-steps', 'run-changed']);
  expect(await steps()).toEqual([1, 2]);
  expect(await getRun(database, record.id)).toMatchObject({ step: 2, details: { trainLoss: 8 } });
});

test('what finds no room is told at once and stored with what comes next, each once', async () => {
  for (let n = 1; ; n++) {
    const [before, seen] = [await steps(), told.length];
    journal.step(step(2 * n));
    const { reached, outcome } = await withFault(n, 'full', async () => {
      await journal.flush();
      await journal.event(2 * n, 'warning', new OcaqError('storage-full', 'No room.'));
    });
    expect(outcome.status).toBe('fulfilled');
    expect(told.slice(seen).map(({ type }) => type)).toEqual(['run-steps', 'run-changed', 'run-event']);
    journal.step(step(2 * n + 1));
    await journal.flush();
    await journal.event(2 * n + 1, 'warning', '');
    expect(await steps()).toEqual([...before, 2 * n, 2 * n + 1]);
    expect(await events()).toEqual(await steps());
    expect((await getRun(database, record.id)).step).toBe(2 * n + 1);
    if (!reached) return expect(n).toBeGreaterThan(1);
  }
});

test('what never passes is thrown, and the page has been told', async () => {
  await deleteRun(database, record.id);
  await expect(journal.change({ status: 'failed' })).rejects.toMatchObject({ code: 'run-missing' });
  closeDatabase(database);
  await expect(journal.event(1, 'failed', 'x')).rejects.toMatchObject({ code: 'database-closed' });
  expect(told.map(({ type }) => type)).toEqual(['run-changed', 'run-event']);
});
