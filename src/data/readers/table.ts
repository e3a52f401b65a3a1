/** Every reader, in the order in which they are asked whether a file is theirs. A new one is a file here and its line. */
import { arrow } from './arrow.ts';
import { asciidoc } from './asciidoc.ts';
import { delimited } from './delimited.ts';
import { docx } from './docx.ts';
import { epub } from './epub.ts';
import { html } from './html.ts';
import { jsonl } from './jsonl.ts';
import { markdown } from './markdown.ts';
import { mediawiki } from './mediawiki.ts';
import { parquet } from './parquet.ts';
import { pdf } from './pdf.ts';
import type { Reader } from './reader.ts';
import { text } from './text.ts';

/** The last one takes whatever is text. */
export const READERS = [
  pdf,
  docx,
  epub,
  parquet,
  arrow,
  mediawiki,
  html,
  asciidoc,
  jsonl,
  delimited,
  markdown,
  text,
] as const satisfies readonly Reader[];

export type FileFormat = (typeof READERS)[number]['id'];

/** An extension of every format, for people; plain text comes first. */
export const SHOWN_EXTENSIONS = READERS.map(({ extensions: [shown] }) => shown)
  .toReversed()
  .join(', ');
/** What a file picker offers, as the `accept` of an input. */
export const ACCEPTED_FILES = READERS.flatMap(({ extensions, mimeTypes }) => [...extensions, ...mimeTypes]).join(',');

export function readerOf(format: FileFormat): Reader {
  const reader = READERS.find(({ id }) => id === format);
  if (!reader) throw new RangeError(`there is no reader "${format}"`);
  return reader;
}
