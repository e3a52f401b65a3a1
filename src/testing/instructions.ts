/** Reads instruction sets for tests. */
import type { Reading } from '../data/instruct/recognise.ts';
import { type InstructionSet, readSet, recordRows } from '../data/instruct/records.ts';
import { FileRows } from '../data/rows/file-rows.ts';
import type { Row } from '../data/rows/row.ts';

/** The rows of a file whose text arrives in pieces of a size. */
export function rowsOf(text: string, fileName: string, piece = 65_536): Row[] {
  const stream = new FileRows(fileName);
  const rows: Row[] = [];
  for (let at = 0; at < text.length; at += piece) rows.push(...stream.push(text.slice(at, at + piece)));
  return [...rows, ...stream.end()];
}

export const instructionsOf = (text: string, fileName: string, reading?: Reading): InstructionSet =>
  readSet(recordRows(rowsOf(text, fileName)), fileName, reading);
