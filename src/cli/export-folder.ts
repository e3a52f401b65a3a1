/** Writes the model on a device as a Hugging Face folder. */

import path from 'node:path';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { modelFolderFiles } from '../formats/hf-folder.ts';
import { type ModelCard, modelCard } from '../formats/model-card.ts';
import { adapterFolderFiles } from '../formats/peft/write-adapter.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import { adapterToWrite } from '../model/adapter-to-write.ts';
import { familyOf, parameterCount } from '../model/families/table.ts';
import { folderModel } from '../model/folder.ts';
import { unpackPart } from '../model/parameters.ts';
import { writeWhole } from './files.ts';

interface ModelDescription {
  readonly tokenizerJson: string;
  /** For its card. */
  readonly name: string;
  /** What its card says besides. */
  readonly known: Omit<ModelCard, 'name' | 'config' | 'family' | 'parameters'>;
  /** Jinja, by which it answers, or would. */
  readonly chatTemplate: string;
}

/** Everything that other tools expect of a model. */
export async function writeModelFolder(
  model: ModelOnDevice,
  dir: string,
  { tokenizerJson, name, known, chatTemplate }: ModelDescription,
): Promise<void> {
  const { config } = model;
  const parameters = parameterCount(config);
  const files = modelFolderFiles({
    model: folderModel(config),
    tokenizerJson,
    tensor: (wanted) => readTensor(model, wanted),
    chatTemplate,
    modelCard: modelCard({ ...known, name, parameters, config, family: familyOf(config).title }),
  });
  for await (const file of files) await writeWhole(path.join(dir, file.name), file.content);
}

/** The adapters of a model, as peft saves them. @param base the name of what they are beside */
export async function writeAdapterFolder(
  model: ModelOnDevice,
  dir: string,
  { name, known, base, chatTemplate }: Omit<ModelDescription, 'tokenizerJson'> & { readonly base: string },
): Promise<void> {
  const { adapter } = model.plan;
  if (!adapter) throw new Error('the model has no adapters to write');
  const files = adapterFolderFiles(
    adapterToWrite(model.config, adapter, { name, known, base, chatTemplate }, (wanted) => readTensor(model, wanted)),
  );
  for await (const file of files) await writeWhole(path.join(dir, file.name), file.content);
}

/** Weights and config alone, where there is no tokenizer. */
export async function writeWeightsFolder(model: ModelOnDevice, dir: string): Promise<void> {
  const { tensors, configJson } = folderModel(model.config);
  const written = tensors.map(({ name, shape }) => ({
    name,
    shape,
    dtype: 'F32' as const,
    data: () => readTensor(model, name),
  }));
  await writeWhole(path.join(dir, 'model.safetensors'), writeSafetensors(written));
  await writeWhole(path.join(dir, 'config.json'), JSON.stringify(configJson('float32'), null, 2));
}

async function readTensor(model: ModelOnDevice, wanted: string): Promise<Float32Array> {
  for (const parameter of model.plan.table)
    for (const part of parameter.parts)
      if (part.name === wanted) return unpackPart(parameter, part, await model.readParameter('weights', parameter.id));
  throw new Error(`no parameter holds the tensor "${wanted}"`);
}
