/** The coach for a project on this device: what it proposes, and what it says of models that a person may choose. */
import { OcaqError } from '../../errors.ts';
import { type CoachedDevice, coach } from '../../model/coach.ts';
import { adviceOn } from '../../model/coach-advice.ts';
import { planWithin } from '../../model/planner.ts';
import type { Preset } from '../../model/presets.ts';
import { measureSpeed, probeDevice } from '../../training/measure-speed.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { textOf } from '../text/corpus-text.ts';
import { kernelsFor } from './kernels.ts';
import { adapterBasis, trainingRequest } from './model.ts';
import { keepSpeed, keptSpeeds, speedOf } from './speeds.ts';

/** For each preset that the device is measured by. */
const MEASURE_SECONDS = 3;

/**
 * Measures the device by a few presets where that was not done before.
 * @throws OcaqError `corpus-empty`, and what measuring throws
 */
export async function proposeModel(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  seconds: number,
  budgetBytes: number,
): Promise<api.Proposal> {
  const text = await textOf(hub, project);
  if (!text) throw new OcaqError('corpus-empty', 'The corpus is empty: add texts before asking for a model.');
  await hub.deviceJob(jobId, 'measure', '', async (job) => {
    await probeDevice(async (preset) => {
      const known = speedOf(preset, await keptSpeeds(hub));
      return known ?? measured(hub, job, preset, budgetBytes);
    });
  });
  return coach(text, await coachedDevice(hub, budgetBytes), seconds);
}

/** @param seconds that the person has; null: not known */
export async function advise(
  hub: Hub,
  project: api.Id,
  choices: readonly { choice: api.ModelChoice; steps: number }[],
  seconds: number | null,
  budgetBytes: number,
): Promise<api.Advice[]> {
  const text = await textOf(hub, project);
  const device = await coachedDevice(hub, budgetBytes);
  return choices.map(({ choice, steps }) => adviceOn({ shape: choice, steps }, text, device, seconds));
}

/** null where it does not fit. */
async function measured(hub: Hub, job: Job, preset: Preset, budgetBytes: number) {
  const basis = await adapterBasis(preset.precision);
  const kernels = await kernelsFor(hub, basis.storage, job.signal);
  const request = trainingRequest({ ...preset, preset: preset.id }, { kernels, ...basis });
  if (!planWithin(request, budgetBytes).fits) return null;
  const speed = await measureSpeed(navigator.gpu, request, {
    accumulate: preset.accumulate,
    budgetBytes,
    seconds: MEASURE_SECONDS,
    onProgress: (elapsed) => job.progress(Math.min(elapsed, MEASURE_SECONDS), MEASURE_SECONDS, 'seconds'),
    signal: job.signal,
  });
  return keepSpeed(hub, preset, speed);
}

async function coachedDevice(hub: Hub, budgetBytes: number): Promise<CoachedDevice> {
  const { storage: halfStorage, bindingBytes } = await adapterBasis('f16');
  return { speeds: await keptSpeeds(hub), budgetBytes, bindingBytes, halfStorage };
}
