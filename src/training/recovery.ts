/**
 * What becomes of a run that diverges. It is taken back to a checkpoint from before the trouble, and continues there with half
 * the learning rate, without the batches of the trouble, or both (PaLM, Chowdhery et al. 2022, arXiv:2204.02311, section 5.1,
 * left batches out; neither they nor the weights alone bring a spike about). What was changed is part of the loop state, so
 * that a run that is taken back and then interrupted resumes bit for bit. Pure: whoever keeps checkpoints loads them.
 */
import type { BatchCursor } from '../data/batches.ts';
import { type ErrorDetails, OcaqError } from '../errors.ts';
import type { LoopSettings } from './loop-settings.ts';

/** Batches from one place in the data up to another. */
export interface LeftOut {
  readonly from: BatchCursor;
  readonly to: BatchCursor;
}

/** What was changed of a run on its way; steps are those done. */
export type Change =
  /** Peak learning rates. */
  | { readonly kind: 'rate'; readonly step: number; readonly from: number; readonly to: number }
  /** @property diverged the first step of the trouble @property times, rateScale as `Recovery` has them from then on */
  | {
      readonly kind: 'taken-back';
      readonly step: number;
      readonly diverged: number;
      readonly times: number;
      readonly rateScale: number;
      readonly withoutBatches: boolean;
    };

export interface Recovery {
  /** How often the run was taken back since it was last given a learning rate. */
  readonly times: number;
  /** Multiple of the schedule's learning rate. */
  readonly rateScale: number;
  readonly leftOut: readonly LeftOut[];
  /** In their order. */
  readonly changes: readonly Change[];
}

export const UNTROUBLED: Recovery = { times: 0, rateScale: 1, leftOut: [], changes: [] };

/** A run that diverges after so many tries is beyond what this mends. */
export const MOST_TIMES = 3;

/** What is known of a run that has diverged, and is needed to take it back. */
export interface Trouble {
  /** Its first step; steps count from 1. */
  readonly step: number;
  /** Its batches; null where it is not known which they were. */
  readonly batches: LeftOut | null;
  /** What the run learned by, and what it had been changed by until then. */
  readonly settings: LoopSettings;
  readonly recovery: Recovery;
}

/** A run that has diverged. */
export class Diverged extends OcaqError {
  readonly trouble: Trouble;

  constructor(
    { code, message, details }: { code: OcaqError['code']; message: string; details: ErrorDetails },
    trouble: Trouble,
  ) {
    super(code, message, details);
    this.trouble = trouble;
  }
}

/** What is done about it, besides going back. */
export interface Remedy {
  readonly halvesRate: boolean;
  readonly leavesBatchesOut: boolean;
}

export type Outcome =
  | { readonly kind: 'ends'; readonly why: OcaqError }
  /** What the remedy is, a person decides. */
  | { readonly kind: 'asks' }
  | { readonly kind: 'goes-back'; readonly remedy: Remedy };

/**
 * What a run that has diverged is to do, by the policy of its recipe.
 * @param places steps done by what it could go back to: its start and its checkpoints
 */
export function outcomeOf(diverged: Diverged, places: readonly number[]): Outcome {
  const { trouble } = diverged;
  const { onDivergence: policy } = trouble.settings;
  if (policy === 'stop' || !places.some((done) => isBefore(done, trouble))) return { kind: 'ends', why: diverged };
  if (policy === 'ask') return { kind: 'asks' };
  if (trouble.recovery.times >= MOST_TIMES) return { kind: 'ends', why: beyondRecovery(diverged) };
  return { kind: 'goes-back', remedy: { halvesRate: true, leavesBatchesOut: trouble.batches !== null } };
}

/**
 * Whether a checkpoint, by the steps that it has done, is from before the trouble. One whose very next step was already in
 * trouble has proved nothing: its own last step may have ruined it.
 */
export const isBefore = (stepsDone: number, { step }: Pick<Trouble, 'step'>): boolean => stepsDone + 1 < step;

/** What a run is changed by that is taken back to a checkpoint of so many steps. */
export function recoveryAt(stepsDone: number, { step, batches, recovery }: Trouble, remedy: Remedy): Recovery {
  const rateScale = remedy.halvesRate ? recovery.rateScale / 2 : recovery.rateScale;
  const leftOut = remedy.leavesBatchesOut && batches ? [batches] : [];
  const times = recovery.times + 1;
  const withoutBatches = leftOut.length > 0;
  const change = { kind: 'taken-back', step: stepsDone, diverged: step, times, rateScale, withoutBatches } as const;
  return { times, rateScale, leftOut: [...recovery.leftOut, ...leftOut], changes: [...recovery.changes, change] };
}

/** Where the data continues: after batches that are left out, however many such stretches follow each other. */
export function placeIn({ leftOut }: Recovery, cursor: BatchCursor): BatchCursor {
  let place = cursor;
  const isAt = ({ from }: LeftOut) => from.epoch === place.epoch && from.position === place.position;
  for (let next = leftOut.find(isAt); next; next = leftOut.find(isAt)) place = next.to;
  return place;
}

/** What the log says of a change. */
export function changeSaid(change: Change): OcaqError {
  if (change.kind === 'rate') {
    const { step, from, to } = change;
    return new OcaqError(
      'run-rate-changed',
      `From step ${step} on, the run has the peak learning rate ${to}; it was ${from}.`,
      { step, from, to },
    );
  }
  const { step: to, diverged: step, times, rateScale: rate, withoutBatches } = change;
  return withoutBatches
    ? new OcaqError(
        'run-taken-back',
        `The run diverged at step ${step} and was taken back to step ${to}, from before it: it continues without the batches of the trouble, its learning rate multiplied by ${rate} (rollback ${times}).`,
        { step, to, rate, times },
      )
    : new OcaqError(
        'run-taken-back-slower',
        `The run diverged at step ${step} and was taken back to step ${to}, from before it: it continues with its learning rate multiplied by ${rate} (rollback ${times}).`,
        { step, to, rate, times },
      );
}

/** What ends a run that has been taken back as often as makes sense. */
const beyondRecovery = (diverged: Diverged): OcaqError => {
  const { step, recovery } = diverged.trouble;
  return new OcaqError(
    'run-diverges-again',
    `The run diverged again at step ${step}, although it was taken back ${recovery.times} times and learned at ${recovery.rateScale} times its learning rate at last. Its checkpoints are unaffected. Resume it with a much smaller learning rate, or look at the text that it learns from.`,
    { step, times: recovery.times, rate: recovery.rateScale },
    { cause: diverged },
  );
};
