/** The held-out losses of several seeds as one curve: their mean, and the lowest and the highest of them. Pure. */
import type { HeldOutPoint } from '../../worker/api.ts';

export interface BandPoint {
  step: number;
  mean: number;
  low: number;
  high: number;
}

/** At the steps at which every seed has a finite loss; nothing of fewer than two seeds. */
export function seedBand(seeds: readonly (readonly HeldOutPoint[])[]): BandPoint[] {
  const [first, ...others] = seeds.map(
    (points) => new Map(points.filter(({ loss }) => Number.isFinite(loss)).map(({ step, loss }) => [step, loss])),
  );
  if (!first || others.length === 0) return [];
  return [...first].flatMap(([step, loss]) => {
    const rest = others.flatMap((one) => one.get(step) ?? []);
    if (rest.length < others.length) return [];
    const losses = [loss, ...rest];
    const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    return [{ step, mean, low: Math.min(...losses), high: Math.max(...losses) }];
  });
}
