/**
 * How fast a device would train a shape that was not measured, from shapes that were. A step takes what its arithmetic takes
 * at the rate that was measured, and a fixed time for each launch that it has more of, for the same arithmetic, than the
 * shape that was measured: small models are slow on a card because of their many short launches. A larger model is never
 * assumed to use the device better than the one that was measured, and a margin stands for what else tells shapes apart.
 * Every sample thus gives a time that errs to the long side, and the shortest of them is taken. What was measured of the
 * very same shape is taken as it is.
 */

import { PORTABLE_BINDING_BYTES } from '../defaults.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { type Precision, TILED } from '../ops/operator.ts';
import { trainingFlopsPerToken } from './cost.ts';
import { planModel } from './plans.ts';

/** A model and what a step of it learns from. */
export interface Shape {
  readonly config: ModelConfig;
  /** Tokens of a row. */
  readonly seq: number;
  /** Rows of a micro-batch. */
  readonly batch: number;
  /** Micro-batches of a step. */
  readonly accumulate: number;
  readonly precision: Precision;
}

export const tokensPerStep = ({ seq, batch, accumulate }: Shape): number => seq * batch * accumulate;

/** What of a shape decides its speed, for a token of an optimizer step. Two shapes of the same cost count as the same. */
export interface ShapeCost {
  /** As `trainingFlopsPerToken` counts. */
  readonly flopsPerToken: number;
  /** Where nothing is recomputed, whatever the device. */
  readonly launchesPerToken: number;
  readonly precision: Precision;
}

export function costOf(shape: Shape): ShapeCost {
  const { config, seq, batch, accumulate, precision } = shape;
  const { programs } = planModel({
    config,
    batch: { rows: batch, seq },
    training: true,
    generate: 0,
    kernels: TILED,
    storage: 'f32',
    bindingBytes: PORTABLE_BINDING_BYTES,
  });
  const launches = accumulate * (programs.train?.length ?? 0) + (programs.update?.length ?? 0);
  return {
    flopsPerToken: trainingFlopsPerToken(config, seq),
    launchesPerToken: launches / tokensPerStep(shape),
    precision,
  };
}

export interface SpeedSample extends ShapeCost {
  readonly tokensPerSecond: number;
}

/**
 * Seconds that a launch takes besides its arithmetic. On the card of docs/performance.md a step of 57 launches and 1.6 GFLOP
 * takes 3.5 ms: 59 µs a launch once its arithmetic is taken off.
 */
const LAUNCH_SECONDS = 6e-5;

/** How much longer than so estimated a shape that was not measured may take. */
const MARGIN = 1.2;

/** A device that does so much arithmetic a second on models large enough that launches do not count. */
export const sustained = (flopsPerSecond: number): SpeedSample => ({
  tokensPerSecond: flopsPerSecond,
  flopsPerToken: 1,
  launchesPerToken: 0,
  precision: 'f32',
});

/** @param samples at least one */
export function secondsPerToken(shape: ShapeCost, samples: readonly SpeedSample[]): number {
  const same = samples.filter((sample) => isSameShape(sample, shape));
  if (same.length > 0) return Math.min(...same.map(({ tokensPerSecond }) => 1 / tokensPerSecond));
  return MARGIN * Math.min(...samples.map((sample) => scaledSeconds(shape, sample)));
}

export const isSameShape = (a: ShapeCost, b: ShapeCost): boolean =>
  a.flopsPerToken === b.flopsPerToken && a.launchesPerToken === b.launchesPerToken && a.precision === b.precision;

function scaledSeconds({ flopsPerToken, launchesPerToken }: ShapeCost, sample: SpeedSample): number {
  const scale = flopsPerToken / sample.flopsPerToken;
  const moreLaunches = Math.max(0, launchesPerToken - scale * sample.launchesPerToken);
  return scale / sample.tokensPerSecond + moreLaunches * LAUNCH_SECONDS;
}
