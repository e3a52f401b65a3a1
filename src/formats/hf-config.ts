/**
 * `config.json` of a Hugging Face `LlamaForCausalLM`, read in both styles (`torch_dtype`/`rope_theta` up to transformers
 * 4, `dtype`/`rope_parameters` from 5), with the defaults transformers has for what is left out. What the engine cannot
 * run exactly as written there is refused by name, never approximated. The same checks serve configurations that a
 * person puts together in the studio.
 */
import { OcaqError } from '../errors.ts';

/** One Llama-style decoder. Sizes are positive integers; `headSize` · `heads` may differ from `hiddenSize`. */
export interface LlamaConfig {
  vocabSize: number;
  hiddenSize: number;
  layers: number;
  heads: number;
  /** Key and value heads; `heads` is a multiple of it. */
  kvHeads: number;
  headSize: number;
  ffnSize: number;
  /** Longest sequence in tokens (`max_position_embeddings`). */
  contextLength: number;
  normEps: number;
  ropeTheta: number;
  /** Whether the output table is the embedding table. */
  tied: boolean;
  /** Standard deviation of freshly drawn weights. */
  initializerRange: number;
  bosTokenId?: number;
  eosTokenId?: number;
  /** Further tokens that end an answer, where the file lists several; `eosTokenId` is the first. */
  moreEosTokenIds?: readonly number[];
  padTokenId?: number;
}

export type ConfigDtype = 'float32' | 'float16' | 'bfloat16';

type Fields = Readonly<Record<string, unknown>>;

/** Largest values taken; beyond them lies a typing error or a file made to harm. */
const LIMITS = {
  vocabSize: 2 ** 20,
  hiddenSize: 2 ** 15,
  layers: 512,
  heads: 1024,
  kvHeads: 1024,
  headSize: 256,
  ffnSize: 2 ** 18,
  contextLength: 2 ** 24,
} as const;

const SIZE_NAMES: Record<keyof typeof LIMITS, string> = {
  vocabSize: 'vocabulary size',
  hiddenSize: 'hidden size',
  layers: 'number of layers',
  heads: 'number of attention heads',
  kvHeads: 'number of key/value heads',
  headSize: 'head size',
  ffnSize: 'feed-forward size',
  contextLength: 'context length',
};

/**
 * @param json the parsed file
 * @throws `config-not-object`, `config-model-type`, `config-architecture`, `config-field-type`, `config-unsupported`,
 *   `config-rope-theta-conflict`, and everything `validateLlamaConfig` throws.
 */
export function parseLlamaConfig(json: unknown, fileName = 'config.json'): LlamaConfig {
  if (!isRecord(json)) {
    throw new OcaqError('config-not-object', `"${fileName}" does not hold a JSON object. It is not a model config.`, {
      file: fileName,
    });
  }
  const read = new FieldReader(json, fileName);
  refuseOtherModels(json, fileName);
  refuseUnsupported(json, fileName);
  const hiddenSize = read.number('hidden_size', 4096);
  const heads = read.number('num_attention_heads', 32);
  const eos = read.tokenIds('eos_token_id', 2);
  const config: LlamaConfig = {
    vocabSize: read.number('vocab_size', 32000),
    hiddenSize,
    layers: read.number('num_hidden_layers', 32),
    heads,
    kvHeads: read.number('num_key_value_heads', heads),
    headSize: read.number('head_dim', hiddenSize / heads),
    ffnSize: read.number('intermediate_size', 11008),
    contextLength: read.number('max_position_embeddings', 2048),
    normEps: read.number('rms_norm_eps', 1e-6),
    ropeTheta: readRopeTheta(json, fileName),
    tied: read.boolean('tie_word_embeddings', false),
    initializerRange: read.number('initializer_range', 0.02),
    ...optional('bosTokenId', read.tokenIds('bos_token_id', 1)[0]),
    ...optional('eosTokenId', eos[0]),
    ...optional('moreEosTokenIds', eos.length > 1 ? eos.slice(1) : undefined),
    ...optional('padTokenId', read.tokenIds('pad_token_id', undefined)[0]),
  };
  validateLlamaConfig(config);
  return config;
}

/**
 * Checks what the engine and transformers both need of a configuration.
 * @throws `config-heads-do-not-divide`, `config-kv-heads-do-not-divide`, `config-not-positive-integer`,
 *   `config-too-large`, `config-head-size-not-multiple-of-4`, `config-number-out-of-range`, `config-token-id`;
 *   the details hold the field and the values.
 */
export function validateLlamaConfig(config: LlamaConfig): void {
  checkSize('hiddenSize', config.hiddenSize);
  checkSize('heads', config.heads);
  // Before the other sizes, because a head size computed from these two would otherwise be blamed for not being whole.
  if (config.hiddenSize % config.heads !== 0) {
    throw new OcaqError(
      'config-heads-do-not-divide',
      `A width (hidden size) of ${config.hiddenSize} cannot be shared evenly by ${config.heads} attention heads. Choose a width that is a multiple of the number of heads.`,
      { hiddenSize: config.hiddenSize, heads: config.heads },
    );
  }
  for (const field of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) checkSize(field, config[field]);
  if (config.heads % config.kvHeads !== 0) {
    throw new OcaqError(
      'config-kv-heads-do-not-divide',
      `${config.heads} attention heads cannot be shared evenly by ${config.kvHeads} key/value heads. Choose a number of key/value heads that divides the number of heads.`,
      { heads: config.heads, kvHeads: config.kvHeads },
    );
  }
  if (config.headSize % 4 !== 0) {
    throw new OcaqError(
      'config-head-size-not-multiple-of-4',
      `The head size is ${config.headSize} (width divided by heads, unless given), but it must be a multiple of 4. Choose another width (hidden size) or number of heads.`,
      { headSize: config.headSize, hiddenSize: config.hiddenSize, heads: config.heads },
    );
  }
  checkRange('normEps', 'norm epsilon', config.normEps, 0, 1);
  checkRange('ropeTheta', 'RoPE base', config.ropeTheta, 1, 1e12);
  checkRange('initializerRange', 'initialiser range', config.initializerRange, 0, 1);
  const { bosTokenId, eosTokenId, moreEosTokenIds = [], padTokenId } = config;
  for (const id of [bosTokenId, eosTokenId, ...moreEosTokenIds, padTokenId]) checkTokenId(id, config.vocabSize);
}

/** A `config.json` that transformers 4 and 5 load unchanged. `dtype` is that of the weights beside it. */
export function writeLlamaConfig(config: LlamaConfig, dtype: ConfigDtype = 'float32'): object {
  validateLlamaConfig(config);
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.ffnSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headSize,
    hidden_act: 'silu',
    max_position_embeddings: config.contextLength,
    initializer_range: config.initializerRange,
    rms_norm_eps: config.normEps,
    rope_theta: config.ropeTheta,
    rope_parameters: { rope_theta: config.ropeTheta, rope_type: 'default' },
    attention_bias: false,
    attention_dropout: 0,
    mlp_bias: false,
    tie_word_embeddings: config.tied,
    use_cache: true,
    // null, not left out: transformers would take 1 and 2 for what is missing.
    bos_token_id: config.bosTokenId ?? null,
    eos_token_id: eosTokenIds(config),
    pad_token_id: config.padTokenId ?? null,
    dtype,
    torch_dtype: dtype,
  };
}

/** The `eos_token_id` of Hugging Face files: none, one, or a list. */
export function eosTokenIds(config: LlamaConfig): number | readonly number[] | null {
  if (config.eosTokenId === undefined) return null;
  const more = config.moreEosTokenIds ?? [];
  return more.length === 0 ? config.eosTokenId : [config.eosTokenId, ...more];
}

/** Reads fields of one file; null counts as left out, as transformers writes it. */
class FieldReader {
  private readonly json: Fields;
  private readonly file: string;

  constructor(json: Fields, file: string) {
    this.json = json;
    this.file = file;
  }

  number(field: string, fallback: number): number {
    const value = given(this.json, field) ?? fallback;
    if (typeof value === 'number') return value;
    throw wrongType(this.file, field, value, 'a number');
  }

  boolean(field: string, fallback: boolean): boolean {
    const value = given(this.json, field) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw wrongType(this.file, field, value, 'true or false');
  }

  /** One id or a list; null and the old -1 mean "none", which is not the same as left out. */
  tokenIds(field: string, fallback: number | undefined): number[] {
    const value = Object.hasOwn(this.json, field) ? this.json[field] : fallback;
    if (value === null || value === undefined || value === -1) return [];
    const ids: unknown[] = Array.isArray(value) ? value : [value];
    if (ids.every((id): id is number => typeof id === 'number')) return ids;
    throw wrongType(this.file, field, value, 'a token number or a list of them');
  }
}

function refuseOtherModels(json: Fields, file: string): void {
  const type = given(json, 'model_type');
  const architectures = given(json, 'architectures');
  const isLlama = Array.isArray(architectures) && architectures.includes('LlamaForCausalLM');
  if (type !== 'llama' && !(type === undefined && isLlama)) {
    throw new OcaqError(
      'config-model-type',
      `"${file}" describes a model of type ${show(type ?? 'unknown')} (model_type). Only Llama models ("llama") can be opened for now.`,
      { file, field: 'model_type', value: show(type ?? 'unknown') },
    );
  }
  if (architectures !== undefined && !isLlama) {
    throw new OcaqError(
      'config-architecture',
      `"${file}" names the architectures ${show(architectures)}; a language model of the kind "LlamaForCausalLM" is needed. Choose such a model.`,
      { file, field: 'architectures', value: show(architectures) },
    );
  }
}

function refuseUnsupported(json: Fields, file: string): void {
  const refuse = (field: string, value: unknown, meaning: string): never => {
    throw new OcaqError(
      'config-unsupported',
      `"${file}" asks for ${meaning} (${field}: ${show(value)}), which is not supported: the model would give wrong answers. Choose a model without it.`,
      { file, field, value: show(value) },
    );
  };
  const expect = (field: string, allowed: readonly unknown[], meaning: string) => {
    const value = given(json, field);
    if (value !== undefined && !allowed.includes(value)) refuse(field, value, meaning);
  };
  expect('attention_bias', [false], 'biases in attention');
  expect('mlp_bias', [false], 'biases in the feed-forward layers');
  expect('hidden_act', ['silu', 'swish'], 'another activation than SiLU');
  expect('quantization_config', [], 'quantised weights');
  expect('partial_rotary_factor', [1], 'positions rotated in part of each head');
  if (given(json, 'use_sliding_window') !== false) expect('sliding_window', [], 'attention in a sliding window');
  for (const field of ['rope_scaling', 'rope_parameters']) {
    const rope = given(json, field);
    if (rope === undefined) continue;
    if (!isRecord(rope)) throw wrongType(file, field, rope, 'an object');
    const type = given(rope, 'rope_type') ?? given(rope, 'type') ?? 'default';
    const partial = given(rope, 'partial_rotary_factor') ?? 1;
    if (type !== 'default' || partial !== 1) refuse(field, rope, 'another position scheme than plain RoPE');
  }
}

function readRopeTheta(json: Fields, file: string): number {
  const nested = given(json, 'rope_parameters');
  const inside = isRecord(nested) ? given(nested, 'rope_theta') : undefined;
  const outside = given(json, 'rope_theta');
  if (inside !== undefined && outside !== undefined && inside !== outside) {
    throw new OcaqError(
      'config-rope-theta-conflict',
      `"${file}" states two different RoPE bases: rope_theta ${show(outside)} and rope_parameters.rope_theta ${show(inside)}. Remove the wrong one.`,
      { file, outside: show(outside), inside: show(inside) },
    );
  }
  const theta = inside ?? outside ?? 10000;
  if (typeof theta !== 'number') throw wrongType(file, 'rope_theta', theta, 'a number');
  return theta;
}

function checkSize(field: keyof typeof LIMITS, value: number): void {
  const name = SIZE_NAMES[field];
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new OcaqError(
      'config-not-positive-integer',
      `The ${name} must be a whole number of at least 1, not ${value}.`,
      { field, value },
    );
  }
  if (value > LIMITS[field]) {
    throw new OcaqError('config-too-large', `The ${name} is ${value}; at most ${LIMITS[field]} is possible.`, {
      field,
      value,
      limit: LIMITS[field],
    });
  }
}

/** Both ends are excluded. */
function checkRange(field: string, name: string, value: number, low: number, high: number): void {
  if (value > low && value < high) return;
  throw new OcaqError(
    'config-number-out-of-range',
    `The ${name} must lie between ${low} and ${high}, and is ${value}.`,
    { field, value, low, high },
  );
}

function checkTokenId(id: number | undefined, vocabSize: number): void {
  if (id === undefined || (Number.isSafeInteger(id) && id >= 0 && id < vocabSize)) return;
  throw new OcaqError(
    'config-token-id',
    `The special token number ${id} is not in the vocabulary of ${vocabSize} entries. The config and the tokenizer do not belong together.`,
    { id, vocabSize },
  );
}

function wrongType(file: string, field: string, value: unknown, expected: string): OcaqError {
  return new OcaqError('config-field-type', `"${file}" has ${field}: ${show(value)}, where ${expected} is needed.`, {
    file,
    field,
    value: show(value),
    expected,
  });
}

/** undefined where the field is missing or null. */
function given(fields: Fields, field: string): unknown {
  return Object.hasOwn(fields, field) ? (fields[field] ?? undefined) : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
