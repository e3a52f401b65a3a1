/** Learning rate: linear warm-up to `learningRate`, then a cosine down to `minLearningRate` at `steps` (Loshchilov & Hutter 2017). */
export interface Schedule {
  readonly steps: number;
  readonly learningRate: number;
  readonly minLearningRate: number;
  readonly warmupSteps: number;
}

/** @param step counts from 0 */
export function learningRateAt(step: number, s: Schedule): number {
  if (step < s.warmupSteps) return (s.learningRate * (step + 1)) / s.warmupSteps;
  const progress = Math.min(1, (step - s.warmupSteps) / Math.max(1, s.steps - s.warmupSteps));
  return s.minLearningRate + 0.5 * (s.learningRate - s.minLearningRate) * (1 + Math.cos(Math.PI * progress));
}
