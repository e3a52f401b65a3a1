import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun } from '../../storage/runs.ts';
import { WebLocks } from '../../testing/web-locks.ts';
import { Hub } from '../hub.ts';
import { NO_RUN_DETAILS } from './run-details.ts';
import { RunsUnderWay } from './runs-under-way.ts';
import { holdTrainingLock } from './training-lock.ts';

afterEach(() => vi.unstubAllGlobals());

test('nothing is taken from under a run from the moment that it is known which is being started, in any tab', async () => {
  vi.stubGlobal('navigator', { locks: new WebLocks() });
  const database = await openDatabase('runs-under-way');
  const [project, other] = [(await createProject(database, 'p')).id, (await createProject(database, 'q')).id];
  const begun = { projectId: project, name: '', status: 'paused', step: 0, config: null, state: null } as const;
  const run = await createRun(database, { ...begun, details: NO_RUN_DETAILS });
  const tab = () => new RunsUnderWay(new Hub(database, () => undefined));
  const [here, elsewhere] = [tab(), tab()];
  const lock = await holdTrainingLock();
  here.starting = { run: null };
  await here.refuseOfProject(project);
  here.starting.run = run;
  await expect(here.refuseOfProject(project)).rejects.toMatchObject({ code: 'run-active' });
  await expect(here.refuse(run.id)).rejects.toMatchObject({ code: 'run-active' });
  await here.refuseOfProject(other);

  await elsewhere.refuseOfProject(project);
  await lock.announce(run.id);
  await expect(elsewhere.refuseOfProject(project)).rejects.toMatchObject({ code: 'run-elsewhere' });
  expect([await here.all(), await here.elsewhere(), await elsewhere.elsewhere()]).toEqual([
    new Set([run.id]),
    new Set(),
    new Set([run.id]),
  ]);
  here.starting = null;
  await lock.release();
  for (const of of [here, elsewhere]) await of.refuseOfProject(project);
});
