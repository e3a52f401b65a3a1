/** States of a run of a hundred steps, for what goes by schedules: no device has seen them. */
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { DIRECT } from '../ops/operator.ts';
import type { LoopSettings } from '../training/loop-settings.ts';
import { type LoopState, newLoopState } from '../training/loop-state.ts';

export const hundredSteps: LoopSettings = {
  ...SIMPLE_RECIPE,
  steps: 100,
  batch: 1,
  seq: 8,
  accumulate: 1,
  seed: 1,
  learningRate: 1e-2,
  minLearningRate: 0,
  warmupSteps: 10,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
  evalEvery: 10,
  sampleEvery: 0,
  saveEvery: 0,
};
const adapter = { name: 'card', maxBindingBytes: 2 ** 27, features: [] };
const formats = { storage: 'f32', moments: 'f32', recompute: 'none' } as const;

/** After so many steps of them, with what is said of the settings. */
export const stateAt = (step: number, change: Partial<LoopSettings> = {}): LoopState => ({
  ...newLoopState({ ...hundredSteps, ...change }, DIRECT, adapter, formats),
  step,
  cursor: { epoch: 0, position: step },
});
