/** Which kernels were found fastest, by adapter, browser and version: kept for all projects, replaced when measured anew. */
import { type Database, transact } from './database.ts';

/** undefined where nothing is kept under this key. */
export async function loadKernels(database: Database, key: string): Promise<unknown> {
  const record = await transact(database, ['kernels'], 'readonly', (transaction) =>
    transaction.objectStore('kernels').get(key),
  );
  return record?.value;
}

/** @throws `storage-full` */
export async function saveKernels(database: Database, key: string, value: unknown): Promise<void> {
  const record = { key, value: structuredClone(value), savedAt: Date.now() };
  await transact(database, ['kernels'], 'readwrite', (transaction) => transaction.objectStore('kernels').put(record));
}
