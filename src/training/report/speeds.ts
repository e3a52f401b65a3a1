/** How fast a device computes: its roofs, steps of training, the kernels of a step, products, decoding. */
import { bytesPerToken, decodeUnseen } from '../../engine/decode.ts';
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { bandwidthRoof, measureRoof } from '../../engine/roof.ts';
import { predictedSeconds, type Roof } from '../../gpu/budget.ts';
import { type Gpu, openDevice, type Precision, storageFor } from '../../gpu/device.ts';
import { median } from '../../gpu/profile-clock.ts';
import { trainingFlopsPerToken } from '../../model/cost.ts';
import { type PlanningRequest, planWithin } from '../../model/planner.ts';
import { type ModelPlan, planModel } from '../../model/plans.ts';
import type { Shape } from '../../model/speed.ts';
import type { KernelChoice } from '../../ops/operator.ts';
import { defaultKernels } from '../../tuning/tasks.ts';
import { initialiseParameters } from '../initialise.ts';
import { measureSpeed } from '../measure-speed.ts';
import { profileStep } from '../profile.ts';
import { profileRows } from '../profile-rows.ts';
import { fastest, productName, productsFor, timeProduct } from './products.ts';
import type { Figure, Findings, ReportContext } from './report.ts';

const ROUNDS = 3;
/** For which steps are taken. */
const STEP_SECONDS = 4;
const DECODED_TOKENS = 32;

export async function measureRoofs(context: ReportContext): Promise<Findings> {
  const roof = await onDevice(context, (gpu) => measureRoof(gpu, ROUNDS));
  context.roof = roof;
  return {
    figures: [
      { name: 'multiply-adds', value: roof.flopsPerSecond / 1e9 },
      { name: 'reading', value: roof.bytesPerSecond / 1e9 },
    ],
  };
}

/** @param kernels the default ones, or the fastest */
export const measureStep =
  (kernels: 'usual' | 'fastest', precision: Precision, shapeOf = ({ shape }: ReportContext): Shape => shape) =>
  async (context: ReportContext, signal: AbortSignal): Promise<Findings> => {
    const { dawn, adapter, budgetBytes, roof } = context;
    const shape = shapeOf(context);
    const chosen =
      kernels === 'usual' ? defaultKernels(adapter) : await context.kernels(storageFor(precision, adapter), signal);
    const request = requestFor(context, shape, precision, chosen);
    const { plan } = planWithin(request, budgetBytes);
    const { tokensPerSecond, secondsPerStep } = await measureSpeed(dawn, request, {
      accumulate: 1,
      budgetBytes,
      seconds: STEP_SECONDS,
      signal,
    });
    const flopsPerSecond = tokensPerSecond * trainingFlopsPerToken(shape.config, shape.seq);
    return {
      figures: [
        { name: 'a step', value: secondsPerStep * 1000 },
        { name: 'speed', value: tokensPerSecond },
        { name: 'arithmetic', value: flopsPerSecond / 1e9 },
        ...(roof ? roofFigures(roof, flopsPerSecond, predictedStep(plan, roof) / secondsPerStep) : []),
        { name: 'memory planned', value: plan.totalBytes / 2 ** 30 },
      ],
      said: kernelsText(chosen),
    };
  };

const roofFigures = ({ flopsPerSecond }: Roof, reached: number, predicted: number): Figure[] => [
  { name: 'share of the roof', value: reached / flopsPerSecond },
  { name: 'predicted ÷ measured', value: predicted },
];

function predictedStep({ programs }: ModelPlan, roof: Roof): number {
  const launches = [...(programs.train ?? []), ...(programs.update ?? [])];
  return launches.reduce((sum, launch) => sum + predictedSeconds(launch, roof), 0);
}

/** Every kind of launch of a step, the longest first, with the fastest kernels. */
export const profileKernels =
  (precision: Precision) =>
  async (context: ReportContext, signal: AbortSignal): Promise<Findings> => {
    const { dawn, adapter, budgetBytes, shape } = context;
    const kernels = await context.kernels(storageFor(precision, adapter), signal);
    const { plan } = planWithin(requestFor(context, shape, precision, kernels), budgetBytes);
    const profile = await profileStep(dawn, plan, { rounds: ROUNDS, signal });
    context.roof ??= profile.roof;
    const rows = profileRows(profile.kinds, profile.roof, 1);
    const whole = profile.microBatch + profile.update;
    const predicted = rows.reduce((sum, row) => sum + row.predictedOverMeasured * row.milliseconds, 0);
    return {
      figures: [
        { name: 'a step', value: whole },
        { name: 'an update', value: profile.update },
        { name: 'predicted ÷ measured', value: predicted / whole },
      ],
      table: {
        head: ['kernel', 'pass', 'count', 'ms', 'share', 'GFLOP/s', 'GB/s', 'predicted ÷ measured', 'clock'],
        rows: rows.map((row) => [
          `${row.kernel} ${row.sizes}`.trim(),
          row.pass,
          row.count,
          row.milliseconds,
          row.shareOfStep,
          row.flopsPerSecond / 1e9,
          row.bytesPerSecond / 1e9,
          row.predictedOverMeasured,
          row.clock,
        ]),
      },
    };
  };

/** Each by every kernel; the fastest of them is shown. Ends with those that were measured where its time is over. */
export async function measureProducts(context: ReportContext, signal: AbortSignal): Promise<Findings> {
  const { roof } = context;
  const rows = await onDevice(context, async (gpu) => {
    const measured: (string | number)[][] = [];
    for (const product of productsFor(gpu)) {
      if (signal.aborted) break;
      const results = await timeProduct(gpu, product, 'f32', ROUNDS);
      const best = fastest(results);
      const share = roof ? best.flopsPerSecond / roof.flopsPerSecond : '';
      measured.push([productName(product), best.kernel, best.ms, best.flopsPerSecond / 1e9, share]);
    }
    return measured;
  });
  if (rows.length === 0) signal.throwIfAborted();
  return {
    figures: [],
    table: { head: ['product', 'fastest kernel', 'ms', 'GFLOP/s', 'share of the roof'], rows },
    ...(signal.aborted && { said: 'Its time was over before all products were measured.' }),
  };
}

/** One token after the other from the middle of the context on, by the device alone. */
export async function measureDecoding(context: ReportContext, signal: AbortSignal): Promise<Findings> {
  const { dawn, adapter, shape } = context;
  const { config, seq } = shape;
  const storage = storageFor('f16', adapter);
  const kernels = await context.kernels(storage, signal);
  const bytesPerSecond = context.roof?.bytesPerSecond ?? (await onDevice(context, (gpu) => bandwidthRoof(gpu, ROUNDS)));
  const { maxBindingBytes } = adapter;
  const plan = planModel({
    ...{ config, kernels, storage, bindingBytes: maxBindingBytes },
    ...{ batch: null, training: false, generate: seq },
  });
  const model = await ModelOnDevice.open(dawn, plan);
  try {
    initialiseParameters(model, 1);
    const first = Math.floor(seq / 2);
    const tokens = Math.min(DECODED_TOKENS, seq - first);
    await decodeUnseen(model, first, 1);
    const rounds: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      signal.throwIfAborted();
      rounds.push(await decodeUnseen(model, first, tokens));
    }
    const ms = median(rounds);
    const { weights, cache } = bytesPerToken(plan, first + (tokens + 1) / 2);
    return {
      figures: [
        { name: 'a token', value: ms },
        { name: 'speed', value: 1000 / ms },
        { name: 'share of the bound', value: (1000 / ms) * ((weights + cache) / bytesPerSecond) },
      ],
    };
  } finally {
    model.destroy();
  }
}

const requestFor = (
  { adapter }: ReportContext,
  { config, batch, seq }: Shape,
  precision: Precision,
  kernels: KernelChoice,
): PlanningRequest => ({
  config,
  kernels,
  storage: storageFor(precision, adapter),
  bindingBytes: adapter.maxBindingBytes,
  batch: { rows: batch, seq },
  accumulates: false,
  training: true,
  generate: 0,
});

const kernelsText = ({ gemm, attention, reduction, decoding, filling }: KernelChoice): string =>
  [
    ...Object.entries(gemm).map(([form, name]) => `${form}: ${name}`),
    `attention: ${attention}`,
    `sums: ${reduction}`,
    `products of one row: ${decoding}`,
    `workgroups that fill it: ${filling}`,
  ].join(', ');

async function onDevice<T>({ dawn }: ReportContext, work: (gpu: Gpu) => Promise<T>): Promise<T> {
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 });
  try {
    return await work(gpu);
  } finally {
    gpu.device.destroy();
  }
}
