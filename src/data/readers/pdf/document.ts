/** The text of a PDF as one document: its paragraphs, without what repeats at the edges of its pages. */
import { OcaqError } from '../../../errors.ts';
import { DocumentBuffer } from '../../splitting.ts';
import { addBadRow, leaveOut, type ReadCounts } from '../reader.ts';
import type { ReaderFile } from '../reader-file.ts';
import { pdfPages } from './pages.ts';
import { Paragraphs } from './paragraphs.ts';
import { RunningHeads } from './running-heads.ts';

export interface PdfOptions {
  maxBytes: number;
  /** Reads the first few pages only. */
  pages?: number;
  signal?: AbortSignal | undefined;
}

/** @throws OcaqError `file-damaged`, `file-locked`, `file-scanned`, `file-too-large` */
export async function* pdfText(file: ReaderFile, options: PdfOptions, counts: ReadCounts): AsyncGenerator<string> {
  const buffer = new DocumentBuffer(options.maxBytes, counts);
  const heads = new RunningHeads(() => leaveOut(counts, 'page-line', ''));
  const paragraphs = new Paragraphs();
  const out: string[] = [];
  const before = counts.bytes;
  const size = file.size ?? (await file.parts()).size;
  let hasLetters = false;
  let unread = 0;
  const write = (texts: readonly string[]) => {
    for (const text of texts) buffer.append(`${text}\n\n`, out);
  };
  for await (const { number, count, lines } of pdfPages(file)) {
    options.signal?.throwIfAborted();
    counts.bytes = before + Math.round((size * number) / count);
    if (lines === null) {
      unread++;
      addBadRow(counts, { row: number, reason: 'damaged' });
    }
    hasLetters ||= lines?.some(({ text }) => /\p{L}/u.test(text)) === true;
    for (const page of heads.push(lines ?? [])) write(paragraphs.push(page));
    yield* out.splice(0);
    if (number === options.pages) break;
  }
  if (!hasLetters && unread === 0) throw scanned(file.name);
  for (const page of heads.end()) write(paragraphs.push(page));
  write(paragraphs.end());
  buffer.close(out);
  yield* out;
}

const scanned = (file: string): OcaqError =>
  new OcaqError(
    'file-scanned',
    `${file} holds pictures of text and no text. Have its text recognised (OCR) by a program for that first.`,
    { file },
  );
