/** How fast a device trains a shape: real optimizer steps on random tokens. */
import { IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { openFitted } from '../engine/open-fitted.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { type PlanningRequest, planWithin } from '../model/planner.ts';
import { PRESETS, type Preset } from '../model/presets.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

export interface MeasuredSpeed {
  readonly tokensPerSecond: number;
  /** Of an optimizer step with all its micro-batches. */
  readonly secondsPerStep: number;
  readonly measuredSteps: number;
}

export interface SpeedMeasurement {
  readonly accumulate: number;
  readonly budgetBytes: number;
  /** Steps are taken for so long, at least one. */
  readonly seconds: number;
  readonly onProgress?: (elapsed: number) => void;
  readonly signal?: AbortSignal;
}

/** Micro-batches of a measured step at most: more of them only repeat the same. */
const MEASURED_MICRO_BATCHES = 4;
const HYPER = { learningRate: 1e-4, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };

/** @throws OcaqError `beyond-budget`, and what opening a device throws */
export async function measureSpeed(
  gpu: GPU | undefined,
  request: PlanningRequest,
  { accumulate, budgetBytes, seconds, onProgress, signal }: SpeedMeasurement,
): Promise<MeasuredSpeed> {
  const { model } = await openFitted(gpu, request, planWithin(request, budgetBytes));
  try {
    initialiseParameters(model, 1);
    const optimizer = new OptimizerStep(model);
    const ring = new StepMetricsRing<null>(model.executor);
    const random = new Random(1);
    const tokens = request.batch.rows * request.batch.seq;
    const measuredBatches = Math.min(accumulate, MEASURED_MICRO_BATCHES);
    const inputs = Int32Array.from({ length: tokens }, () => random.integer(request.config.vocabSize));
    const targets = inputs.map((token, i) => (i === 0 ? IGNORE : token));
    const micros = Array.from({ length: measuredBatches }, () => ({ tokens: inputs, targets, counted: tokens - 1 }));
    const step = async () => {
      const commands = await optimizer.prepare(micros, HYPER, () => signal?.aborted ?? false);
      signal?.throwIfAborted();
      if (commands) await ring.submit(commands, null);
      await model.executor.finish();
    };
    await step();
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    let measured = 0;
    while (measured === 0 || elapsed() < seconds) {
      await step();
      onProgress?.(elapsed());
      measured += 1;
    }
    const batchSeconds = elapsed() / measured / measuredBatches;
    return {
      tokensPerSecond: tokens / batchSeconds,
      secondsPerStep: batchSeconds * accumulate,
      measuredSteps: measured,
    };
  } finally {
    model.destroy();
  }
}

/** What a device is known by, from small to large. */
const PROBES: readonly Preset['id'][] = ['starter', 'az-5m', 'az-night'];
/** Seconds. Where a step takes longer, arithmetic decides and larger models tell nothing new. */
const LONG_STEP = 0.25;

/**
 * Measures a device by presets, the smallest first, until one has long steps or is too large for the device.
 * @param measure null: it does not fit
 */
export async function probeDevice<T extends MeasuredSpeed>(
  measure: (preset: Preset) => Promise<T | null>,
): Promise<{ readonly preset: Preset; readonly speed: T }[]> {
  const measured: { preset: Preset; speed: T }[] = [];
  for (const preset of PRESETS.filter(({ id }) => PROBES.includes(id))) {
    const speed = await measure(preset);
    if (!speed) break;
    measured.push({ preset, speed });
    if (speed.secondsPerStep > LONG_STEP) break;
  }
  return measured;
}
