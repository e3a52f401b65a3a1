/**
 * The negative log-likelihood of sequences of tokens, from a position of each on and given what is before it: what every
 * measure by log-likelihood stands on. A sequence has a row of the plan to itself, and padding behind its end, which causal
 * attention never sees: what it scores depends on no other sequence and on no padding, bit for bit. Losses of tokens are
 * f32, their sums float64.
 */
import { emptyBatch } from '../data/batches.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { writeBatch } from '../engine/write-batch.ts';
import { checkFinite } from './evaluate.ts';

export interface Sequence {
  readonly ids: ArrayLike<number>;
  /** The position of the first token that is predicted, at least 1; those after it are predicted too. */
  readonly from: number;
}

export interface ScoringOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/**
 * What fits a row of `seq` inputs: of a sequence that is too long, tokens at its beginning that are given are left out.
 * null where not even one that is given would be left before those that are predicted.
 */
export function fitted({ ids, from }: Sequence, seq: number): Sequence | null {
  const cut = Math.max(0, ids.length - (seq + 1));
  return from - cut < 1 ? null : { ids: Array.from(ids).slice(cut), from: from - cut };
}

/**
 * Nats of each sequence, in their order. CPU–GPU synchronisation once a batch.
 * @param sequences of at most one token more than a row of the plan (see `fitted`)
 * @throws OcaqError `logits-not-finite`, `token-out-of-range`
 */
export async function sequenceLosses(
  model: ModelOnDevice,
  sequences: readonly Sequence[],
  { signal, onProgress }: ScoringOptions = {},
): Promise<Float64Array> {
  const { batch: shape } = model.plan;
  if (!shape) throw new Error('A plan that only generates scores nothing.');
  const { rows, seq } = shape;
  const losses = new Float64Array(sequences.length);
  for (let first = 0; first < sequences.length; first += rows) {
    signal?.throwIfAborted();
    const some = sequences.slice(first, first + rows);
    writeBatch(model, batchOf(some, rows, seq));
    model.executor.submit([{ run: 'evaluate' }]);
    const rowLosses = await model.readRowLosses();
    for (const row of some.keys()) {
      const loss = rowLosses.subarray(row * seq, (row + 1) * seq).reduce((sum, nats) => sum + nats, 0);
      checkFinite(loss);
      losses[first + row] = loss;
    }
    onProgress?.(first + some.length, sequences.length);
  }
  model.executor.throwIfFailed();
  return losses;
}

function batchOf(sequences: readonly Sequence[], rows: number, seq: number) {
  const batch = emptyBatch(rows, seq);
  for (const [row, { ids, from }] of sequences.entries()) {
    if (from < 1 || ids.length > seq + 1)
      throw new Error(`A sequence of ${ids.length} tokens, predicted from ${from} on, fits no row of ${seq} inputs.`);
    for (let at = 0; at + 1 < ids.length; at++) {
      batch.tokens[row * seq + at] = ids[at] as number;
      if (at + 1 >= from) batch.targets[row * seq + at] = ids[at + 1] as number;
    }
    batch.counted += Math.max(0, ids.length - from);
  }
  return batch;
}
