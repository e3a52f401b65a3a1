/** pdfjs-dist has no types for it; importing it makes pdf.mjs parse on the thread that it is on. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
