/** A learning rate by trial, on the project's own model and corpus. */
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { sweepRates, TRIALS } from '../../training/rate-finder.ts';
import { openSession, prepareSession } from '../../training/session.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { kernelsFor } from '../models/kernels.ts';
import { checkChoice } from '../models/model.ts';
import { loopSettings } from './open-run.ts';
import { corpusConfig } from './run-config.ts';
import { runData } from './run-data.ts';

/** Of each trial. */
const TRIAL_STEPS = 40;

/** @throws `no-model`, `corpus-empty`, and what planning and opening a run throw */
export async function findRate(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  settings: api.TrainingSettings,
  budgetBytes: number,
): Promise<api.RateSweep> {
  const run = await corpusConfig(hub, project, settings);
  checkChoice(run.choice);
  const { source } = await runData(hub, project, run);
  return hub.deviceJob(jobId, 'rates', '', async ({ signal, progress }) => {
    const adapter = await describeAdapter(navigator.gpu);
    const start = { from: 'seed' } as const;
    const prepared = await prepareSession({
      adapter,
      config: run.choice.config,
      settings: { ...loopSettings(run), averageWeights: false },
      generate: 0,
      storage: storageFor(run.choice.precision, adapter),
      kernels: (type) => kernelsFor(hub, type, signal),
      budgetBytes,
      start,
    });
    const session = await openSession(navigator.gpu, prepared, source, {
      signal,
      onProgress: (done, total) => progress(done, total, 'kernels'),
    });
    try {
      return await sweepRates(session, start, {
        steps: TRIAL_STEPS,
        around: settings.learningRate,
        // Other groups have multiples of it, as where a person changes the rate on the page.
        chosen: (learningRate) => ({ learningRate, groups: settings.groups }),
        signal,
        onStep: (done) => progress(done, TRIALS * TRIAL_STEPS, 'steps'),
      });
    } finally {
      session.model.destroy();
    }
  });
}
