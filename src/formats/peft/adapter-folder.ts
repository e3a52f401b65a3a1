/**
 * A LoRA adapter as `peft` saves it: a folder of `adapter_config.json` and `adapter_model.safetensors`. Its tensors are
 * sorted by the module of the base that each changes; of none more than its header is read. Names are read with and without
 * the prefix `base_model.model.` and the name of the adapter (`lora_A.default.weight`). Which modules there are is for the
 * base to say. Pickle files (`adapter_model.bin`) are not read: they can run code.
 */
import { OcaqError } from '../../errors.ts';
import {
  type FolderSource,
  openWeightFile,
  readJson,
  readText,
  type StoredTensor,
  TOKENIZER_LIMIT,
} from '../hf-folder.ts';
import { ADAPTER_CONFIG, type AdapterConfig, parseAdapterConfig } from './adapter-config.ts';

/** The two factors of a change: of a linear layer A [r, in] and B [out, r]; of a table A [r, rows] and B [cols, r]. */
export interface LoraPair {
  readonly a: StoredTensor;
  readonly b: StoredTensor;
  readonly isTable: boolean;
}

export interface AdapterFolder {
  readonly name: string;
  readonly config: AdapterConfig;
  /** By the module's name in the base, e.g. `model.layers.0.self_attn.q_proj`. */
  readonly pairs: ReadonlyMap<string, LoraPair>;
  /** Tensors that take the place of the base's, by their names there. */
  readonly whole: ReadonlyMap<string, StoredTensor>;
  /** Text of the tokenizer saved beside it. */
  readonly tokenizerJson: string | undefined;
}

export const ADAPTER_WEIGHTS = 'adapter_model.safetensors';
const CONFIG_LIMIT = 2 ** 20;

/** `….lora_A.weight`, `….lora_B.default.weight`, `….lora_embedding_A`, `….lora_embedding_B.default` */
const FACTOR = /^(?<module>.+)\.lora_(?:(?<side>[AB])(?:\.[^.]+)?\.weight|embedding_(?<tableSide>[AB])(?:\.[^.]+)?)$/;
/** What may stand between a module and its tensor where peft holds the module itself; often besides the plain name. */
const WRAPPER = /\.(?:modules_to_save(?:\.[^.]+)?|base_layer)(?=\.[^.]+$)/;
/** The module as it was in the base. */
const ORIGINAL = /\.original_module\.[^.]+$/;

/**
 * @throws `adapter-*`, `config-*`, `file-too-large`, `file-not-utf8`, `file-not-json`, `safetensors-*`
 */
export async function openAdapterFolder(folder: FolderSource): Promise<AdapterFolder> {
  const files = new Set(await folder.list());
  for (const file of [ADAPTER_CONFIG, ADAPTER_WEIGHTS]) if (!files.has(file)) throw fileMissing(folder, file);
  const config = parseAdapterConfig(await readJson(folder, ADAPTER_CONFIG, CONFIG_LIMIT));
  const { pairs, whole } = sorted(folder, await openWeightFile(folder, ADAPTER_WEIGHTS));
  const tokenizerJson = files.has('tokenizer.json')
    ? await readText(folder, 'tokenizer.json', TOKENIZER_LIMIT)
    : undefined;
  return { name: folder.name, config, pairs, whole, tokenizerJson };
}

function sorted(
  folder: FolderSource,
  stored: ReadonlyMap<string, StoredTensor>,
): Pick<AdapterFolder, 'pairs' | 'whole'> {
  const halves = new Map<string, { a?: StoredTensor; b?: StoredTensor; isTable: boolean }>();
  const whole = new Map<string, StoredTensor>();
  const wrapped = new Map<string, StoredTensor>();
  for (const [name, tensor] of stored) {
    const inBase = name.replace(/^base_model\.model\./, '');
    if (ORIGINAL.test(inBase)) continue;
    const { module, side, tableSide } = FACTOR.exec(inBase)?.groups ?? {};
    if (module === undefined) {
      if (inBase.includes('.lora_')) throw notRead(folder, name);
      const replaced = inBase.replace(WRAPPER, '');
      const seen = replaced === inBase ? whole : wrapped;
      if (seen.has(replaced)) throw twice(folder, name);
      seen.set(replaced, tensor);
      continue;
    }
    const isTable = tableSide !== undefined;
    const pair = halves.get(module) ?? { isTable };
    const half = (side ?? tableSide) === 'A' ? 'a' : 'b';
    if (pair[half] || pair.isTable !== isTable) throw twice(folder, name);
    halves.set(module, { ...pair, [half]: tensor });
  }
  const pairs = [...halves].map(([module, { a, b, isTable }]) => {
    if (!a || !b) throw halfMissing(folder, module, a ? 'lora_B' : 'lora_A');
    return [module, { a, b, isTable }] as const;
  });
  if (stored.size === 0) throw empty(folder);
  return { pairs: new Map(pairs), whole: new Map([...wrapped, ...whole]) };
}

function fileMissing(folder: FolderSource, file: string): OcaqError {
  return new OcaqError(
    'adapter-file-missing',
    `"${folder.name}" has no file "${file}". Choose the folder of a LoRA adapter that peft saved; an adapter_model.bin must first be saved as safetensors (save_pretrained with safe_serialization=True).`,
    { folder: folder.name, file },
  );
}

function empty(folder: FolderSource): OcaqError {
  return new OcaqError(
    'adapter-empty',
    `"${ADAPTER_WEIGHTS}" in "${folder.name}" holds no tensor, so there is nothing to add to a model. Save the adapter again.`,
    { folder: folder.name },
  );
}

function notRead(folder: FolderSource, tensor: string): OcaqError {
  return new OcaqError(
    'adapter-tensor-name',
    `The adapter in "${folder.name}" has the tensor "${tensor}", which a plain LoRA adapter does not have. Merge it with peft (merge_and_unload) and open the merged model.`,
    { folder: folder.name, tensor },
  );
}

function twice(folder: FolderSource, tensor: string): OcaqError {
  return new OcaqError(
    'adapter-tensor-twice',
    `The adapter in "${folder.name}" has another tensor in the place of "${tensor}" already, so it is unclear which of them counts. Save one adapter a folder.`,
    { folder: folder.name, tensor },
  );
}

function halfMissing(folder: FolderSource, module: string, half: string): OcaqError {
  return new OcaqError(
    'adapter-tensor-missing',
    `The adapter in "${folder.name}" lacks the tensor "${half}" of "${module}". Download or save it again.`,
    { folder: folder.name, tensor: `${module}.${half}` },
  );
}
