/** What was measured of checkpoints. It belongs to their run, so that it outlives weights that newer ones have replaced. */
import { type Database, transact, type WriteTransaction } from './database.ts';
import type { MeasurementRecord } from './records.ts';
import { missingRun } from './run-missing.ts';

/** The oldest first. */
export async function listMeasurements(database: Database, projectId: string): Promise<MeasurementRecord[]> {
  const all = await transact(database, ['measurements'], 'readonly', (transaction) =>
    transaction.objectStore('measurements').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => a.savedAt - b.savedAt);
}

/** @throws `run-missing`, `storage-full` */
export async function saveMeasurement(
  database: Database,
  measurement: Omit<MeasurementRecord, 'id' | 'savedAt'>,
): Promise<MeasurementRecord> {
  const record: MeasurementRecord = { ...measurement, id: crypto.randomUUID(), savedAt: Date.now() };
  await transact(database, ['runs', 'measurements'], 'readwrite', async (transaction) => {
    if ((await transaction.objectStore('runs').getKey(record.runId)) === undefined) throw missingRun(record.runId);
    await transaction.objectStore('measurements').put(record);
  });
  return record;
}

/** Nothing happens where there is none. */
export async function deleteMeasurement(database: Database, id: string): Promise<void> {
  await transact(database, ['measurements'], 'readwrite', (transaction) =>
    transaction.objectStore('measurements').delete(id),
  );
}

/** All of them, within a larger deletion over measurements. */
export async function deleteMeasurementsOfRun(transaction: WriteTransaction, runId: string): Promise<void> {
  const store = transaction.objectStore('measurements');
  for (const id of await store.index('byRun').getAllKeys(runId)) await store.delete(id);
}
