/** Every reader, in the order in which they are asked whether a file is theirs. A new one is a file here and its line. */
import { jsonl } from './jsonl.ts';
import { markdown } from './markdown.ts';
import type { Reader } from './reader.ts';
import { text } from './text.ts';

/** The last one takes whatever is text. */
export const READERS = [jsonl, markdown, text] as const satisfies readonly Reader[];

export type FileFormat = (typeof READERS)[number]['id'];

export function readerOf(format: FileFormat): Reader {
  const reader = READERS.find(({ id }) => id === format);
  if (!reader) throw new RangeError(`there is no reader "${format}"`);
  return reader;
}
