import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import * as storage from '../../storage/measurements.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun } from '../../storage/runs.ts';
import { Hub } from '../hub.ts';
import { keepMeasurement, keyOfSet, listMeasurements } from './measures.ts';

let now = Date.now();
/** Nothing is saved at the same time as something else. */
beforeEach(() => void vi.spyOn(Date, 'now').mockImplementation(() => ++now));
afterEach(() => vi.restoreAllMocks());

const result = { kind: 'text', set: 'a.txt', loss: 1, perplexity: Math.E, bitsPerByte: 2, tokens: 9, bytes: 30 };
const value = { checkpoint: 'c', step: 4, source: 'file', result, leaks: null, language: null, examples: [] };

async function withRun(name: string) {
  const database = await openDatabase(name);
  const { id: projectId } = await createProject(database, 'p');
  const rest = { name: '', status: 'finished', step: 4, config: null, state: null, details: null } as const;
  const { id: runId } = await createRun(database, { projectId, ...rest });
  return { database, projectId, runId };
}

test('what was measured is told where there is no room to keep it', async () => {
  const { database, projectId, runId } = await withRun('worker-measures-full');
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
  expect(await storage.listMeasurements(database, projectId)).toEqual([]);
  const { measurement, unkept } = await keepMeasurement(database, measured);
  expect(unkept).toBeNull();
  expect((await storage.listMeasurements(database, projectId)).map(({ id }) => id)).toEqual([measurement.id]);
});

test('what was measured of a run that is gone by then is not kept', async () => {
  const database = await openDatabase('worker-measures-gone');
  const { id: projectId } = await createProject(database, 'p');
  await expect(keepMeasurement(database, { projectId, runId: 'r', value })).rejects.toMatchObject({
    code: 'run-missing',
  });
});

test('what is kept in no form that is known is left out and counted, and nothing else with it', async () => {
  const { database, projectId, runId } = await withRun('worker-measures-unknown');
  const leaks = { items: 1, tooShort: 0, share: 1, documents: 3, found: 1, shown: [], without: null };
  const wrong: unknown[] = [null, 'x', [], {}, { ...value, result: null }, { ...value, source: 'elsewhere' }];
  wrong.push({ ...value, result: { ...result, kind: 'later' } }, { ...value, leaks: {} }, { ...value, examples: [1] });
  wrong.push({ ...value, leaks: { ...leaks, without: 7 } }, { ...value, leaks: { ...leaks, shown: [{ item: 0 }] } });
  for (const one of [value, ...wrong, { ...value, leaks }])
    await storage.saveMeasurement(database, { projectId, runId, value: one });
  const { measurements, unknown } = await listMeasurements(new Hub(database, () => undefined), projectId);
  expect(measurements).toMatchObject([{ leaks: null }, { leaks }]);
  expect(unknown).toBe(wrong.length);
  expect(await storage.listMeasurements(database, projectId)).toHaveLength(wrong.length + 2);
});

test('a file is known by what it holds and how it is read and asked, whatever it is called', async () => {
  const file = (text: string, name = 'a.jsonl') => new File([text], name);
  const keys = await Promise.all(
    [
      { kind: 'pairs' as const, file: file('x') },
      { kind: 'pairs' as const, file: file('x', 'b.jsonl') },
      { kind: 'pairs' as const, file: file('y') },
      { kind: 'exam' as const, file: file('x'), indexBase: 'zero' as const },
      { kind: 'exam' as const, file: file('x'), indexBase: 'one' as const },
      { kind: 'prompts' as const, file: file('x'), maxTokens: 8 },
      { kind: 'prompts' as const, file: file('x'), maxTokens: 9 },
    ].map(keyOfSet),
  );
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(keys.length - 1);
  expect(await keyOfSet({ kind: 'azblimp', each: 10 })).toBeNull();
});

test('results on one set are told by its key, and those of earlier versions by its name and size', async () => {
  const { database, projectId, runId } = await withRun('worker-measures-keys');
  for (const one of [value, { ...value, key: 'k' }, { ...value, result: { ...result, set: 'b.txt' }, key: 'k' }])
    await storage.saveMeasurement(database, { projectId, runId, value: one });
  const { measurements } = await listMeasurements(new Hub(database, () => undefined), projectId);
  expect(measurements.map(({ set }) => set)).toEqual(['text a.txt (30 bytes)', 'text k', 'text k']);
});
