/** Clipping and AdamW in float64, written for reading. */
import type { GroupScales } from './optimizer.ts';

export interface AdamwSettings {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  groups: GroupScales;
  /** 0 = no clipping. */
  clip: number;
}

/** One arena: elements before tablesEnd are of tables, those up to matricesEnd of matrices, the rest of vectors. */
export interface AdamwArena {
  weights: Float64Array;
  m: Float64Array;
  v: Float64Array;
  tablesEnd: number;
  matricesEnd: number;
}

export const gradientNorm = (gradients: readonly Float64Array[]): number =>
  Math.sqrt(gradients.reduce((sum, arena) => arena.reduce((inner, g) => inner + g * g, sum), 0));

export const clipScale = (norm: number, clip: number): number => (clip === 0 ? 1 : Math.min(1, clip / (norm + 1e-6)));

/** Changes the arenas in place. @param t steps taken with this one: 1 for the first */
export function adamwStep(
  arenas: readonly AdamwArena[],
  gradients: readonly Float64Array[],
  t: number,
  settings: AdamwSettings,
): { norm: number; scale: number } {
  const { learningRate, beta1, beta2, epsilon, weightDecay, groups, clip } = settings;
  const norm = gradientNorm(gradients);
  const scale = clipScale(norm, clip);
  arenas.forEach(({ weights, m, v, tablesEnd, matricesEnd }, arena) => {
    weights.forEach((w, i) => {
      const g = gradients[arena]![i]! * scale;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      const mHat = m[i] / (1 - beta1 ** t);
      const vHat = v[i] / (1 - beta2 ** t);
      const { rate, decay } = groups[i < tablesEnd ? 'tables' : i < matricesEnd ? 'matrices' : 'vectors'];
      weights[i] = w - rate * learningRate * (mHat / (Math.sqrt(vHat) + epsilon) + decay * weightDecay * w);
    });
  });
  return { norm, scale };
}
