/** AsciiDoc: a file is one document, without its marks. */
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

export const asciidoc = {
  id: 'asciidoc',
  extensions: ['.adoc', '.asciidoc', '.asc'],
  mimeTypes: ['text/asciidoc'],
  asks: 'nothing',
  sniff: isAsciiDoc,
  async preview({ head }) {
    requireText(head);
    const { AsciiDocDocument } = await import('./asciidoc/asciidoc-document.ts');
    const document = new AsciiDocDocument(DEFAULT_DOCUMENT_BYTES, newReadCounts());
    return previewDocuments([...document.push(head.text), ...document.end()]);
  },
  async *read(file, { maxDocumentBytes = DEFAULT_DOCUMENT_BYTES }, counts) {
    const { AsciiDocDocument } = await import('./asciidoc/asciidoc-document.ts');
    yield* readPieces(file, counts, () => new AsciiDocDocument(maxDocumentBytes, counts));
  },
} as const satisfies Reader;

/** By name; without one, by a title together with attributes or sections. */
function isAsciiDoc(head: FileHead): boolean {
  return (
    isNamedLike(head.name, asciidoc) || (/^= \S/.test(head.text) && /^(?::[\w-]+:( |$)|={2,3} \S)/m.test(head.text))
  );
}
