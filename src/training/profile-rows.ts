/** The table of a profile: what each kind of launch takes of an optimizer step, and its share of the roofs. Pure. */

import { predictedSeconds, type Roof } from '../gpu/budget.ts';
import type { Clock } from '../gpu/profile-clock.ts';
import type { LaunchKind } from '../gpu/profile-kinds.ts';

export type Pass = 'forward' | 'backward' | 'update';

/** A kind of launch with the time of one. */
export interface TimedKind extends Pick<LaunchKind, 'kernel' | 'sizes' | 'count' | 'flops' | 'bytes' | 'budget'> {
  readonly pass: Pass;
  readonly milliseconds: number;
  readonly clock: Clock;
}

export interface ProfileRow extends Pick<LaunchKind, 'kernel' | 'sizes'> {
  readonly pass: Pass;
  /** Launches of a micro-batch, or of the update. */
  readonly count: number;
  /** Of all of them. */
  readonly milliseconds: number;
  /** In an optimizer step, which holds every micro-batch but one update. */
  readonly stepMilliseconds: number;
  /** Of the sum over an optimizer step. */
  readonly shareOfStep: number;
  readonly flopsPerSecond: number;
  /** Bytes bound: where a kernel finds them in a cache, this may exceed the roof. */
  readonly bytesPerSecond: number;
  /** Of the multiply-add roof and of the reading roof. */
  readonly shareOfRoof: { readonly arithmetic: number; readonly memory: number };
  /** Time that the roofs and what the kernel issues and moves foretell, over that which it took. */
  readonly predictedOverMeasured: number;
  readonly clock: Clock;
}

/** The longest first. @param accumulate micro-batches of an optimizer step */
export function profileRows(kinds: readonly TimedKind[], roof: Roof, accumulate: number): ProfileRow[] {
  const inStep = ({ pass, count, milliseconds }: TimedKind) =>
    milliseconds * count * (pass === 'update' ? 1 : accumulate);
  const step = kinds.reduce((sum, kind) => sum + inStep(kind), 0);
  return [...kinds]
    .sort((a, b) => inStep(b) - inStep(a))
    .map((kind) => {
      const { kernel, sizes, pass, count, clock, milliseconds } = kind;
      const flopsPerSecond = (kind.flops / milliseconds) * 1000;
      const bytesPerSecond = (kind.bytes / milliseconds) * 1000;
      return {
        kernel,
        sizes,
        pass,
        count,
        clock,
        milliseconds: milliseconds * count,
        stepMilliseconds: inStep(kind),
        shareOfStep: inStep(kind) / step,
        flopsPerSecond,
        bytesPerSecond,
        shareOfRoof: {
          arithmetic: flopsPerSecond / roof.flopsPerSecond,
          memory: bytesPerSecond / roof.bytesPerSecond,
        },
        predictedOverMeasured: (predictedSeconds(kind, roof) * 1000) / milliseconds,
      };
    });
}
