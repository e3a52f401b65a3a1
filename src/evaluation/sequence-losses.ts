/**
 * The negative log-likelihood of sequences of tokens, from a position of each on and given what is before it: what every
 * measure by log-likelihood stands on. A sequence has a row to itself, and padding behind its end, which causal attention
 * never sees: what it scores depends on no other sequence, on no padding and not on the length of the row, bit for bit. The
 * longest go first, in rows that are no longer than the longest of them needs, as far as the plan has such. Losses of tokens
 * are f32, their sums float64.
 */
import { emptyBatch } from '../data/batches.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { writeBatch } from '../engine/write-batch.ts';
import { evaluationOf } from '../model/plans.ts';
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
  const { batch: shape, rowLengths } = model.plan;
  if (!shape) throw new Error('A plan that only generates scores nothing.');
  const losses = new Float64Array(sequences.length);
  let done = 0;
  for (const { places, length } of grouped(sequences, shape.rows * shape.seq, rowLengths)) {
    signal?.throwIfAborted();
    const some = places.map((place) => sequences[place] as Sequence);
    writeBatch(model, batchOf(some, (shape.rows * shape.seq) / length, length));
    model.writePositions(null, length);
    const program = evaluationOf(shape, length);
    model.executor.submit([{ run: program }]);
    const rowLosses = await model.readRowLosses(program);
    for (const [row, place] of places.entries()) {
      const loss = rowLosses.subarray(row * length, (row + 1) * length).reduce((sum, nats) => sum + nats, 0);
      checkFinite(loss);
      losses[place] = loss;
    }
    done += places.length;
    onProgress?.(done, sequences.length);
  }
  model.writePositions(null);
  model.executor.throwIfFailed();
  return losses;
}

/** Sequences that are scored at once, by their places, and the length of their rows. */
interface Group {
  readonly places: readonly number[];
  readonly length: number;
}

/**
 * The longest first, as many at once as there are rows of the shortest length that the longest of them fits.
 * @param tokens of all rows together. @param lengths the longest first
 */
export function grouped(sequences: readonly Sequence[], tokens: number, lengths: readonly number[]): Group[] {
  const inputsOf = (place: number): number => (sequences[place] as Sequence).ids.length - 1;
  const longestFirst = [...sequences.keys()].sort((a, b) => inputsOf(b) - inputsOf(a));
  const groups: Group[] = [];
  for (let first = 0; first < longestFirst.length; ) {
    const inputs = inputsOf(longestFirst[first] as number);
    const length = lengths.findLast((one) => one >= inputs) ?? (lengths[0] as number);
    const places = longestFirst.slice(first, first + tokens / length);
    groups.push({ places, length });
    first += places.length;
  }
  return groups;
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
