/** Reads files for tests of readers. */
import { type ReadOptions, readDocuments } from '../data/readers/read.ts';
import { newReadCounts, type ReadCounts } from '../data/readers/reader.ts';

/** All documents of a file that arrives in chunks of a size, and what was counted. */
export async function readFile(
  input: string | Uint8Array,
  options: ReadOptions,
  chunk = 65_536,
): Promise<{ documents: string[]; counts: ReadCounts }> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const counts = newReadCounts();
  const documents: string[] = [];
  for await (const document of readDocuments(inChunks(bytes, chunk), options, counts)) documents.push(document);
  return { documents, counts };
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
