/** PDF: a file is one document. */
import { DEFAULT_DOCUMENT_BYTES, newReadCounts, previewDocuments, type Reader } from './reader.ts';

/** Of which a preview is made. */
const PREVIEW_PAGES = 5;

export const pdf = {
  id: 'pdf',
  extensions: ['.pdf'],
  mimeTypes: ['application/pdf'],
  asks: 'nothing',
  sniff: (head) => head.startsWith('%PDF-'),
  async preview(file) {
    const { pdfText } = await import('./pdf/document.ts');
    const options = { maxBytes: DEFAULT_DOCUMENT_BYTES, pages: PREVIEW_PAGES };
    const documents: string[] = [];
    for await (const text of pdfText(file, options, newReadCounts())) documents.push(text);
    return previewDocuments(documents);
  },
  async *read(file, { maxDocumentBytes: maxBytes = DEFAULT_DOCUMENT_BYTES, signal }, counts) {
    const { pdfText } = await import('./pdf/document.ts');
    for await (const text of pdfText(file, { maxBytes, signal }, counts)) yield { text };
  },
} as const satisfies Reader;
