import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { deleteMeasurement, listMeasurements, saveMeasurement } from './measurements.ts';
import { createProject, deleteProject } from './projects.ts';
import { createRun, deleteRun } from './runs.ts';

let count = 0;
let database: Database;
let projectId: string;
beforeEach(async () => {
  database = await openDatabase(`measurements-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

async function run(): Promise<string> {
  const rest = { name: '', status: 'finished', step: 1, config: null, state: null, details: null } as const;
  return (await createRun(database, { projectId, ...rest })).id;
}

const values = async () => (await listMeasurements(database, projectId)).map(({ value }) => value);

describe('measurements', () => {
  it('are kept by project, and one is deleted alone', async () => {
    const runId = await run();
    const first = await saveMeasurement(database, { projectId, runId, value: 1 });
    await saveMeasurement(database, { projectId, runId, value: 2 });
    expect(new Set(await values())).toEqual(new Set([1, 2]));
    await deleteMeasurement(database, first.id);
    await deleteMeasurement(database, first.id);
    expect(await values()).toEqual([2]);
    const other = (await createProject(database, 'q')).id;
    expect(await listMeasurements(database, other)).toEqual([]);
  });

  it('go with their run and with their project, and with no other run', async () => {
    const [first, second] = [await run(), await run()];
    await saveMeasurement(database, { projectId, runId: first, value: 1 });
    await saveMeasurement(database, { projectId, runId: second, value: 2 });
    await deleteRun(database, first);
    expect(await values()).toEqual([2]);
    await deleteProject(database, projectId);
    expect(await values()).toEqual([]);
  });

  it('are not kept of a run that was deleted meanwhile', async () => {
    const runId = await run();
    await deleteRun(database, runId);
    const saving = saveMeasurement(database, { projectId, runId, value: 1 });
    await expect(saving).rejects.toMatchObject({ code: 'run-missing' });
  });
});
