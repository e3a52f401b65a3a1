/**
 * What becomes of a run that diverges. It is taken back to a checkpoint from before the trouble, where it continues with half
 * the learning rate and without the batches of the trouble (PaLM, Chowdhery et al. 2022, arXiv:2204.02311, section 5.1, left
 * batches out; neither they nor the weights alone bring a spike about). What was changed is part of the loop state, so that a
 * run that is taken back and then interrupted resumes bit for bit. Pure: whoever keeps checkpoints loads them.
 */
import type { BatchCursor } from '../data/batches.ts';
import { type ErrorDetails, OcaqError } from '../errors.ts';

/** Batches from one place in the data up to another. */
export interface LeftOut {
  readonly from: BatchCursor;
  readonly to: BatchCursor;
}

export interface Recovery {
  /** How often the run was taken back. */
  readonly times: number;
  /** Multiple of the schedule's learning rate. */
  readonly rateScale: number;
  readonly leftOut: readonly LeftOut[];
}

export const UNTROUBLED: Recovery = { times: 0, rateScale: 1, leftOut: [] };

/** A run that diverges after so many tries is beyond what this mends. */
export const MOST_TIMES = 3;

/** A run that has diverged, and what is needed to take it back. */
export class Diverged extends OcaqError {
  /** The first step of the trouble; steps count from 1. */
  readonly step: number;
  /** The batches of the trouble; null where it is not known which they were. */
  readonly batches: LeftOut | null;
  /** What the run had been changed by until then. */
  readonly recovery: Recovery;

  constructor(
    { code, message, details }: { code: OcaqError['code']; message: string; details: ErrorDetails },
    { step, batches, recovery }: Pick<Diverged, 'step' | 'batches' | 'recovery'>,
  ) {
    super(code, message, details);
    this.step = step;
    this.batches = batches;
    this.recovery = recovery;
  }
}

/**
 * Whether a checkpoint, by the steps that it has done, is from before the trouble. One whose very next step was already in
 * trouble has proved nothing: its own last step may have ruined it.
 */
export const isBefore = (stepsDone: number, { step }: Diverged): boolean => stepsDone + 1 < step;

/** The state of that checkpoint, changed for another try. */
export function takenBack<State extends { readonly recovery: Recovery }>(
  saved: State,
  { batches, recovery }: Diverged,
): State {
  const { times, rateScale, leftOut } = recovery;
  return {
    ...saved,
    recovery: {
      times: times + 1,
      rateScale: rateScale / 2,
      leftOut: batches ? [...leftOut, batches] : leftOut,
    },
  };
}

/** Where the data continues: after batches that are left out. */
export function placeIn({ leftOut }: Recovery, cursor: BatchCursor): BatchCursor {
  const skipped = leftOut.find(({ from }) => from.epoch === cursor.epoch && from.position === cursor.position);
  return skipped ? skipped.to : cursor;
}

/** What is said of a run that was taken back. @param to steps that the checkpoint has done */
export function takenBackTo(to: number, { step, recovery }: Diverged): OcaqError {
  const times = recovery.times + 1;
  const rate = recovery.rateScale / 2;
  return new OcaqError(
    'run-taken-back',
    `The run diverged at step ${step} and was taken back to step ${to}, from before it: it continues with ${rate} times the learning rate of the schedule and without the batches of the trouble (try ${times} of ${MOST_TIMES}).`,
    { step, to, rate, times, most: MOST_TIMES },
  );
}

/** What ends a run that has been taken back as often as makes sense. */
export const beyondRecovery = (diverged: Diverged): OcaqError =>
  new OcaqError(
    'run-diverges-again',
    `The run diverged again at step ${diverged.step}, although it was taken back ${diverged.recovery.times} times and learned at ${diverged.recovery.rateScale} times its learning rate at last. Its checkpoints are unaffected. Resume it with a much smaller learning rate, or look at the text that it learns from.`,
    { step: diverged.step, times: diverged.recovery.times, rate: diverged.recovery.rateScale },
    { cause: diverged },
  );
