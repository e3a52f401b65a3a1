/**
 * The corpus of a project: of the documents that were read, those that cleaning kept, as it left them. Reading holds one shard
 * at a time.
 */
import { readVerdicts } from './cleaning.ts';
import type { Database } from './database.ts';
import { readShard } from './documents.ts';
import type { CorpusDocument, SourceRecord, StoredDocument, Verdict } from './records.ts';

/** What a source gives to the corpus; nothing until it has been cleaned. */
export function keptOf(source: SourceRecord): { documents: number; textBytes: number; storedBytes: number } {
  const { cleaned = source } = source;
  const stored = source.storedBytes + (source.cleaned?.storedBytes ?? 0);
  return { documents: cleaned?.documents ?? 0, textBytes: cleaned?.textBytes ?? 0, storedBytes: stored };
}

/** What the text of a source is known by: another one after it was cleaned otherwise. */
export const contentOf = (source: SourceRecord): string => source.cleaned?.id ?? source.id;

/** Where a document is kept, and the how manieth of its source it is as they were read, from 0. */
export interface DocumentPlace {
  source: string;
  shard: number;
  /** In the shard, from 0. */
  index: number;
  number: number;
}

/**
 * All documents of these sources, in the order of the sources and of their import.
 * @throws `documents-damaged`, `cleaning-damaged`, `source-changed`, `source-missing`, naming the source
 */
export async function* readDocuments(
  database: Database,
  sources: readonly SourceRecord[],
): AsyncGenerator<CorpusDocument> {
  for await (const { document } of readPlaced(database, sources, null)) yield document;
}

/**
 * As `readDocuments`, each document with its place.
 * @param from where to begin, without reading what comes before; null: at the first source
 * @throws `documents-damaged`, `cleaning-damaged`, `source-changed`, `source-missing`, naming the source
 */
export async function* readPlaced(
  database: Database,
  sources: readonly SourceRecord[],
  from: DocumentPlace | null,
): AsyncGenerator<{ place: DocumentPlace; document: CorpusDocument }> {
  const first = from ? sources.findIndex(({ id }) => id === from.source) : 0;
  if (first === -1) return;
  for (const source of sources.slice(first)) {
    if (source.cleaned === null) continue;
    const start = source.id === from?.source ? from : { shard: 0, index: 0, number: 0 };
    let number = start.number - start.index;
    for (let shard = start.shard; shard < source.shards; shard++) {
      const documents = await readCorpusShard(database, source, shard);
      for (const [index, document] of documents.entries()) {
        const isBefore = shard === start.shard && index < start.index;
        if (document && !isBefore)
          yield { place: { source: source.id, shard, index, number: number + index }, document };
      }
      number += documents.length;
    }
  }
}

/** A document as it was read, and what became of it. */
export interface JudgedDocument {
  read: StoredDocument;
  verdict: Verdict;
}

/**
 * All documents of a source that has been cleaned; of one that an earlier version cleaned, those that it kept.
 * @throws `documents-damaged`, naming the source
 */
export async function* judgedDocuments(database: Database, source: SourceRecord): AsyncGenerator<JudgedDocument> {
  for (let shard = 0; shard < source.shards; shard++) yield* await readJudged(database, source, shard);
}

/** Of one shard. @throws `documents-damaged`, naming the source */
export async function readJudged(database: Database, source: SourceRecord, shard: number): Promise<JudgedDocument[]> {
  const documents = await readShard(database, source, shard);
  if (!source.cleaned) return documents.map((read) => ({ read, verdict: { hash: read.hash ?? '' } }));
  const verdicts = await readVerdicts(database, source, source.cleaned, shard);
  return verdicts.map((verdict, i) => ({ read: documents[i] ?? { text: '' }, verdict }));
}

/** The documents of one shard, as they were read; null where cleaning dropped one. */
async function readCorpusShard(
  database: Database,
  source: SourceRecord,
  shard: number,
): Promise<(CorpusDocument | null)[]> {
  return (await readJudged(database, source, shard)).map(({ read, verdict }) =>
    'hash' in verdict ? { text: verdict.text ?? read.text, hash: verdict.hash } : null,
  );
}
