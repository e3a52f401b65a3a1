/** How fast a run goes. Results of single steps may come two at a time, so that only several together have a time. Pure. */
import type { StepPoint } from '../worker/api.ts';

export interface Pace {
  /** Of a step. */
  milliseconds: number;
  tokensPerSecond: number;
}

/** So many steps are the newest ones. */
const NEWEST = 20;

/** The mean of the newest steps; null before there are any. */
export const newestPace = (steps: readonly StepPoint[]): Pace | null => paceOf(steps.slice(-NEWEST));

/** The means of at most so many stretches that together are all steps, in their order. */
export function paceCurve(steps: readonly StepPoint[], most: number): Pace[] {
  const stretches = Math.min(most, Math.ceil(steps.length / NEWEST));
  const at = (index: number) => Math.floor((index * steps.length) / stretches);
  return Array.from({ length: stretches }, (_, i) => paceOf(steps.slice(at(i), at(i + 1)))).filter(
    (one) => one !== null,
  );
}

function paceOf(steps: readonly StepPoint[]): Pace | null {
  if (steps.length === 0) return null;
  let milliseconds = 0;
  let tokens = 0;
  for (const step of steps) {
    milliseconds += step.stepMilliseconds;
    tokens += (step.tokensPerSecond * step.stepMilliseconds) / 1000;
  }
  return { milliseconds: milliseconds / steps.length, tokensPerSecond: (tokens * 1000) / milliseconds };
}
