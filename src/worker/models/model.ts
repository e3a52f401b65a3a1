/** Presets, the plan of a choice, its measured speed, and the kernels that serve this adapter. */

import { PORTABLE_BINDING_BYTES } from '../../defaults.ts';
import { stateBytes } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { describeAdapter, mayHaveAnotherCard, storageFor } from '../../gpu/device.ts';
import { checkContext } from '../../model/check-context.ts';
import { suitsMuon, trainingFlopsPerToken, updateShare } from '../../model/cost.ts';
import { parameterCount, parameterTable, validateModelConfig } from '../../model/families/table.ts';
import { targetNames } from '../../model/lora.ts';
import { methodRequest } from '../../model/method.ts';
import { partElements } from '../../model/parameters.ts';
import {
  batchShapeWithin,
  ofOneMicroBatch,
  type PlanningRequest,
  planStepWithin,
  planWithin,
  runnerUp,
} from '../../model/planner.ts';
import { planModel } from '../../model/plans.ts';
import { PRESETS } from '../../model/presets.ts';
import { muonSettings, SIMPLE_RECIPE } from '../../model/recipe.ts';
import { TILED } from '../../ops/operator.ts';
import { isFrozen } from '../../plan/parameters.ts';
import { planNeeds } from '../../plan/step-plan.ts';
import { getRun } from '../../storage/runs.ts';
import { measureSpeed as measureSteps } from '../../training/measure-speed.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { needsOf } from '../runs/checkpoint-needs.ts';
import { recipeOf, settingsFor } from '../runs/proposal.ts';
import { runConfig } from '../stored.ts';
import { openCheckpoint } from './checkpoint.ts';
import { kernelsFor } from './kernels.ts';
import { engineMethod } from './method.ts';
import { keepSpeed } from './speeds.ts';

export async function deviceStatus(): Promise<api.DeviceStatus> {
  if (!globalThis.isSecureContext) {
    return { state: 'none', reason: 'insecure-context', message: 'WebGPU works only on https or localhost addresses.' };
  }
  try {
    const { name, vendor, software, features, maxBufferBytes, maxBindingBytes } = await describeAdapter(navigator.gpu);
    const mayBeSlower = await mayHaveAnotherCard(navigator.gpu);
    return {
      state: 'ready',
      name,
      vendor,
      software,
      mayBeSlower,
      maxBufferBytes,
      maxBindingBytes,
      features: [...features],
    };
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    const reason = error.code === 'no-webgpu' || error.code === 'no-adapter' ? error.code : 'device-refused';
    return { state: 'none', reason, message: error.message };
  }
}

export function presets(): api.PresetRecord[] {
  return PRESETS.map(({ id, steps, published, optimizer: _, ...shape }) => {
    const choice = { preset: id, ...shape };
    return {
      id,
      choice,
      training: settingsFor(recipeOf(choice, steps, 0), steps),
      isPublished: published !== undefined,
    };
  });
}

/** What a plan depends on besides the person's choice. */
type PlanBasis = Pick<PlanningRequest, 'kernels' | 'storage' | 'bindingBytes'>;

/** @throws OcaqError for a shape that is none, and `seq-beyond-context` */
export function checkChoice({ config, seq }: api.ModelChoice): void {
  validateModelConfig(config);
  checkContext(config, seq);
}

/** What the plan of a run is to hold: training, evaluation, and generation of samples in the same memory. */
export function trainingRequest(choice: api.ModelChoice, basis: PlanBasis): PlanningRequest {
  checkChoice(choice);
  const { config, batch, seq, accumulate } = choice;
  return { config, batch: { rows: batch, seq }, accumulates: accumulate > 1, training: true, generate: seq, ...basis };
}

/** The adapter's part of a plan; without one, what every adapter gives. */
export async function adapterBasis(precision: api.Precision): Promise<Pick<PlanBasis, 'storage' | 'bindingBytes'>> {
  const status = await deviceStatus();
  const adapter = status.state === 'ready' ? status : { features: [], maxBindingBytes: PORTABLE_BINDING_BYTES };
  return { storage: storageFor(precision, adapter), bindingBytes: adapter.maxBindingBytes };
}

export async function planChoice(choice: api.ModelChoice, budgetBytes: number): Promise<api.PlanReport> {
  const request = trainingRequest(choice, { kernels: TILED, ...(await adapterBasis(choice.precision)) });
  const fitted = planWithin(request, budgetBytes);
  const { plan, fits } = fitted;
  const tokensPerStep = choice.batch * choice.seq * choice.accumulate;
  const withMuon = planModel({
    ...request,
    ...fitted.choice,
    muon: muonSettings({ ...SIMPLE_RECIPE, optimizer: 'muon' }),
  });
  const share = updateShare(withMuon, choice.accumulate);
  return {
    parameters: parameterCount(choice.config),
    bytes: plan.bytes,
    totalBytes: plan.totalBytes,
    meanBytes: planModel({ ...request, ...fitted.choice, mean: true }).totalBytes - plan.totalBytes,
    muon: {
      savedBytes: plan.totalBytes - withMuon.totalBytes,
      share,
      isSuited: suitsMuon(tokensPerStep, share),
    },
    budgetBytes,
    choice: fitted.choice,
    tooLarge: [...fitted.tooLarge],
    runnerUp: runnerUp(request, fitted, budgetBytes),
    oneBatch: ofOneMicroBatch(request, fitted, budgetBytes),
    smallerBatches: smallerBatches(request, choice.accumulate, budgetBytes),
    wouldFit: fits ? null : batchShapeWithin(request, budgetBytes),
    fits,
    largestBufferBytes: planNeeds(plan).bufferBytes,
    flopsPerToken: trainingFlopsPerToken(choice.config, choice.seq),
    tokensPerStep,
  };
}

function smallerBatches(
  asked: PlanningRequest,
  batches: number,
  budgetBytes: number,
): api.PlanReport['smallerBatches'] {
  const { request, accumulate, fitted } = planStepWithin(asked, batches, budgetBytes);
  if (accumulate === batches) return null;
  return { batch: request.batch.rows, accumulate, ...fitted.choice, totalBytes: fitted.plan.totalBytes };
}

/** The newest two, the best, and the one being written. */
const TUNING_CHECKPOINTS = 4;

/** @throws as the worker's contract says */
export async function planTuning(hub: Hub, shape: api.TuningShape, budgetBytes: number): Promise<api.TuningPlan> {
  const { baseCheckpoint, method, precision, seq, batch, accumulate } = shape;
  const { packed, promptWeight, embeddingDropout, averageWeights } = shape;
  const { runId } = await openCheckpoint(hub, baseCheckpoint);
  const base = runConfig(await getRun(hub.database, runId));
  const choice = { ...base.choice, seq, batch, accumulate, precision: precision ?? base.choice.precision };
  const { config } = choice;
  const basis = await adapterBasis(choice.precision);
  const { plan, fits } = planWithin(
    {
      ...trainingRequest(choice, { kernels: TILED, ...basis }),
      ...methodRequest(engineMethod(method, basis.storage), config),
      packed,
      weighted: promptWeight > 0,
      embeddingDropout,
      mean: averageWeights,
    },
    budgetBytes,
  );
  const trained = plan.table.filter(({ id }) => !isFrozen(plan.layout, id));
  return {
    totalBytes: plan.totalBytes,
    needs: needsOf(stateBytes(plan), TUNING_CHECKPOINTS, 0),
    fits,
    trained: trained.flatMap((of) => of.parts.map((part) => partElements(of, part))).reduce((sum, n) => sum + n, 0),
    modules: targetNames(parameterTable(config), 'all-linear'),
  };
}

const MEASURE_SECONDS = 6;

export async function measureSpeed(
  hub: Hub,
  jobId: api.Id,
  choice: api.ModelChoice,
  budgetBytes: number,
): Promise<api.SpeedReport> {
  return hub.deviceJob(jobId, 'measure', '', async (job) => {
    const basis = await adapterBasis(choice.precision);
    const request = trainingRequest(choice, { kernels: await kernelsFor(hub, basis.storage, job.signal), ...basis });
    const measured = await measureSteps(navigator.gpu, request, {
      accumulate: choice.accumulate,
      budgetBytes,
      seconds: MEASURE_SECONDS,
      onProgress: (elapsed) => job.progress(Math.min(elapsed, MEASURE_SECONDS), MEASURE_SECONDS, 'seconds'),
      signal: job.signal,
    });
    const { tokensPerSecond, secondsPerStep, measuredSteps } = await keepSpeed(hub, choice, measured);
    return { tokensPerSecond, millisecondsPerStep: secondsPerStep * 1000, measuredSteps };
  });
}
