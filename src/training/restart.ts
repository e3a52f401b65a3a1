/**
 * A run that continues from a checkpoint under other settings: more steps, another schedule, another rate. Weights, moments
 * and the place in the data are the checkpoint's. Where the settings agree on all steps that it has done, the run is bit
 * for bit what one run under the new settings would have been. Elsewhere its learning rate leads from the last one in a
 * straight line to the new schedule, as far as that has come at this step, so that the loss does not jump (Ibrahim et al.
 * 2024, arXiv:2403.08763). A mean of the weights then begins anew.
 */
import { OcaqError } from '../errors.ts';
import { checkSettings, firstAveraged, type LoopSettings, type LoopState } from './loop-state.ts';
import { rateAt } from './schedule.ts';

/** What the saved tensors and the place in the data are of: these stay as they were. */
type Fixed = 'batch' | 'seq' | 'accumulate' | 'seed' | 'residualInit' | 'shiftWindows' | 'averageWeights';

export type RestartSettings = Omit<LoopSettings, Fixed>;

export interface Restart {
  readonly state: LoopState;
  /** Bit for bit what one run under the new settings would have been. */
  readonly isExact: boolean;
  /** The learning rate was the same on all steps so far. */
  readonly isSameRate: boolean;
}

/** What weights depend on besides the learning rate. */
const FORMATIVE = ['groups', 'weightDecay', 'beta1', 'beta2', 'clip'] as const satisfies (keyof LoopSettings)[];
/** A re-warm-up takes no more of the steps that are left. */
const LONGEST_REWARM = 0.1;

/** @throws OcaqError `restart-too-short` where the checkpoint has done as many steps, `setting-out-of-range` */
export function restarted(saved: LoopState, wanted: RestartSettings): Restart {
  const settings: LoopSettings = { ...wanted, ...fixedOf(saved.settings) };
  checkSettings(settings);
  const { step } = saved;
  if (settings.steps <= step)
    throw new OcaqError(
      'restart-too-short',
      `The checkpoint has done ${step} steps already, so that a run of ${settings.steps} steps would be over. Give more than ${step} steps.`,
      { step, steps: settings.steps },
    );
  const isSameRate = ratesAgree(saved, settings);
  const averagedFrom = firstAveraged(settings);
  const isSameMean = averagedFrom === saved.averagedFrom || step <= Math.min(averagedFrom, saved.averagedFrom);
  const isExact =
    isSameRate &&
    isSameMean &&
    FORMATIVE.every((name) => JSON.stringify(saved.settings[name]) === JSON.stringify(settings[name]));
  const rewarmSteps = Math.min(settings.warmupSteps, Math.ceil(LONGEST_REWARM * (settings.steps - step)));
  const lastRate = step === 0 ? 0 : rateAt(step - 1, saved.settings, saved.rewarm);
  const state: LoopState = {
    ...saved,
    settings,
    // Evaluated again, so that the curves of the new run begin with a value.
    evaluatedAt: -1,
    sampledAt: -1,
    rewarm: isSameRate ? saved.rewarm : { from: step, steps: rewarmSteps, rate: lastRate },
    averagedFrom: isSameMean ? averagedFrom : Math.max(averagedFrom, step),
  };
  return { state, isExact, isSameRate };
}

/** Under the same settings but more steps. @throws as `restarted` */
export const lengthened = (saved: LoopState, steps: number): Restart => restarted(saved, { ...saved.settings, steps });

/**
 * Which of a run's checkpoints to lengthen it from: the newest from which the longer run is bit for bit what it would have
 * been from the start, else the newest of all.
 */
export function lengtheningPoint<Saved>(
  kept: readonly Saved[],
  steps: number,
  stateOf: (saved: Saved) => LoopState,
): Saved | null {
  const newestFirst = kept.toSorted((a, b) => stateOf(b).step - stateOf(a).step);
  return newestFirst.find((saved) => lengthened(stateOf(saved), steps).isExact) ?? newestFirst[0] ?? null;
}

const fixedOf = (settings: LoopSettings): Pick<LoopSettings, Fixed> => ({
  batch: settings.batch,
  seq: settings.seq,
  accumulate: settings.accumulate,
  seed: settings.seed,
  residualInit: settings.residualInit,
  shiftWindows: settings.shiftWindows,
  averageWeights: settings.averageWeights,
});

/** On all steps that were done since the last restart: what came before is behind both. */
function ratesAgree({ settings: before, rewarm, step }: LoopState, after: LoopSettings): boolean {
  for (let at = rewarm?.from ?? 0; at < step; at++)
    if (rateAt(at, before, rewarm) !== rateAt(at, after, rewarm)) return false;
  return true;
}
