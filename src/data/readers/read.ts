/** From the bytes of a file to documents, by the reader of its format. */
import type { RawDocument } from '../raw-document.ts';
import type { ReadCounts, ReaderOptions, ReaderPreview } from './reader.ts';
import type { FileHead, ReaderFile } from './reader-file.ts';
import { type FileFormat, READERS, readerOf } from './table.ts';
import { text } from './text.ts';

export interface FilePreview extends ReaderPreview {
  format: FileFormat;
}

/** What a file is, by its first bytes and, where those leave it open, by its name. */
export const formatOf = (head: FileHead): FileFormat => (READERS.find((candidate) => candidate.sniff(head)) ?? text).id;

export interface ReadOptions extends ReaderOptions {
  format: FileFormat;
}

/**
 * What a file holds, read as its format is or as a person decided.
 * @throws OcaqError `file-empty`, `file-binary` …
 */
export async function previewFile(file: ReaderFile, chosen: Partial<ReadOptions> = {}): Promise<FilePreview> {
  const { format = formatOf(file.head), ...options } = chosen;
  return { format, ...(await readerOf(format).preview(file, options)) };
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
