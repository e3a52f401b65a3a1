/**
 * A model folder as Hugging Face lays it out: read with every tensor's name and shape checked before one is used, and
 * written so that transformers loads it unchanged. Which tensors a config calls for is handed in. Tensors are read and
 * written one at a time; a whole model is never in memory. Pickle files (`pytorch_model.bin`) are not read: they can run code.
 */
import { OcaqError } from '../errors.ts';
import { type ByteSource, blobSource, readExactly } from './byte-source.ts';
import { type ConfigDtype, ConfigFields, eosTokenIds, type ModelConfig, optional } from './hf-config.ts';
import {
  checkFloat,
  readSafetensorsHeader,
  readTensorF32,
  type TensorDtype,
  type TensorEntry,
  type TensorToWrite,
  tensorBlocksF32,
  writeSafetensors,
} from './safetensors.ts';

/** Files by plain name, without folders. `open` throws `file-missing`. */
export interface FolderSource {
  readonly name: string;
  list(): Promise<string[]>;
  open(file: string): Promise<ByteSource>;
}

/** What the folder of a model holds, by its config. */
export interface FolderModel {
  config: ModelConfig;
  /** Every tensor with its shape in the file, in the order of export. */
  tensors: readonly { name: string; shape: number[] }[];
  /** The names of the embedding table, and of the output table where it is another. */
  embeddingTable: string;
  outputTable: string;
  /** The expected name of a stored tensor, which may lack a prefix; null for a buffer that follows from the config. */
  tensorName(stored: string): string | null;
  configJson(dtype: ConfigDtype): object;
}

export interface OpenedFolder {
  config: ModelConfig;
  tokenizerJson: string | undefined;
  /** Exactly the tensors that the config calls for, in that order; shapes as stored. */
  weights: Map<string, { shape: number[]; dtype: TensorDtype; read(): Promise<Float32Array<ArrayBuffer>> }>;
}

export interface FolderInput {
  model: FolderModel;
  /** undefined where there is none; the folder then has no tokenizer. */
  tokenizerJson: string | undefined;
  /** One of the model's tensors, asked for in their order. */
  tensor: (name: string) => Promise<Float32Array>;
  /** Jinja source; empty for a model that has not learned to chat. */
  chatTemplate: string;
  /** Text of README.md, see `modelCard`. */
  modelCard: string;
  dtype?: TensorToWrite['dtype'];
}

export interface OutputFile {
  name: string;
  /** An iterable can be read once. */
  content: AsyncIterable<Uint8Array> | Uint8Array;
}

export interface StoredTensor {
  source: ByteSource;
  entry: TensorEntry;
}

const CONFIG = 'config.json';
const GENERATION = 'generation_config.json';
const WEIGHTS = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
/** Where readers look for weights, in this order. */
export const WEIGHT_ENTRIES: readonly string[] = [WEIGHTS, INDEX];
const PICKLE = 'pytorch_model.bin';
const ADAPTER = 'adapter_config.json';
/** Loads numbers only, and gives each tensor memory of its own, as safetensors wants it. */
const CONVERSION = `python -c "import torch, safetensors.torch as s; w = torch.load('${PICKLE}', map_location='cpu', weights_only=True); s.save_file({k: v.clone().contiguous() for k, v in w.items()}, '${WEIGHTS}', metadata={'format': 'pt'})"`;
const CONFIG_LIMIT = 2 ** 20;
const INDEX_LIMIT = 2 ** 25;
export const TOKENIZER_LIMIT = 2 ** 27;

const CONFIG_DTYPES: Record<TensorToWrite['dtype'], ConfigDtype> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/** A folder over Blobs or Files, by the name each is to have. */
export function blobFolder(name: string, files: ReadonlyMap<string, Blob>): FolderSource {
  return {
    name,
    list: async () => [...files.keys()],
    async open(file) {
      const blob = files.get(file);
      if (blob === undefined) throw fileMissing(name, file);
      return blobSource(file, blob);
    },
  };
}

/**
 * Reads the config, the tokenizer as text and the headers of all weight files (one, or shards with an index), and checks
 * that exactly the expected tensors are there.
 * @param readModel what a parsed `config.json` calls for
 * @throws `folder-*`, `file-missing`, `file-too-large`, `file-not-utf8`, `file-not-json`, `config-*`, `safetensors-*`
 */
export async function openModelFolder(
  folder: FolderSource,
  readModel: (config: unknown) => FolderModel,
): Promise<OpenedFolder> {
  const files = new Set(await folder.list());
  if (!files.has(CONFIG)) throw files.has(ADAPTER) ? adapterAlone(folder) : fileMissing(folder.name, CONFIG);
  const json = await readJson(folder, CONFIG, CONFIG_LIMIT);
  const model = readModel(json);
  const generation = files.has(GENERATION) ? await readJson(folder, GENERATION, CONFIG_LIMIT) : {};
  const tokenizerJson = files.has('tokenizer.json')
    ? await readText(folder, 'tokenizer.json', TOKENIZER_LIMIT)
    : undefined;
  const stored = await openWeights(folder, files);
  refuseAdapterInside(folder, stored.keys());
  const tensors = renamed(folder, stored, model);
  const weights: OpenedFolder['weights'] = new Map();
  for (const { name, shape } of model.tensors) {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw tensorMissing(folder, model, name);
    checkShape(folder, tensor.entry, shape);
    checkFloat(tensor.source.name, tensor.entry);
    weights.set(name, { shape, dtype: tensor.entry.dtype, read: () => readTensorF32(tensor.source, tensor.entry) });
  }
  await checkExtras(folder, model, tensors, weights);
  return { config: withEndTokens(model.config, json, generation), tokenizerJson, weights };
}

/**
 * The config with every token that ends an answer: its own first, then those of `generation_config.json`, which are what
 * transformers ends at. What a config does not say itself counts only where the other says nothing. A token that is in no
 * vocabulary never comes, and is left out.
 */
function withEndTokens(config: ModelConfig, json: unknown, generation: unknown): ModelConfig {
  const given = new ConfigFields(generation, GENERATION).specialTokens();
  if (given.eosTokenId === undefined) return config;
  const own = new ConfigFields(json, CONFIG).has('eos_token_id') ? [eosTokenIds(config) ?? []].flat() : [];
  const ids = [...own, given.eosTokenId, ...(given.moreEosTokenIds ?? [])];
  const [first, ...more] = [...new Set(ids)].filter(
    (id) => Number.isSafeInteger(id) && id >= 0 && id < config.vocabSize,
  );
  const { eosTokenId: _, moreEosTokenIds: __, ...rest } = config;
  return {
    ...rest,
    ...optional('eosTokenId', first),
    ...optional('moreEosTokenIds', more.length > 0 ? more : undefined),
  };
}

/**
 * The files of an export, small ones first, so that what is wrong shows before gigabytes are written.
 * @throws `file-not-json`, `folder-special-token` and `folder-tokenizer-too-large` when config and tokenizer do not fit,
 *   `config-*`
 */
export async function* modelFolderFiles(input: FolderInput): AsyncGenerator<OutputFile> {
  const { model, tokenizerJson, chatTemplate, dtype = 'F32' } = input;
  const { config } = model;
  const special = {
    bos_token_id: config.bosTokenId,
    eos_token_id: eosTokenIds(config),
    pad_token_id: config.padTokenId,
  };
  yield jsonFile(CONFIG, model.configJson(CONFIG_DTYPES[dtype]));
  yield jsonFile(GENERATION, special);
  if (tokenizerJson !== undefined) {
    yield textFile('tokenizer.json', tokenizerJson);
    yield jsonFile('tokenizer_config.json', tokenizerConfig(config, tokenizerJson, chatTemplate));
  }
  if (chatTemplate !== '') yield textFile('chat_template.jinja', chatTemplate);
  yield textFile('README.md', input.modelCard);
  const tensors = model.tensors.map(({ name, shape }) => ({ name, dtype, shape, data: () => input.tensor(name) }));
  yield { name: WEIGHTS, content: writeSafetensors(tensors) };
}

/**
 * The files that weights are read from, the index of shards among them.
 * @throws `folder-index`, `folder-pickle`, `folder-no-weights`
 */
export async function weightFiles(folder: FolderSource): Promise<string[]> {
  const files = new Set(await folder.list());
  if (files.has(WEIGHTS)) return [WEIGHTS];
  if (files.has(INDEX)) return [INDEX, ...new Set((await readIndex(folder)).values())];
  throw noWeights(folder, files);
}

/** All tensors of all weight files by their stored names. A single file goes before shards, as in transformers. */
async function openWeights(folder: FolderSource, files: ReadonlySet<string>): Promise<Map<string, StoredTensor>> {
  if (files.has(WEIGHTS)) return openWeightFile(folder, WEIGHTS);
  if (files.has(INDEX)) return openShards(folder, files);
  throw noWeights(folder, files);
}

function noWeights(folder: FolderSource, files: ReadonlySet<string>): OcaqError {
  if (files.has(PICKLE)) {
    return new OcaqError(
      'folder-pickle',
      `"${folder.name}" holds its weights as "${PICKLE}", a pickle, which can run code and is not read. Convert it in the folder, where Python has torch and safetensors: ${CONVERSION}`,
      { folder: folder.name, command: CONVERSION },
    );
  }
  return new OcaqError(
    'folder-no-weights',
    `"${folder.name}" has neither "${WEIGHTS}" nor "${INDEX}". Choose the whole model folder.`,
    { folder: folder.name },
  );
}

/** The state of a model that peft has wrapped: its names tell what would only be seen as tensors that are missing. */
function refuseAdapterInside(folder: FolderSource, names: Iterable<string>): void {
  const name = [...names].find((stored) => /^base_model\.model\.|\.lora_(embedding_)?[AB]\b/.test(stored));
  if (name === undefined) return;
  throw new OcaqError(
    'folder-adapter-inside',
    `The model in "${folder.name}" was saved with an adapter of peft inside: it has the tensor "${name}". Merge the adapter where it was made (merge_and_unload) and save the model again, or open the base and the adapter in folders of their own.`,
    { folder: folder.name, tensor: name },
  );
}

/** By the names that the model expects; buffers that follow from its config are left out. */
function renamed(
  folder: FolderSource,
  stored: ReadonlyMap<string, StoredTensor>,
  model: FolderModel,
): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of stored) {
    const expected = model.tensorName(name);
    if (expected === null) continue;
    // With and without a prefix: which of them counts, nothing says.
    if (tensors.has(expected)) throw tensorUnexpected(folder, name);
    tensors.set(expected, tensor);
  }
  return tensors;
}

export async function openWeightFile(folder: FolderSource, file: string): Promise<Map<string, StoredTensor>> {
  const source = await folder.open(file);
  const { tensors } = await readSafetensorsHeader(source);
  return new Map([...tensors].map(([name, entry]) => [name, { source, entry }]));
}

async function openShards(folder: FolderSource, files: ReadonlySet<string>): Promise<Map<string, StoredTensor>> {
  const places = await readIndex(folder);
  const stored = new Map<string, StoredTensor>();
  for (const file of new Set(places.values())) {
    if (!files.has(file)) throw fileMissing(folder.name, file);
    for (const [name, tensor] of await openWeightFile(folder, file)) {
      if (places.get(name) !== file) {
        throw indexMismatch(folder, name, `the file "${file}" holds it, but the index does not place it there`);
      }
      stored.set(name, tensor);
    }
  }
  for (const [name, file] of places) {
    if (!stored.has(name))
      throw indexMismatch(folder, name, `the index places it in "${file}", which does not hold it`);
  }
  return stored;
}

/** Tensor name → file name, from the index of a sharded model. */
async function readIndex(folder: FolderSource): Promise<Map<string, string>> {
  const json = await readJson(folder, INDEX, INDEX_LIMIT);
  const map = isRecord(json) ? json.weight_map : undefined;
  const entries = isRecord(map) ? Object.entries(map) : [];
  if (entries.length === 0 || !entries.every((entry): entry is [string, string] => isPlainName(entry[1]))) {
    throw new OcaqError(
      'folder-index',
      `"${INDEX}" in "${folder.name}" must say for each tensor which file holds it (weight_map), by plain file names. It is damaged: download it again.`,
      { folder: folder.name },
    );
  }
  return new Map(entries);
}

/** What may lie beside the expected tensors: the output table of a tied model, if it is the same. */
async function checkExtras(
  folder: FolderSource,
  { config, embeddingTable, outputTable }: FolderModel,
  stored: ReadonlyMap<string, StoredTensor>,
  weights: OpenedFolder['weights'],
): Promise<void> {
  for (const [name, tensor] of stored) {
    if (weights.has(name)) continue;
    const embeddings = stored.get(embeddingTable);
    if (name !== outputTable || embeddings === undefined) {
      throw tensorUnexpected(folder, name);
    }
    checkShape(folder, tensor.entry, [config.vocabSize, config.hiddenSize]);
    if (!(await sameNumbers(tensor, embeddings))) {
      throw new OcaqError(
        'folder-tied-differ',
        `The config in "${folder.name}" says that input and output share one table (tie_word_embeddings), but "${outputTable}" differs from "${embeddingTable}". Set tie_word_embeddings to false if the model has two.`,
        { folder: folder.name, tensor: outputTable },
      );
    }
  }
}

function checkShape(folder: FolderSource, entry: TensorEntry, expected: readonly number[]): void {
  if (entry.shape.length === expected.length && entry.shape.every((size, i) => size === expected[i])) return;
  const [want, got] = [expected.join(' × '), entry.shape.join(' × ')];
  throw new OcaqError(
    'folder-tensor-shape',
    `The tensor "${entry.name}" in "${folder.name}" has the shape ${got}, but its config calls for ${want}. Config and weights do not belong together.`,
    { folder: folder.name, tensor: entry.name, expected: want, got },
  );
}

/** Compares block by block; both have the same shape. */
async function sameNumbers(a: StoredTensor, b: StoredTensor): Promise<boolean> {
  const others = tensorBlocksF32(b.source, b.entry);
  for await (const block of tensorBlocksF32(a.source, a.entry)) {
    const other = await others.next();
    if (other.done === true || block.some((value, i) => !Object.is(value, other.value[i]))) return false;
  }
  return true;
}

function tokenizerConfig(config: ModelConfig, tokenizerJson: string, chatTemplate: string): object {
  const names = tokenNames(tokenizerJson);
  const beyond = [...names.keys()].find((id) => id >= config.vocabSize);
  if (beyond !== undefined) {
    throw new OcaqError(
      'folder-tokenizer-too-large',
      `The tokenizer has the token number ${beyond}, but the model knows only ${config.vocabSize} tokens. Config and tokenizer do not belong together; nothing was exported.`,
      { id: beyond, vocabSize: config.vocabSize },
    );
  }
  const name = (field: string, id: number | undefined): object => {
    if (id === undefined) return {};
    const text = names.get(id);
    if (text !== undefined) return { [field]: text };
    throw new OcaqError(
      'folder-special-token',
      `The config makes token ${id} the ${field}, but the tokenizer has no such token. Config and tokenizer do not belong together; nothing was exported.`,
      { id, field },
    );
  };
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    ...name('bos_token', config.bosTokenId),
    ...name('eos_token', config.eosTokenId),
    ...name('pad_token', config.padTokenId),
    model_max_length: config.contextLength,
    clean_up_tokenization_spaces: false,
    ...(chatTemplate === '' ? {} : { chat_template: chatTemplate }),
  };
}

/** Text by token number, from the vocabulary and the added tokens of a tokenizer.json. */
function tokenNames(tokenizerJson: string): Map<number, string> {
  const json = parseJson('tokenizer.json', tokenizerJson);
  const model = isRecord(json) && isRecord(json.model) ? json.model : {};
  const vocabulary = isRecord(model.vocab) ? Object.entries(model.vocab) : [];
  const added = isRecord(json) && Array.isArray(json.added_tokens) ? json.added_tokens.filter(isRecord) : [];
  const names = new Map<number, string>();
  for (const [text, id] of [...vocabulary, ...added.map((token) => [token.content, token.id])]) {
    if (typeof id === 'number' && typeof text === 'string') names.set(id, text);
  }
  return names;
}

/** @throws `file-too-large`, `file-not-utf8` */
export async function readText(folder: FolderSource, file: string, limit: number): Promise<string> {
  const source = await folder.open(file);
  if (source.size > limit) {
    throw new OcaqError(
      'file-too-large',
      `"${file}" in "${folder.name}" has ${source.size} bytes, more than the ${limit} that such a file may have. It is damaged or not what its name says.`,
      { file, bytes: source.size, limit },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readExactly(source, 0, source.size));
  } catch (cause) {
    if (cause instanceof OcaqError) throw cause;
    throw new OcaqError(
      'file-not-utf8',
      `"${file}" in "${folder.name}" is not valid UTF-8 text. It is damaged: download or export it again.`,
      { file },
      { cause },
    );
  }
}

/** @throws what `readText` throws, `file-not-json` */
export async function readJson(folder: FolderSource, file: string, limit: number): Promise<unknown> {
  return parseJson(file, await readText(folder, file, limit));
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new OcaqError(
      'file-not-json',
      `"${file}" is not valid JSON (${cause instanceof Error ? cause.message : String(cause)}). It is damaged: download or export it again.`,
      { file },
      { cause },
    );
  }
}

function fileMissing(folder: string, file: string): OcaqError {
  return new OcaqError(
    'file-missing',
    `"${folder}" has no file "${file}". Choose the whole model folder, or download what is missing.`,
    { folder, file },
  );
}

const adapterAlone = (folder: FolderSource): OcaqError =>
  new OcaqError(
    'folder-adapter-alone',
    `"${folder.name}" holds an adapter and not the model that it belongs to. Merge it into that one first, and give the merged model.`,
    { folder: folder.name },
  );

const tensorUnexpected = (folder: FolderSource, name: string): OcaqError =>
  new OcaqError(
    'folder-tensor-unexpected',
    `The model in "${folder.name}" has the tensor "${name}", which a model with its config does not have. It is of another kind, or config and weights do not belong together.`,
    { folder: folder.name, tensor: name },
  );

function tensorMissing(folder: FolderSource, { outputTable }: FolderModel, name: string): OcaqError {
  const cure =
    name === outputTable
      ? 'If the model has one table for input and output, set tie_word_embeddings to true in config.json; otherwise the download is incomplete.'
      : 'The download is incomplete, or config and weights do not belong together.';
  return new OcaqError(
    'folder-tensor-missing',
    `The model in "${folder.name}" lacks the tensor "${name}" that its config calls for. ${cure}`,
    { folder: folder.name, tensor: name },
  );
}

function indexMismatch(folder: FolderSource, tensor: string, problem: string): OcaqError {
  return new OcaqError(
    'folder-index-mismatch',
    `The parts of the model in "${folder.name}" contradict its index about the tensor "${tensor}": ${problem}. Download the model again.`,
    { folder: folder.name, tensor },
  );
}

function jsonFile(name: string, value: object): OutputFile {
  return textFile(name, `${JSON.stringify(value, null, 2)}\n`);
}

function textFile(name: string, text: string): OutputFile {
  return { name, content: new TextEncoder().encode(text) };
}

/** A name in the same folder: no path, nothing hidden. */
function isPlainName(value: unknown): boolean {
  return typeof value === 'string' && /^[^./\\][^/\\]*$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
