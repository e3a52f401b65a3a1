/** Markdown: a file is one document unless told otherwise, and keeps its marks. */
import { isNamedLike, type Reader } from './reader.ts';
import type { FileHead } from './reader-file.ts';
import { previewText, readText, text } from './text.ts';

export const markdown = {
  id: 'markdown',
  extensions: ['.md', '.markdown', '.mdx'],
  mimeTypes: ['text/markdown'],
  asks: 'split',
  sniff: isMarkdown,
  preview: async ({ head }, chosen) => previewText(head, 'file', chosen),
  read: (file, options, counts) => readText(file, options, counts, () => 'file'),
} as const satisfies Reader;

/** By name; without a telling name, by headings together with links or code fences. */
function isMarkdown(head: FileHead): boolean {
  if (isNamedLike(head.name, markdown)) return true;
  if (isNamedLike(head.name, text)) return false;
  return /^#{1,6} \S/m.test(head.text) && /^(```|~~~)|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/m.test(head.text);
}
