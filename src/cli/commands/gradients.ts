/** Logits, loss and gradients of one batch, as a safetensors file to compare with other implementations. */

import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { StepMetricsRing } from '../../engine/step-metrics.ts';
import { OcaqError } from '../../errors.ts';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { type TensorToWrite, writeSafetensors } from '../../formats/safetensors.ts';
import { partShape, unpackPart } from '../../model/parameters.ts';
import { unmergedAdapter } from '../../model/unmerged-adapter.ts';
import { isFrozen } from '../../plan/parameters.ts';
import { OptimizerStep } from '../../training/optimizer-step.ts';
import { ADAPTERS_OPTION, sortAdapters } from '../adapters.ts';
import { BATCH_OPTION, type BatchFile, readBatch } from '../batch-file.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { folderSource, writeWhole } from '../files.ts';
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
      help: 'The safetensors file to write: `logits`, and `grad.NAME` of every tensor that is trained.',
    },
    ...DEVICE_OPTIONS,
    ...ADAPTERS_OPTION,
    adapter: {
      ...ADAPTERS_OPTION.adapter,
      help: `${DEVICE_OPTIONS.adapter.help} Or the folder of a LoRA adapter, whose gradients are then written in the place of the base's. One of each can be given.`,
    },
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { graphics, lora } = await sortAdapters(options.adapter);
    const folder = await openFolder(options.model);
    const adapter = lora === undefined ? undefined : await openAdapterFolder(folderSource(lora));
    const batch = await readBatch(options.batch);
    const shape = { batch, training: true, generate: 0, logits: true };
    const device = { ...options, adapter: graphics };
    const model = await modelFromFolder(folder, device, shape, adapter && unmergedAdapter(folder, adapter));

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
  const { table, layout } = model.plan;
  for (const parameter of table.filter(({ id }) => !isFrozen(layout, id)))
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
