/** A measure by log-likelihood: which sequences of tokens it is made of, and what comes of their losses. */

import { wilsonInterval } from '../data/intervals.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { OcaqError } from '../errors.ts';
import { roundUp } from '../ops/operator.ts';
import type { Fit, Share } from './results.ts';
import { fitted, type ScoringOptions, type Sequence, sequenceLosses } from './sequence-losses.ts';

export interface Measure<Result> {
  /** Those of its items, one item after the other. */
  readonly sequences: readonly Sequence[];
  readonly items: readonly MeasuredItem[];
  /** @param nats of each sequence; null where it fits no row of the plan. @param cut see `Fit` */
  result(nats: readonly (number | null)[], cut: Fit['cut']): Result;
  /** The same measure of some of its items, which are given by their places in ascending order. */
  only(items: readonly number[]): Measure<Result>;
}

export interface MeasuredItem {
  /** By which it is known, see `LeakGuard`. */
  readonly texts: readonly string[];
  /** How many of the sequences are its own. */
  readonly sequences: number;
}

export interface Losses {
  /** Of each sequence; null where it fits no row of the plan. */
  readonly nats: readonly (number | null)[];
  /** Whether a sequence lost tokens at its beginning. */
  readonly isCut: readonly boolean[];
}

/** Rows are halved so many times at the most: those of each length are a program of their own, which has to be compiled. */
const HALVINGS = 3;
const SHORTEST_ROW = 8;

/** Inputs of a row that holds every sequence whole; it can be halved (see `shorterRows`). */
export function longestRow(measures: readonly Measure<unknown>[]): number {
  const longest = inputsOf(measures).reduce((most, inputs) => Math.max(most, inputs), 1);
  return roundUp(longest, 2 ** HALVINGS);
}

/** Lengths of shorter rows, for sequences that do not need those of `seq` tokens: its halves, the longest first. */
export function shorterRows(measures: readonly Measure<unknown>[], seq: number): number[] {
  const shortest = inputsOf(measures).reduce((least, inputs) => Math.min(least, inputs), seq);
  return Array.from({ length: HALVINGS }, (_, i) => seq / 2 ** (i + 1)).filter(
    (half) => Number.isInteger(half) && half >= Math.max(SHORTEST_ROW, shortest),
  );
}

const inputsOf = (measures: readonly Measure<unknown>[]): number[] =>
  measures.flatMap(({ sequences }) => sequences.map(({ ids }) => ids.length - 1));

/** @throws OcaqError `seq-beyond-context` where no sequence fits a row of the model's plan, and as `sequenceLosses` does */
export async function lossesOf(
  model: ModelOnDevice,
  { sequences }: Pick<Measure<unknown>, 'sequences'>,
  options: ScoringOptions = {},
): Promise<Losses> {
  const seq = model.plan.batch?.seq ?? 0;
  const rows = sequences.map((sequence) => fitted(sequence, seq));
  const fitting = rows.filter((row) => row !== null);
  if (fitting.length === 0) throw noneFits(sequences, seq);
  const losses = (await sequenceLosses(model, fitting, options)).values();
  return {
    nats: rows.map((row) => (row === null ? null : (losses.next().value as number))),
    isCut: rows.map((row, i) => row !== null && row.ids.length < (sequences[i] as Sequence).ids.length),
  };
}

export const resultOf = <Result>({ result }: Pick<Measure<Result>, 'result'>, { nats, isCut }: Losses): Result =>
  result(nats, isCut.filter(Boolean).length);

/** The result of the items that are counted, by the losses of all; null where none of them could be scored. */
export function resultOfSome<Result>(
  { items, only }: Pick<Measure<Result>, 'items' | 'only'>,
  { nats, isCut }: Losses,
  isCounted: (item: number) => boolean,
): Result | null {
  const places = items.flatMap((_, item) => (isCounted(item) ? [item] : []));
  const ofCounted = items.flatMap(({ sequences }, item) => Array<boolean>(sequences).fill(isCounted(item)));
  const some = <Value>(values: readonly Value[]) => values.filter((_, i) => ofCounted[i]);
  const losses = { nats: some(nats), isCut: some(isCut) };
  return losses.nats.every((one) => one === null) ? null : resultOf(only(places), losses);
}

/** Those at some places. */
export const placed = <Value>(values: readonly Value[], places: readonly number[]): Value[] =>
  places.map((place) => values[place] as Value);

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
