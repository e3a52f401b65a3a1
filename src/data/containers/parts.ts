/** Files that are read by parts: whole blocks of one, a part of one as a file of its own, and what comes as a stream held. */
import type { Parts } from '../rows/parquet.ts';

const BLOCK_BYTES = 1_048_576;
/** What is gathered before it is handed to a Blob, which browsers keep outside of the heap. */
const HELD_AT_ONCE = 8_388_608;

export const readPart = async (file: Parts, start: number, end: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(start, end).arrayBuffer());

/** From `start` to `end`, or to the end of the file where that comes first. */
export async function* blocksOf(file: Parts, start = 0, end = file.size): AsyncGenerator<Uint8Array> {
  const last = Math.min(end, file.size);
  for (let at = start; at < last; at += BLOCK_BYTES) yield readPart(file, at, Math.min(last, at + BLOCK_BYTES));
}

export const partOf = (file: Parts, start: number, end: number): Parts => ({
  size: end - start,
  slice: (from, to) => file.slice(start + Math.min(from, end - start), start + Math.min(to, end - start)),
});

/** @param onBytes told of each chunk before it is held; may throw to end it */
export async function hold(chunks: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): Promise<Blob> {
  let held = new Blob();
  let gathered: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    gathered.push(new Uint8Array(chunk));
    bytes += chunk.length;
    if (bytes < HELD_AT_ONCE) continue;
    held = new Blob([held, ...gathered]);
    gathered = [];
    bytes = 0;
  }
  return new Blob([held, ...gathered]);
}
