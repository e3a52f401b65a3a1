/** From the bytes of a file to documents, by the reader of its format. */
import type { ByteSource } from '../utf8.ts';
import { FileHead, type ReadCounts, type ReaderOptions, type ReaderPreview } from './reader.ts';
import { type FileFormat, READERS, readerOf } from './table.ts';
import { text } from './text.ts';

export interface FilePreview extends ReaderPreview {
  format: FileFormat;
}

/**
 * What a file holds, by its first bytes (at most HEAD_BYTES are looked at) and, where those leave it open, by its name.
 * @throws OcaqError `file-empty`, `file-binary`
 */
export function previewFile(name: string, bytes: Uint8Array): FilePreview {
  const head = new FileHead(name, bytes);
  const reader = READERS.find((candidate) => candidate.sniff(head)) ?? text;
  return { format: reader.id, ...reader.preview(head) };
}

export interface ReadOptions extends ReaderOptions {
  format: FileFormat;
}

/**
 * The documents of a file, in order; adds to `counts` as it goes.
 * @throws OcaqError `file-empty`, `file-binary`, before the first document
 */
export const readDocuments = (source: ByteSource, options: ReadOptions, counts: ReadCounts): AsyncGenerator<string> =>
  readerOf(options.format).read(source, options, counts);
