/**
 * A row of a corpus as runs of tokens of its stream, one behind the other, before any token is read: what rows are cut and
 * packed into is known by these alone, to whoever fills batches here and to whoever reads the same rows elsewhere.
 */
import { type Batch, readExactly, type TokenStream } from './batches.ts';

export interface RowSpan {
  /** Tokens start … start + length − 1 of the stream. Each but the last predicts the one after it. */
  readonly start: number;
  /** From 1. */
  readonly length: number;
  /** The place in the stream of the token that the last one predicts; null: none. */
  readonly predicts: number | null;
}

/** All rows of a corpus, which a pass goes through in an order of its own. */
export interface CorpusRows {
  /** Rows in a pass. */
  readonly count: number;
  /** Tokens in all of them, without padding. */
  readonly tokens: number;
  /** Those of a row in a pass, at most `seq` tokens together. */
  spansOf(row: number, epoch: number): readonly RowSpan[] | Promise<readonly RowSpan[]>;
}

/**
 * Writes them into a row of an empty batch [rows, seq]; positions, where it has them, begin anew with each.
 * @returns how many targets there are
 * @throws OcaqError `tokens-truncated`
 */
export async function writeSpans(
  batch: Batch,
  row: number,
  stream: TokenStream,
  spans: readonly RowSpan[],
  seq: number,
): Promise<number> {
  let at = row * seq;
  let counted = 0;
  for (const { start, length, predicts } of spans) {
    const isNext = predicts === start + length;
    const tokens = await readExactly(stream, start, isNext ? length + 1 : length);
    batch.tokens.set(tokens.subarray(0, length), at);
    batch.targets.set(tokens.subarray(1), at);
    counted += tokens.length - 1;
    if (predicts !== null && !isNext) {
      batch.targets.set(await readExactly(stream, predicts, 1), at + length - 1);
      counted++;
    }
    for (let i = 0; batch.positions && i < length; i++) batch.positions[at + i] = i;
    at += length;
  }
  return counted;
}
