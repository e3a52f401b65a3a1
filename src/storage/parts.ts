/** Records that are parts of another one, whose id their key begins with: shards of a source, points of a run, items of a job. */
import { keysUnder, type WriteTransaction } from './database.ts';

type PartStore = 'documentShards' | 'cleanShards' | 'instructionShards' | 'metrics' | 'checkpointChunks' | 'jobItems';

/** Deletes the parts of whatever is not there, within a transaction over the store. @returns of how many owners */
export async function collectParts(
  transaction: WriteTransaction,
  name: PartStore,
  owners: ReadonlySet<string>,
): Promise<number> {
  const store = transaction.objectStore(name);
  let deleted = 0;
  for (let key = await store.getKey(keysUnder()); key !== undefined; ) {
    const [owner] = key;
    if (!owners.has(owner)) {
      await store.delete(keysUnder(owner));
      deleted++;
    }
    key = await store.getKey(IDBKeyRange.lowerBound([owner, []]));
  }
  return deleted;
}
