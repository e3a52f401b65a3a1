/**
 * The part of a long held-out text that is looked at while training: windows spread evenly over all of it, the same at
 * every evaluation, read once and held (a few hundred KiB). Bits per byte divide by the bytes of the predicted tokens.
 */
import { type Batch, IGNORE, type TokenStream } from '../../data/batches.ts';

interface HeldOutWindows {
  readonly batches: readonly Batch[];
  /** UTF-8 bytes of the tokens that are predicted. */
  readonly bytes: number;
}

/** First inputs of `count` windows of `seq` inputs each, or of all where there are fewer; the end of text that fills no window is left out. */
export function spreadWindows(length: number, seq: number, count: number): number[] {
  const windows = Math.max(0, Math.floor((length - 1) / seq));
  const taken = Math.min(count, windows);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * windows) / taken) * seq);
}

/** @param byteLength UTF-8 bytes that a token stands for */
export async function readWindows(
  stream: TokenStream,
  starts: readonly number[],
  { seq, rows }: { seq: number; rows: number },
  byteLength: (token: number) => number,
): Promise<HeldOutWindows> {
  const batches: Batch[] = [];
  let bytes = 0;
  for (let first = 0; first < starts.length; first += rows) {
    const batch: Batch = {
      tokens: new Int32Array(rows * seq),
      targets: new Int32Array(rows * seq).fill(IGNORE),
      counted: 0,
    };
    for (const [row, start] of starts.slice(first, first + rows).entries()) {
      const tokens = await stream.read(start, seq + 1);
      batch.tokens.set(tokens.subarray(0, seq), row * seq);
      batch.targets.set(tokens.subarray(1), row * seq);
      batch.counted += seq;
      for (const token of tokens.subarray(1)) bytes += byteLength(token);
    }
    batches.push(batch);
  }
  return { batches, bytes };
}
