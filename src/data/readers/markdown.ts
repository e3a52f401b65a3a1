/** Markdown: a file is one document unless told otherwise, and keeps its marks. */
import type { FileHead, Reader } from './reader.ts';
import { previewText, readText } from './text.ts';

export const markdown = {
  id: 'markdown',
  asks: 'split',
  sniff: isMarkdown,
  preview: (head) => previewText(head, 'file'),
  read: (source, options, counts) => readText(source, options, counts, () => 'file'),
} as const satisfies Reader;

/** By name; without a telling name, by headings together with links or code fences. */
function isMarkdown({ name, text }: FileHead): boolean {
  if (/\.(md|mdx|markdown)$/i.test(name)) return true;
  if (/\.(txt|text)$/i.test(name)) return false;
  return /^#{1,6} \S/m.test(text) && /^(```|~~~)|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/m.test(text);
}
