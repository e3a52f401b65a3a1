/**
 * `config.json` of a Hugging Face model, as far as all families have it in common: fields read with the defaults that
 * transformers has for what is left out, sizes checked, special tokens in both directions. What a family alone knows is in
 * `model/families/`. What the engine cannot run exactly as written there is refused by name, never approximated. The same
 * checks serve configurations that a person puts together in the studio.
 */
import { OcaqError } from '../errors.ts';

/**
 * One decoder, as everybody needs it; each family adds its own fields. Sizes are positive integers; `headSize` · `heads` may
 * differ from `hiddenSize`.
 */
export interface ModelConfig {
  /** Its name in the table of families. */
  family: string;
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
  /** RoPE base; absent where positions are learned. */
  ropeTheta?: number;
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

/**
 * The initial standard deviation where a config gives none: 0.02 at a width of 768, as transformers has it, and larger for
 * narrower models, which otherwise stay long on a plateau (docs/log.md). To three digits.
 */
export const defaultInitializerRange = (hiddenSize: number): number =>
  Number((0.02 * Math.sqrt(768 / hiddenSize)).toPrecision(3));

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
 * Checks what all families have in common.
 * @throws `config-heads-do-not-divide`, `config-kv-heads-do-not-divide`, `config-not-positive-integer`,
 *   `config-too-large`, `config-head-size-not-multiple-of-4`, `config-number-out-of-range`, `config-token-id`;
 *   the details hold the field and the values.
 */
export function checkSizes(config: ModelConfig): void {
  checkSize('hiddenSize', config.hiddenSize);
  checkSize('heads', config.heads);
  // Before the other sizes, because a head size computed from these two would otherwise be blamed for not being whole.
  if (!Number.isSafeInteger(config.headSize)) checkHeadsDivide(config);
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
  checkRange('initializerRange', 'initialiser range', config.initializerRange, 0, 1);
  const { bosTokenId, eosTokenId, moreEosTokenIds = [], padTokenId } = config;
  for (const id of [bosTokenId, eosTokenId, ...moreEosTokenIds, padTokenId]) checkTokenId(id, config.vocabSize);
}

/** For families whose heads share the width in any case. @throws `config-heads-do-not-divide` */
export function checkHeadsDivide({ hiddenSize, heads }: ModelConfig): void {
  if (hiddenSize % heads === 0) return;
  throw new OcaqError(
    'config-heads-do-not-divide',
    `A width (hidden size) of ${hiddenSize} cannot be shared evenly by ${heads} attention heads. Choose a width that is a multiple of the number of heads.`,
    { hiddenSize, heads },
  );
}

/** The fields of special tokens. null, not left out: transformers would take other tokens for what is missing. */
export const specialTokenFields = (config: ModelConfig): object => ({
  bos_token_id: config.bosTokenId ?? null,
  eos_token_id: eosTokenIds(config),
  pad_token_id: config.padTokenId ?? null,
});

/** The `eos_token_id` of Hugging Face files: none, one, or a list. */
export function eosTokenIds(config: ModelConfig): number | readonly number[] | null {
  if (config.eosTokenId === undefined) return null;
  const more = config.moreEosTokenIds ?? [];
  return more.length === 0 ? config.eosTokenId : [config.eosTokenId, ...more];
}

/** Fields of one file. null counts as left out, as transformers writes it, but where `has` is asked. */
export class ConfigFields {
  readonly file: string;
  private readonly json: Fields;

  /** @throws `config-not-object` */
  constructor(json: unknown, file: string) {
    if (!isRecord(json))
      throw new OcaqError('config-not-object', `"${file}" does not hold a JSON object. It is not a model config.`, {
        file,
      });
    this.json = json;
    this.file = file;
  }

  /** Whether the file names the field at all, be it with null. */
  has(field: string): boolean {
    return Object.hasOwn(this.json, field);
  }

  /** undefined where the field is missing or null. */
  given(field: string): unknown {
    return this.has(field) ? (this.json[field] ?? undefined) : undefined;
  }

  /** @throws `config-field-type`, as the others do */
  number(field: string, fallback: number): number {
    const value = this.given(field) ?? fallback;
    if (typeof value === 'number') return value;
    throw this.wrongType(field, value, 'a number');
  }

  boolean(field: string, fallback: boolean): boolean {
    const value = this.given(field) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.wrongType(field, value, 'true or false');
  }

  /** Fields of an object within the file; undefined where there is none. */
  within(field: string): ConfigFields | undefined {
    const value = this.given(field);
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw this.wrongType(field, value, 'an object');
    return new ConfigFields(value, this.file);
  }

  /** @param bos @param eos what transformers takes where the file leaves them out */
  specialTokens(
    bos?: number,
    eos?: number,
  ): Pick<ModelConfig, 'bosTokenId' | 'eosTokenId' | 'moreEosTokenIds' | 'padTokenId'> {
    const ends = this.tokenIds('eos_token_id', eos);
    return {
      ...optional('bosTokenId', this.tokenIds('bos_token_id', bos)[0]),
      ...optional('eosTokenId', ends[0]),
      ...optional('moreEosTokenIds', ends.length > 1 ? ends.slice(1) : undefined),
      ...optional('padTokenId', this.tokenIds('pad_token_id', undefined)[0]),
    };
  }

  /** Refuses a value other than those allowed. @throws `config-unsupported` */
  expect(field: string, allowed: readonly unknown[], meaning: string): void {
    const value = this.given(field);
    if (value !== undefined && !allowed.includes(value)) throw this.unsupported(field, meaning);
  }

  unsupported(field: string, meaning: string): OcaqError {
    const { file } = this;
    const value = show(this.given(field));
    return new OcaqError(
      'config-unsupported',
      `"${file}" asks for ${meaning} (${field}: ${value}), which is not supported: the model would give wrong answers. Choose a model without it.`,
      { file, field, value },
    );
  }

  wrongType(field: string, value: unknown, expected: string): OcaqError {
    const { file } = this;
    return new OcaqError('config-field-type', `"${file}" has ${field}: ${show(value)}, where ${expected} is needed.`, {
      file,
      field,
      value: show(value),
      expected,
    });
  }

  /** One id or a list; null and the old -1 mean "none", which is not the same as left out. */
  private tokenIds(field: string, fallback: number | undefined): number[] {
    const value = this.has(field) ? this.json[field] : fallback;
    if (value === null || value === undefined || value === -1) return [];
    const ids: unknown[] = Array.isArray(value) ? value : [value];
    if (ids.every((id): id is number => typeof id === 'number')) return ids;
    throw this.wrongType(field, value, 'a token number or a list of them');
  }
}

const checkSize = (field: keyof typeof LIMITS, value: number): void =>
  checkWhole(field, SIZE_NAMES[field], value, LIMITS[field]);

/** @throws `config-not-positive-integer`, `config-too-large` */
export function checkWhole(field: string, name: string, value: number, limit: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new OcaqError(
      'config-not-positive-integer',
      `The ${name} must be a whole number of at least 1, not ${value}.`,
      { field, value },
    );
  }
  if (value > limit)
    throw new OcaqError('config-too-large', `The ${name} is ${value}; at most ${limit} is possible.`, {
      field,
      value,
      limit,
    });
}

/** Both ends are excluded. @throws `config-number-out-of-range` */
export function checkRange(field: string, name: string, value: number, low: number, high: number): void {
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

export function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

/** A value as the file has it, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
