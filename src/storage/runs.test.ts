import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { type Database, openDatabase, transact } from './database.ts';
import { createProject, deleteProject } from './projects.ts';
import type { RunPoint, RunRecord } from './records.ts';
import {
  appendEvents,
  appendPoints,
  BLOCK_POINTS,
  createRun,
  deleteRun,
  getRun,
  listRuns,
  readPoints,
  updateRun,
} from './runs.ts';

let count = 0;
let database: Database;
let run: RunRecord;
async function fresh(): Promise<void> {
  database = await openDatabase(`runs-${count++}`);
  const projectId = (await createProject(database, 'p')).id;
  run = await createRun(database, {
    projectId,
    name: 'first',
    status: 'running',
    step: 0,
    config: { seq: 128 },
    state: null,
    details: null,
  });
}
beforeEach(fresh);

interface Point extends RunPoint {
  loss: number;
}
const points = (from: number, to: number, loss = 1): Point[] =>
  Array.from({ length: to - from }, (_, i) => ({ step: from + i, loss }));

const blocks = () =>
  transact(database, ['metrics'], 'readonly', (transaction) => transaction.objectStore('metrics').getAll());

describe('runs', () => {
  it('are created, changed and listed, and keep what they were started with', async () => {
    const state = { step: 5, rng: Uint32Array.of(1, 2) };
    await updateRun(database, run.id, { status: 'paused', step: 5, state });
    const changed = await getRun(database, run.id);
    expect(changed).toMatchObject({ status: 'paused', step: 5, state, config: { seq: 128 }, createdAt: run.createdAt });
    expect(await listRuns(database, run.projectId)).toEqual([changed]);
    expect(await listRuns(database, 'other')).toEqual([]);
  });

  it('are told missing, together with their project, once deleted', async () => {
    await appendPoints(database, run.id, 'steps', points(0, 5));
    await deleteRun(database, run.id);
    await deleteRun(database, run.id);
    expect(await blocks()).toEqual([]);
    const missing = { code: 'run-missing' };
    await expect(getRun(database, run.id)).rejects.toMatchObject(missing);
    await expect(updateRun(database, run.id, { step: 1 })).rejects.toMatchObject(missing);
    await expect(appendPoints(database, run.id, 'steps', points(0, 1))).rejects.toMatchObject(missing);
    await deleteProject(database, run.projectId);
    await expect(createRun(database, run)).rejects.toMatchObject({ code: 'project-missing' });
  });
});

describe('curves', () => {
  it('fill blocks of 100 points and come back in order, each series apart', async () => {
    for (let step = 0; step < 250; step += 7) await appendPoints(database, run.id, 'steps', points(step, step + 7));
    await appendPoints(database, run.id, 'heldOut', points(10, 11));
    await appendPoints(database, run.id, 'steps', []);
    expect(await readPoints<Point>(database, run.id, 'steps')).toEqual(points(0, 252));
    expect((await blocks()).map((block) => [block.series, block.block, block.points.length])).toEqual([
      ['heldOut', 0, 1],
      ['steps', 0, BLOCK_POINTS],
      ['steps', 1, BLOCK_POINTS],
      ['steps', 2, 52],
    ]);
    expect(await readPoints(database, run.id, 'none')).toEqual([]);
  });

  it('are told again from the first new step on, as by a run that went back to a checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 330 }), fc.integer({ min: 1, max: 250 }), async (from, size) => {
        await appendPoints(database, run.id, 'steps', points(0, 330));
        await appendPoints(database, run.id, 'steps', points(from, from + size, 2));
        const expected = [...points(0, from), ...points(from, from + size, 2)];
        expect(await readPoints<Point>(database, run.id, 'steps')).toEqual(expected);
        expect((await blocks()).every((block) => block.points.length <= BLOCK_POINTS)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the log', () => {
  it('keeps every event, also several of one step and of earlier ones', async () => {
    const events = Array.from({ length: 205 }, (_, i) => ({ step: 50 - (i % 3), text: `event ${i}` }));
    for (const event of events) await appendEvents(database, run.id, 'events', [event]);
    expect(await readPoints(database, run.id, 'events')).toEqual(events);
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported'])('whatever operation goes wrong (%s)', (fault) => {
  it.each([
    ['curve', (added: Point[]) => appendPoints(database, run.id, 'series', added)],
    ['log', (added: Point[]) => appendEvents(database, run.id, 'series', added)],
  ])('a %s holds all of what was added, once, or nothing of it', async (_, append) => {
    for (let n = 1; ; n++) {
      await fresh();
      await append(points(0, 130));
      const { reached, outcome } = await withFault(n, fault, () => append(points(130, 250)));
      if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
      const stored = await readPoints<Point>(database, run.id, 'series');
      expect(stored).toEqual(points(0, outcome.status === 'fulfilled' ? 250 : 130));
      if (!reached) {
        expect(n).toBeGreaterThan(1);
        return;
      }
    }
  });
});
