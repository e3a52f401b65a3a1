/** HTML: the main text of a page is one document. */
import { requireText } from '../encoding/decode-text.ts';
import {
  DEFAULT_DOCUMENT_BYTES,
  isNamedLike,
  newReadCounts,
  previewDocuments,
  type Reader,
  readPieces,
} from './reader.ts';
import type { FileHead } from './reader-file.ts';

export const html = {
  id: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  mimeTypes: ['text/html', 'application/xhtml+xml'],
  asks: 'nothing',
  sniff: isHtml,
  async preview({ head }) {
    requireText(head);
    const { HtmlDocument } = await import('./html/html-document.ts');
    const page = new HtmlDocument(DEFAULT_DOCUMENT_BYTES, newReadCounts());
    return previewDocuments([...page.push(head.text), ...page.end()]);
  },
  async *read(file, { maxDocumentBytes = DEFAULT_DOCUMENT_BYTES }, counts) {
    const { HtmlDocument } = await import('./html/html-document.ts');
    yield* readPieces(file, counts, () => new HtmlDocument(maxDocumentBytes, counts));
  },
} as const satisfies Reader;

/** By how it begins, behind comments and an XML declaration; by name where it begins in another way. */
function isHtml(head: FileHead): boolean {
  const begins = head.text.slice(0, 4096).replace(/^(?:\s+|<\?[^>]*>|<!--[\s\S]*?-->)+/, '');
  return /^<(?:!doctype\s+html|html)\b/i.test(begins) || isNamedLike(head.name, html);
}
