/** The words of a token set's documents. A list lies among the set's shards, so it goes when they do. */
import { type Database, transact } from './database.ts';
import type { TokenSetRecord, WordListRecord } from './records.ts';

const keyOf = ({ projectId, tokenizerId, id: setId }: TokenSetRecord) => ({
  projectId,
  tokenizerId,
  setId,
  split: 'words' as const,
  index: 0 as const,
});

/** @throws `storage-full` */
export async function saveWordList(
  database: Database,
  set: TokenSetRecord,
  bits: WordListRecord['bits'],
): Promise<void> {
  const record: WordListRecord = { ...keyOf(set), bits };
  await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
    transaction.objectStore('tokenShards').put(record),
  );
}

/** undefined of sets that were made by an earlier version. */
export async function readWordList(
  database: Database,
  set: TokenSetRecord,
): Promise<WordListRecord['bits'] | undefined> {
  const { projectId, tokenizerId, setId, split, index } = keyOf(set);
  const record = await transact(database, ['tokenShards'], 'readonly', (transaction) =>
    transaction.objectStore('tokenShards').get([projectId, tokenizerId, setId, split, index]),
  );
  return record && 'bits' in record ? record.bits : undefined;
}
