/**
 * How large the model of the sample journey is and how long it learns, so that the journey ends in the time that it
 * promises on any device. Pure. The sample is about seventy thousand tokens. In a minute and a half of a slow
 * processor two layers of width 64 learn more of it than three of width 96 (held-out 5.2 nats against 5.6), and small
 * micro-batches more than large ones; beyond six passes the text is learned by heart.
 */
import { defaultInitializerRange } from '../formats/hf-config.ts';
import type { ModelChoice, TrainingSettings } from '../worker/api.ts';

/** What pre-training and tuning may take. */
export const TRAIN_SECONDS = 100;
export const TUNE_SECONDS = 60;
const MOST_PASSES = 6;
const FEWEST_STEPS = 20;
/** Below this speed, in tokens a second, the starter could not see the sample twice in the time that it has. */
export const STARTER_TOKENS_PER_SECOND = 2000;
/** What a run takes with its evaluations, samples and checkpoints, over what its steps take. */
const BESIDES = 1.6;

/**
 * What a first run of so small a model is proposed, changed for the sample: the mean of its weights, and as few evaluations,
 * checkpoints and samples as its verdict needs, since on a slow device each takes as long as many steps.
 */
export const trainingOfSample = (proposed: TrainingSettings): TrainingSettings => ({
  ...proposed,
  averageWeights: true,
  evalEvery: Math.ceil(proposed.steps / 5),
  saveEvery: Math.ceil(proposed.steps / 5),
  sampleEvery: Math.ceil(proposed.steps / 2),
});

/** A base that has seen its language for a minute still has most to learn: half its own rate, where others get a fifth. */
export function tuningOfSample(proposed: TrainingSettings, base: TrainingSettings): TrainingSettings {
  const learningRate = base.learningRate / 2;
  return {
    ...proposed,
    learningRate,
    minLearningRate: learningRate / 10,
    sampleEvery: Math.ceil(proposed.steps / 2),
  };
}

/** The starter made smaller, for devices that are slow. */
export function smallerThan(starter: ModelChoice): ModelChoice {
  const config = {
    ...starter.config,
    hiddenSize: 64,
    layers: 2,
    headSize: 16,
    ffnSize: 176,
    initializerRange: defaultInitializerRange(64),
  };
  return { ...starter, preset: null, config, seq: 64, batch: 4, accumulate: 1 };
}

export const tokensOfStep = ({ batch, seq, accumulate }: Pick<ModelChoice, 'batch' | 'seq' | 'accumulate'>): number =>
  batch * seq * accumulate;

/** @param corpusTokens of the whole sample, about */
export function trainingSteps(choice: ModelChoice, tokensPerSecond: number, corpusTokens: number): number {
  const tokens = Math.min((TRAIN_SECONDS / BESIDES) * tokensPerSecond, MOST_PASSES * corpusTokens);
  return Math.max(FEWEST_STEPS, Math.floor(tokens / tokensOfStep(choice)));
}

/** @param stepTokens of one step of tuning */
export const mostTuningSteps = (stepTokens: number, tokensPerSecond: number): number =>
  Math.max(FEWEST_STEPS, Math.floor(((TUNE_SECONDS / BESIDES) * tokensPerSecond) / stepTokens));

export interface Measured {
  tokensPerSecond: number;
  /** Until the first measured step: kernels are compiled by then. */
  openSeconds: number;
}

/** Seconds that pre-training, tuning and the first answer will take; each opens a session and compiles kernels. */
export function secondsAhead(
  tokens: { train: number; tune: number },
  { tokensPerSecond, openSeconds }: Measured,
): number {
  return 3 * openSeconds + ((tokens.train + tokens.tune) / tokensPerSecond) * BESIDES;
}
