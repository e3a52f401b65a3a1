/** Sources for tests that need a corpus: stored as they are, as if every cleaning step had left them alone. */
import { documentHash } from '../data/heldout.ts';
import { beginCleaning, finishCleaning, writeVerdicts } from '../storage/cleaning.ts';
import type { Database } from '../storage/database.ts';
import { importSource, type NewSource, readShard } from '../storage/documents.ts';
import type { SourceRecord, StoredDocument } from '../storage/records.ts';

/** @param documents with a hash of their own where the test needs one */
export async function addSource(
  database: Database,
  source: NewSource,
  documents: AsyncIterable<StoredDocument>,
  details?: () => unknown,
): Promise<SourceRecord> {
  return cleanAsTheyAre(database, await importSource(database, source, documents, details));
}

/** As if every cleaning step left all of its documents alone. */
export async function cleanAsTheyAre(database: Database, source: SourceRecord): Promise<SourceRecord> {
  const { id, shards } = source;
  let pass = await beginCleaning(database, id, 'as they are');
  for (let shard = 0; shard < shards; shard++) {
    const texts = await readShard(database, source, shard);
    const verdicts = texts.map(({ text, hash }) => ({ hash: hash ?? documentHash(text) }));
    const textBytes = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const details = { cleaning: [], steps: [] };
    pass = await writeVerdicts(database, id, pass, { verdicts, fingerprints: [], textBytes }, details);
  }
  return finishCleaning(database, id, pass);
}
