/** From the bytes of a file to documents, by the reader of its format. */
import type { RawDocument } from '../raw-document.ts';
import type { ReadCounts, ReaderOptions, ReaderPreview } from './reader.ts';
import type { ReaderFile } from './reader-file.ts';
import { type FileFormat, READERS, readerOf } from './table.ts';
import { text } from './text.ts';

export interface FilePreview extends ReaderPreview {
  format: FileFormat;
}

/**
 * What a file holds, by its first bytes and, where those leave it open, by its name.
 * @throws OcaqError `file-empty`, `file-binary` …
 */
export async function previewFile(file: ReaderFile): Promise<FilePreview> {
  const reader = READERS.find((candidate) => candidate.sniff(file.head)) ?? text;
  return { format: reader.id, ...(await reader.preview(file)) };
}

export interface ReadOptions extends ReaderOptions {
  format: FileFormat;
}

/**
 * The documents of a file, in order; adds to `counts` as it goes.
 * @throws OcaqError `file-empty`, `file-binary` …, before the first document
 */
export const readDocuments = (
  file: ReaderFile,
  options: ReadOptions,
  counts: ReadCounts,
): AsyncGenerator<RawDocument> => readerOf(options.format).read(file, options, counts);
