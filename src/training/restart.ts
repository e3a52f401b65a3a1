/**
 * A run that continues from a checkpoint under other settings: more steps, another schedule, another rate. Weights, moments
 * and the place in the data are the checkpoint's. Where the settings agree on all steps that it has done, the run is bit
 * for bit what one run under the new settings would have been. Elsewhere its learning rate leads from the last one in a
 * straight line up to the new schedule, as far as that has come at this step, so that the loss does not jump (Ibrahim et al.
 * 2024, arXiv:2403.08763); a smaller rate holds at once. A mean of the weights then begins anew.
 */
import { OcaqError } from '../errors.ts';
import { NEW_TRAIL } from './divergence.ts';
import { checkSettings, type LoopSettings } from './loop-settings.ts';
import { firstAveraged, type LoopState } from './loop-state.ts';
import { type Recovery, type Remedy, recoveryAt, type Trouble } from './recovery.ts';
import { rateAt } from './schedule.ts';

/** What the saved tensors and the place in the data are of: these stay as they were. */
type Fixed =
  | 'optimizer'
  | 'batch'
  | 'seq'
  | 'accumulate'
  | 'seed'
  | 'residualInit'
  | 'packing'
  | 'documentMask'
  | 'shiftWindows'
  | 'averageWeights';

export type RestartSettings = Omit<LoopSettings, Fixed>;

export interface Restart {
  readonly state: LoopState;
  /** Bit for bit what one run under the new settings would have been. */
  readonly isExact: boolean;
  /** The learning rate was the same on all steps so far. */
  readonly isSameRate: boolean;
}

/** What weights depend on besides the learning rate. */
const FORMATIVE = [
  'groups',
  'weightDecay',
  'beta1',
  'beta2',
  'momentum',
  'iterations',
  'clip',
] as const satisfies (keyof LoopSettings)[];
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
  const recovery = recoveryOf(saved, settings.learningRate);
  const lastRate = (lastRateOf(saved) * saved.recovery.rateScale) / recovery.rateScale;
  const rises = rateAt(step, settings, null) > lastRate;
  // One that has done no step since its last restart restarts from before that again.
  const keepsRewarm = isSameRate && saved.rewarm?.from !== step;
  const state: LoopState = {
    ...saved,
    settings,
    // Evaluated again, so that the curves of the new run begin with a value.
    evaluatedAt: -1,
    sampledAt: -1,
    rewarm: keepsRewarm ? saved.rewarm : { from: step, steps: rises ? rewarmSteps : 0, rate: lastRate },
    averagedFrom: isSameMean ? averagedFrom : Math.max(averagedFrom, step),
    recovery,
  };
  return { state, isExact, isSameRate };
}

/**
 * From the beginning of another text on. Batches that were left out were those of the text before, at whose places there are others
 * now, or none; and losses on it do not tell whether those on this one are too high.
 */
export const onOtherText = (state: LoopState): LoopState => ({
  ...state,
  cursor: { epoch: 0, position: 0 },
  recovery: { ...state.recovery, leftOut: [] },
  trail: NEW_TRAIL,
});

/** Learning rate of the last step that was done, by the schedule: what the run was slowed down to is not in it. */
export function lastRateOf({ settings, step, rewarm }: LoopState): number {
  if (rewarm?.from === step) return rewarm.rate;
  return step === 0 ? 0 : rateAt(step - 1, settings, rewarm);
}

/** A peak rate that is given is meant as it stands, whatever the run was slowed down to before. */
function recoveryOf({ settings, step, recovery }: LoopState, to: number): Recovery {
  if (settings.learningRate === to) return recovery;
  const from = settings.learningRate * recovery.rateScale;
  const changes = [...recovery.changes, { kind: 'rate', step, from, to } as const];
  return { ...recovery, times: 0, rateScale: 1, changes };
}

/** With another peak rate, and the last one moved with it. */
export function withRate<Settings extends Pick<LoopSettings, 'learningRate' | 'minLearningRate'>>(
  settings: Settings,
  learningRate: number,
): Settings {
  const minLearningRate = learningRate * (settings.minLearningRate / settings.learningRate);
  return { ...settings, learningRate, minLearningRate };
}

/** At another peak rate than it has come to, be it the one that it had before it was slowed down. @throws as `restarted` */
export function atRate(saved: LoopState, learningRate: number): LoopState {
  const { rateScale } = saved.recovery;
  const settings = withRate(saved.settings, saved.settings.learningRate * rateScale);
  const rewarm = saved.rewarm && { ...saved.rewarm, rate: saved.rewarm.rate * rateScale };
  const asItIs = { ...saved, settings, rewarm, recovery: { ...saved.recovery, rateScale: 1 } };
  return restarted(asItIs, withRate(settings, learningRate)).state;
}

/** A run that has diverged, from a state of before the trouble on: with the settings that it had come to, and a remedy. */
export function takenBack(saved: LoopState, trouble: Trouble, remedy: Remedy): LoopState {
  const isSame = JSON.stringify(saved.settings) === JSON.stringify(trouble.settings);
  const state = isSame ? saved : restarted(saved, trouble.settings).state;
  return { ...state, recovery: recoveryAt(saved.step, trouble, remedy) };
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
  optimizer: settings.optimizer,
  batch: settings.batch,
  seq: settings.seq,
  accumulate: settings.accumulate,
  seed: settings.seed,
  residualInit: settings.residualInit,
  packing: settings.packing,
  documentMask: settings.documentMask,
  shiftWindows: settings.shiftWindows,
  averageWeights: settings.averageWeights,
});

/** On all steps that were done since the last restart: what came before is behind both. */
function ratesAgree({ settings: before, rewarm, step }: LoopState, after: LoopSettings): boolean {
  for (let at = rewarm?.from ?? 0; at < step; at++)
    if (rateAt(at, before, rewarm) !== rateAt(at, after, rewarm)) return false;
  return true;
}
