/** A measure by log-likelihood: which sequences of tokens it is made of, and what comes of their losses. */

import { wilsonInterval } from '../data/intervals.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { OcaqError } from '../errors.ts';
import type { Fit, Share } from './results.ts';
import { fitted, type ScoringOptions, type Sequence, sequenceLosses } from './sequence-losses.ts';

export interface Measure<Result> {
  readonly sequences: readonly Sequence[];
  /** @param nats of each sequence; null where it fits no row of the plan. @param cut see `Fit` */
  result(nats: readonly (number | null)[], cut: Fit['cut']): Result;
}

/** Inputs of the shortest row that holds every sequence whole. */
export const longestRow = (measures: readonly Measure<unknown>[]): number =>
  measures.reduce(
    (most, { sequences }) => sequences.reduce((long, { ids }) => Math.max(long, ids.length - 1), most),
    1,
  );

/** @throws OcaqError `seq-beyond-context` where no sequence fits a row of the model's plan, and as `sequenceLosses` does */
export async function measure<Result>(
  model: ModelOnDevice,
  { sequences, result }: Measure<Result>,
  options: ScoringOptions = {},
): Promise<Result> {
  const seq = model.plan.batch?.seq ?? 0;
  const rows = sequences.map((sequence) => fitted(sequence, seq));
  const fitting = rows.filter((row) => row !== null);
  if (fitting.length === 0) throw noneFits(sequences, seq);
  const losses = (await sequenceLosses(model, fitting, options)).values();
  const nats = rows.map((row) => (row === null ? null : (losses.next().value as number)));
  const cut = rows.filter((row, i) => row !== null && row.ids.length < (sequences[i] as Sequence).ids.length).length;
  return result(nats, cut);
}

function noneFits(sequences: readonly Sequence[], seq: number): OcaqError {
  const shortest = sequences.reduce((least, { ids }) => Math.min(least, ids.length - 1), Number.POSITIVE_INFINITY);
  return new OcaqError(
    'seq-beyond-context',
    `What is to be predicted fits no row of ${seq} tokens: the shortest needs ${shortest}. Choose longer rows, or a model with a longer context.`,
    { seq: shortest, context: seq },
  );
}

export const shareOf = (correct: number, count: number): Share => ({
  correct,
  count,
  share: count === 0 ? null : correct / count,
  ...wilsonInterval(correct, count),
});
