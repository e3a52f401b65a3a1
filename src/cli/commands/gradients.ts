/** Logits, loss and gradients of one batch, as a safetensors file to compare with other implementations. */

import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { StepMetricsRing } from '../../engine/step-metrics.ts';
import { OcaqError } from '../../errors.ts';
import { type TensorToWrite, writeSafetensors } from '../../formats/safetensors.ts';
import { partShape, unpackPart } from '../../model/parameters.ts';
import { OptimizerStep } from '../../training/optimizer-step.ts';
import { BATCH_OPTION, type BatchFile, readBatch } from '../batch-file.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { writeWhole } from '../files.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { MODEL_OPTION, modelFromFolder, openFolder } from '../model-folder.ts';
import { defineCommand } from '../options.ts';

export const gradients = defineCommand({
  name: 'gradients',
  summary: 'Writes the logits, the loss and every gradient of one batch.',
  options: {
    ...MODEL_OPTION,
    ...BATCH_OPTION,
    out: {
      kind: 'text',
      value: 'FILE',
      required: true,
      help: 'The safetensors file to write: `logits`, and `grad.NAME` of every parameter.',
    },
    ...DEVICE_OPTIONS,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const folder = await openFolder(options.model);
    const batch = await readBatch(options.batch);
    const model = await modelFromFolder(folder, options, {
      batch,
      training: true,
      generate: 0,
      logits: true,
    });

    const ring = new StepMetricsRing<null>(model.executor);
    await ring.submit(new OptimizerStep(model).gradients(batch), null);
    let loss = Number.NaN;
    for await (const entry of ring.drain()) loss = entry.metrics.loss;
    if (!Number.isFinite(loss))
      throw new OcaqError(
        'loss-not-finite',
        `The loss of this batch is ${loss}. The weights may hold NaN or infinity.`,
      );
    model.executor.submit([{ run: 'logits' }]);
    await writeWhole(options.out, writeSafetensors(await results(model, batch)));
    return { loss, tokens: batch.counted, adapter: model.executor.gpu.adapter.name, out: options.out };
  },
});

async function results(model: ModelOnDevice, batch: BatchFile): Promise<TensorToWrite[]> {
  const vocab = model.config.vocabSize;
  const logits = await model.readLogits('logits', batch.rows * batch.seq);
  const tensors: TensorToWrite[] = [
    { name: 'logits', dtype: 'F32', shape: [batch.rows, batch.seq, vocab], data: () => logits },
  ];
  for (const parameter of model.plan.table)
    for (const part of parameter.parts) {
      const data = async () => unpackPart(parameter, part, await model.readGradient(parameter.id));
      tensors.push({
        name: `grad.${part.name}`,
        dtype: 'F32',
        shape: partShape(parameter, part),
        data,
      });
    }
  return tensors;
}
