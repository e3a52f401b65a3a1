/** Reads files for tests of readers. */
import { type FilePreview, previewFile, type ReadOptions, readDocuments } from '../data/readers/read.ts';
import { newReadCounts, type ReadCounts } from '../data/readers/reader.ts';
import { FileHead, type ReaderFile } from '../data/readers/reader-file.ts';

/** A file that arrives in chunks of a size. */
export function fileOf(name: string, input: string | Uint8Array, chunk = 65_536): ReaderFile {
  const bytes = new Uint8Array(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  const stream = () => inChunks(bytes, chunk);
  const head = new FileHead(name, bytes);
  return { name, size: bytes.length, head, stream, keep: async () => undefined, parts: async () => new Blob([bytes]) };
}

/** All documents of a file that arrives in chunks of a size, and what was counted. */
export async function readFile(
  input: string | Uint8Array,
  options: ReadOptions,
  chunk = 65_536,
): Promise<{ documents: string[]; counts: ReadCounts }> {
  const counts = newReadCounts();
  const documents: string[] = [];
  for await (const { text } of readDocuments(fileOf('file', input, chunk), options, counts)) documents.push(text);
  return { documents, counts };
}

export const previewOf = (name: string, input: string | Uint8Array): Promise<FilePreview> =>
  previewFile(fileOf(name, input));

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
