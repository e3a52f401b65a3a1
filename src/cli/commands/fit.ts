/** N AdamW steps on one batch: what the golden fixtures hold. */

import { StepMetricsRing } from '../../engine/step-metrics.ts';
import { OcaqError } from '../../errors.ts';
import { OptimizerStep } from '../../training/optimizer-step.ts';
import { learningRateAt } from '../../training/schedule.ts';
import { Arguments } from '../arguments.ts';
import { readBatch } from '../batch-file.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { writeWeightsFolder } from '../export-folder.ts';
import { readJson } from '../files.ts';
import { KERNEL_FLAGS } from '../kernels.ts';
import { modelFromFolder, openFolder } from '../model-folder.ts';

const FIELDS = ['lr', 'min_lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'clip', 'warmup', 'steps'] as const;

export async function fit(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments('fit', argv, ['model', 'batch', 'optim', 'steps', 'out', ...DEVICE_OPTIONS], KERNEL_FLAGS);
  const folder = await openFolder(args.required('model'));
  const batch = await readBatch(args.required('batch'));
  const optim = await readOptim(args.required('optim'));
  const steps = args.whole('steps', null);
  const out = args.required('out');
  const model = await modelFromFolder(folder, args, { batch, training: true, generate: 0 });

  const schedule = {
    steps: optim.steps,
    learningRate: optim.lr,
    minLearningRate: optim.min_lr,
    warmupSteps: optim.warmup,
  };
  const optimizer = new OptimizerStep(model);
  const ring = new StepMetricsRing<null>(model.executor);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const hyper = {
      learningRate: learningRateAt(step, schedule),
      beta1: optim.beta1,
      beta2: optim.beta2,
      epsilon: optim.eps,
      weightDecay: optim.weight_decay,
      clip: optim.clip,
    };
    const entry = await ring.submit(await optimizer.prepare([batch], hyper), null);
    if (entry) losses.push(entry.metrics.loss);
  }
  for await (const entry of ring.drain()) losses.push(entry.metrics.loss);
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad >= 0)
    throw new OcaqError('loss-not-finite', `The loss of step ${bad} is ${losses[bad]}. Use a smaller learning rate.`, {
      step: bad,
    });
  await writeWeightsFolder(model, out);
  return { losses, steps, out };
}

async function readOptim(file: string): Promise<Record<(typeof FIELDS)[number], number>> {
  const json = (await readJson(file)) as Record<string, unknown> | null;
  for (const field of FIELDS) {
    const value = json?.[field];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new OcaqError(
        'optim-file-invalid',
        `"${file}" should give "${field}" as a number, but holds ${JSON.stringify(value)}.`,
        { file, field },
      );
  }
  return json as Record<(typeof FIELDS)[number], number>;
}
