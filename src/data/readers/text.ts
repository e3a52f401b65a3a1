/** Running text: documents end at blank lines, at every line, or with the file. Takes whatever is text. */

import { requireText } from '../encoding/decode-text.ts';
import type { RawDocument } from '../raw-document.ts';
import { type CertainSplit, detectSplit, TextSplitter } from '../splitting.ts';
import {
  DEFAULT_DOCUMENT_BYTES,
  newReadCounts,
  type ReadCounts,
  type Reader,
  type ReaderOptions,
  type ReaderPreview,
  readPieces,
  sampleOf,
} from './reader.ts';
import type { FileHead, ReaderFile } from './reader-file.ts';

export const text = {
  id: 'text',
  extensions: ['.txt', '.text'],
  mimeTypes: ['text/plain'],
  asks: 'split',
  sniff: () => true,
  preview: async ({ head }, chosen) => previewText(head, detectSplit(head.text), chosen),
  read: (file, options, counts) => readText(file, options, counts, (head) => detectSplit(head.text)),
} as const satisfies Reader;

/** @param suggested how it is split where nothing was decided */
export function previewText(head: FileHead, suggested: CertainSplit, chosen: ReaderOptions): ReaderPreview {
  requireText(head);
  const { split: decided = 'auto' } = chosen;
  const split = decided === 'auto' ? suggested : decided;
  const splitter = new TextSplitter(split, head.bytes.length + 4, newReadCounts());
  return {
    fields: [],
    suggestedField: undefined,
    suggestedSplit: suggested,
    sample: sampleOf([...splitter.push(head.text), ...splitter.end()]),
    kind: 'corpus',
  };
}

/** @param auto what the split 'auto' comes to for a file that begins like this */
export function readText(
  file: ReaderFile,
  options: ReaderOptions,
  counts: ReadCounts,
  auto: (head: FileHead) => CertainSplit,
): AsyncGenerator<RawDocument> {
  const { split = 'auto', maxDocumentBytes = DEFAULT_DOCUMENT_BYTES } = options;
  return readPieces(file, counts, (head) => {
    const certain = split === 'auto' ? auto(head) : split;
    return new TextSplitter(certain, maxDocumentBytes, counts);
  });
}
