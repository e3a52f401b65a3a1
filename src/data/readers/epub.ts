/** Electronic books: a chapter is a document. */
import type { RawDocument } from '../raw-document.ts';
import {
  DEFAULT_DOCUMENT_BYTES,
  isNamedLike,
  previewFirst,
  type ReadCounts,
  type Reader,
  type ReaderOptions,
} from './reader.ts';
import type { FileHead, ReaderFile } from './reader-file.ts';

export const epub = {
  id: 'epub',
  extensions: ['.epub'],
  mimeTypes: ['application/epub+zip'],
  asks: 'nothing',
  sniff: isEpub,
  preview: (file) => previewFirst(read, file, 5),
  read,
} as const satisfies Reader;

async function* read(file: ReaderFile, options: ReaderOptions, counts: ReadCounts): AsyncGenerator<RawDocument> {
  const { maxDocumentBytes = DEFAULT_DOCUMENT_BYTES } = options;
  const { chapters } = await import('./epub/book.ts');
  for await (const text of chapters(file, maxDocumentBytes, counts)) yield { text };
}

/** The first file of the archive says so, unpacked (OCF 4.3); by name where it does not come first. */
function isEpub(head: FileHead): boolean {
  if (!head.startsWith('PK\x03\x04')) return false;
  const begins = String.fromCharCode(...head.bytes.subarray(30, 100));
  return /^mimetype[\s\S]{0,28}application\/epub\+zip/.test(begins) || isNamedLike(head.name, epub);
}
