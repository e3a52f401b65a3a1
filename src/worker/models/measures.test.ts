import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { listMeasurements } from '../../storage/measurements.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun } from '../../storage/runs.ts';
import { keepMeasurement } from './measures.ts';

afterEach(() => vi.restoreAllMocks());

const result = { kind: 'text', set: 'a.txt', loss: 1, perplexity: Math.E, bitsPerByte: 2, tokens: 9, bytes: 30 };
const value = { checkpoint: 'c', step: 4, source: 'file', result, leaks: null, language: null, examples: [] };

test('what was measured is told where there is no room to keep it', async () => {
  const database = await openDatabase('worker-measures-full');
  const { id: projectId } = await createProject(database, 'p');
  const rest = { name: '', status: 'finished', step: 4, config: null, state: null, details: null } as const;
  const { id: runId } = await createRun(database, { projectId, ...rest });
  const measured = { projectId, runId, value };
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  const told = await keepMeasurement(database, measured);
  put.mockRestore();
  expect(told).toMatchObject({
    measurement: { run: runId, checkpoint: 'c', set: 'text a.txt (30 bytes)', result },
    unkept: { code: 'storage-full' },
  });
  expect(await listMeasurements(database, projectId)).toEqual([]);
  const { measurement, unkept } = await keepMeasurement(database, measured);
  expect(unkept).toBeNull();
  expect((await listMeasurements(database, projectId)).map(({ id }) => id)).toEqual([measurement.id]);
});

test('what was measured of a run that is gone by then is not kept', async () => {
  const database = await openDatabase('worker-measures-gone');
  const { id: projectId } = await createProject(database, 'p');
  await expect(keepMeasurement(database, { projectId, runId: 'r', value })).rejects.toMatchObject({
    code: 'run-missing',
  });
});
