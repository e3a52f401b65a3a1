/** How fast shapes were trained, by adapter: kept for all projects, replaced when measured anew. */
import { type Database, keysUnder, transact } from './database.ts';

/** Of all shapes that were measured on this adapter. */
export async function listSpeeds(database: Database, adapter: string): Promise<unknown[]> {
  const records = await transact(database, ['speeds'], 'readonly', (transaction) =>
    transaction.objectStore('speeds').getAll(keysUnder(adapter)),
  );
  return records.map(({ value }) => value);
}

/** @throws `storage-full` */
export async function saveSpeed(database: Database, adapter: string, shape: string, value: unknown): Promise<void> {
  const record = { adapter, shape, value: structuredClone(value), savedAt: Date.now() };
  await transact(database, ['speeds'], 'readwrite', (transaction) => transaction.objectStore('speeds').put(record));
}
