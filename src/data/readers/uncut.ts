/** Texts that a model is measured on: read as those for training are, but neither cleaned nor cut. */
import { decodeText } from '../encoding/decode-text.ts';
import { LineBreaks } from '../splitting.ts';
import { type FilePreview, formatOf, type ReadOptions } from './read.ts';
import type { ReadCounts } from './reader.ts';
import { type ChosenFile, plainFile, type ReaderFile, toldFile } from './reader-file.ts';
import { readSource, type SourceReport, suggestedReading } from './source.ts';

/** A text that is longer, and no plain one, is cut. */
const DOCUMENT_BYTES = 2 ** 26;

/**
 * Rows are documents, and plain text is one, to its last line break.
 * @param report told what could not be read
 * @throws OcaqError `file-empty`, `file-binary`, `file-unreadable`, and what else `readSource` throws
 */
export async function uncutDocuments(file: ChosenFile, report: SourceReport): Promise<string[]> {
  const opened = await plainFile(toldFile(file));
  if (opened.head.encoding !== null && formatOf(opened.head) === 'text')
    return [await decodedText(opened, report.counts)];
  const documents: string[] = [];
  for await (const { text } of readSource([file], {}, report, { suggest: uncut })) documents.push(text);
  return documents;
}

const uncut = (preview: FilePreview): ReadOptions => ({
  ...suggestedReading(preview),
  maxDocumentBytes: DOCUMENT_BYTES,
});

async function decodedText(file: ReaderFile, counts: ReadCounts): Promise<string> {
  const breaks = new LineBreaks();
  let text = '';
  for await (const piece of decodeText(file, counts)) text += breaks.push(piece);
  return text;
}
