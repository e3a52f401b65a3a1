/** Dumps of MediaWiki, as of Wikipedia: an article is a document. */
import { requireText } from '../encoding/decode-text.ts';
import { DEFAULT_DOCUMENT_BYTES, newReadCounts, previewDocuments, type Reader, readPieces } from './reader.ts';

export const mediawiki = {
  id: 'mediawiki',
  extensions: ['.xml'],
  mimeTypes: ['application/xml', 'text/xml'],
  asks: 'nothing',
  sniff: ({ text }) => /^\s*(?:<\?xml[^>]*>\s*)?<mediawiki[\s>]/.test(text),
  async preview({ head }) {
    requireText(head);
    const { DumpReader } = await import('./mediawiki/dump.ts');
    return previewDocuments(new DumpReader(DEFAULT_DOCUMENT_BYTES, false, newReadCounts()).push(head.text));
  },
  async *read(file, { maxDocumentBytes = DEFAULT_DOCUMENT_BYTES, keepEndSections = false }, counts) {
    const { DumpReader } = await import('./mediawiki/dump.ts');
    yield* readPieces(file, counts, () => new DumpReader(maxDocumentBytes, keepEndSections, counts));
  },
} as const satisfies Reader;
