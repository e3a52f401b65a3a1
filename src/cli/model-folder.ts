/** A Hugging Face folder of the disk onto a device. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { openTokenizer } from '../data/tokenizer/open-tokenizer.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { rolesOf } from '../data/tokenizer/token-roles.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { type OpenedFolder, openModelFolder, weightFiles } from '../formats/hf-folder.ts';
import { describeAdapter } from '../gpu/device.ts';
import { checkContext } from '../model/check-context.ts';
import { readFolderModel } from '../model/folder.ts';
import { type Method, methodRequest, wholeFrozen } from '../model/method.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import type { UnmergedAdapter } from '../model/unmerged-adapter.ts';
import type { QuantisedType } from '../ops/operator.ts';
import { loadParameters } from '../training/initialise.ts';
import { type DeviceValues, dawnOf, storageOf } from './device.ts';
import { fileChunks, folderSource } from './files.ts';
import { type KernelValues, kernelsOf } from './kernels.ts';
import { type OptionTable, usageError } from './options.ts';

export const MODEL_OPTION = {
  model: { kind: 'text', value: 'DIR', required: true, help: 'The Hugging Face folder of the model.' },
} as const satisfies OptionTable;

export const openFolder = (dir: string): Promise<OpenedFolder> => openModelFolder(folderSource(dir), readFolderModel);

/**
 * @param adapter put beside the weights, which then are not trained
 * @param matrices how the matrices within layers are quantised, which then are not trained
 */
export async function modelFromFolder(
  folder: OpenedFolder,
  options: DeviceValues & KernelValues,
  shape: Pick<PlanRequest, 'batch' | 'shorterRows' | 'training' | 'generate' | 'logits'>,
  adapter?: UnmergedAdapter,
  matrices?: QuantisedType,
): Promise<ModelOnDevice> {
  if (shape.batch) checkContext(folder.config, shape.batch.seq);
  const gpu = await dawnOf(options);
  const { maxBindingBytes, ...graphics } = await describeAdapter(gpu);
  const storage = storageOf(options, graphics);
  const base = { storage, matrices };
  const method: Method = adapter ? { kind: 'lora', lora: adapter.lora, base } : { kind: 'full' };
  const plan = planModel({
    config: folder.config,
    kernels: await kernelsOf(options, gpu, storage),
    storage,
    bindingBytes: maxBindingBytes,
    ...(matrices && { frozen: wholeFrozen(folder.config, base) }),
    ...methodRequest(method, folder.config),
    ...shape,
  });
  const model = await ModelOnDevice.open(gpu, plan);
  await loadParameters(model, (name) => adapter?.tensor(name) ?? readTensor(folder, name));
  return model;
}

export async function readTensor(folder: OpenedFolder, name: string): Promise<Float32Array> {
  const tensor = folder.weights.get(name);
  if (!tensor) throw new OcaqError('tensor-missing', `The model folder has no tensor "${name}".`, { name });
  return tensor.read();
}

/** SHA-256 over the files that weights are read from. */
export async function weightsHash(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await weightFiles(folderSource(dir)))
    for await (const piece of fileChunks(path.join(dir, name))) hash.update(piece);
  return hash.digest('hex');
}

export async function tokenizerOf(folder: OpenedFolder, dir: string): Promise<TextTokenizer> {
  if (folder.tokenizerJson === undefined)
    throw new OcaqError(
      'file-missing',
      `"${dir}" holds no tokenizer.json. Copy the one that belongs to the model into the folder.`,
      { file: 'tokenizer.json' },
    );
  return openTokenizer(folder.tokenizerJson, rolesOf(folder.config));
}

/** @throws OcaqError `vocabulary-mismatch`, `usage` where rows are longer than the context */
export function checkFit(config: ModelConfig, tokenizer: TextTokenizer, seq: number): void {
  if (tokenizer.vocabSize > config.vocabSize)
    throw new OcaqError(
      'vocabulary-mismatch',
      `The tokenizer has ${tokenizer.vocabSize} tokens, but the config's vocab_size is ${config.vocabSize}. Set vocab_size to at least ${tokenizer.vocabSize}.`,
    );
  if (seq > config.contextLength)
    throw usageError(`--seq ${seq} is longer than the config's max_position_embeddings of ${config.contextLength}.`);
}
