/** Where the time of a choice's optimizer step goes, measured on this device. */
import { planWithin } from '../../model/planner.ts';
import { profileStep } from '../../training/profile.ts';
import { profileRows } from '../../training/profile-rows.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { kernelsFor } from './kernels.ts';
import { adapterBasis, trainingRequest } from './model.ts';

/** Each time is the median of so many. Launches are timed out of their order, in which gradients last in arenas alone. */
const ROUNDS = 3;

export async function profileModel(
  hub: Hub,
  jobId: api.Id,
  choice: api.ModelChoice,
  budgetBytes: number,
): Promise<api.ProfileReport> {
  return hub.deviceJob(jobId, 'profile', '', async (job) => {
    const basis = await adapterBasis(choice.precision);
    const request = trainingRequest(choice, { kernels: await kernelsFor(hub, basis.storage, job.signal), ...basis });
    const { plan } = planWithin({ ...request, accumulates: true }, budgetBytes);
    const { kinds, roof, microBatch, update } = await profileStep(navigator.gpu, plan, {
      rounds: ROUNDS,
      onProgress: (_, done, total) => job.progress(done, total, 'kernels'),
      signal: job.signal,
    });
    const rows = profileRows(kinds, roof, choice.accumulate);
    return {
      rows: rows.map(({ stepMilliseconds, shareOfStep, ...row }) => ({
        ...row,
        count: row.pass === 'update' ? row.count : row.count * choice.accumulate,
        milliseconds: stepMilliseconds,
        share: shareOfStep,
      })),
      partsMilliseconds: rows.reduce((sum, { stepMilliseconds }) => sum + stepMilliseconds, 0),
      predictedMilliseconds: rows.reduce((sum, row) => sum + row.predictedOverMeasured * row.stepMilliseconds, 0),
      stepMilliseconds: microBatch * choice.accumulate + update,
      roof,
    };
  });
}
