/** N AdamW steps on one batch: what the golden fixtures hold. */

import { StepMetricsRing } from '../../engine/step-metrics.ts';
import { OcaqError } from '../../errors.ts';
import { SIMPLE_RECIPE } from '../../model/recipe.ts';
import { OptimizerStep } from '../../training/optimizer-step.ts';
import { learningRateAt } from '../../training/schedule.ts';
import { BATCH_OPTION, readBatch } from '../batch-file.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { writeWeightsFolder } from '../export-folder.ts';
import { readJson } from '../files.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { MODEL_OPTION, modelFromFolder, openFolder } from '../model-folder.ts';
import { defineCommand } from '../options.ts';

const FIELDS = ['lr', 'min_lr', 'beta1', 'beta2', 'eps', 'weight_decay', 'clip', 'warmup', 'steps'] as const;

export const fit = defineCommand({
  name: 'fit',
  summary: 'Takes AdamW steps on one batch, again and again, and prints the losses.',
  options: {
    ...MODEL_OPTION,
    ...BATCH_OPTION,
    optim: { kind: 'text', value: 'FILE', required: true, help: `A JSON file of numbers: ${FIELDS.join(', ')}.` },
    steps: { kind: 'whole', required: true, min: 1, help: 'Optimizer steps to take.' },
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write weights and config to.' },
    ...DEVICE_OPTIONS,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const folder = await openFolder(options.model);
    const batch = await readBatch(options.batch);
    const optim = await readOptim(options.optim);
    const { steps, out } = options;
    const model = await modelFromFolder(folder, options, { batch, training: true, generate: 0 });

    const schedule = {
      ...SIMPLE_RECIPE,
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
      throw new OcaqError(
        'loss-not-finite',
        `The loss of step ${bad} is ${losses[bad]}. Use a smaller learning rate.`,
        {
          step: bad,
        },
      );
    await writeWeightsFolder(model, out);
    return { losses, steps, out };
  },
});

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
