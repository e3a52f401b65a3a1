/**
 * `adapter_config.json` of a LoRA adapter as `peft` writes it (https://github.com/huggingface/peft, LoraConfig): which modules
 * of the base it changes, by which rank and scale (Hu et al. 2021, arXiv:2106.09685; rsLoRA: Kalajdzievski 2023,
 * arXiv:2312.03732), and which it brings whole. What cannot be added to weights exactly as written is refused by name.
 */
import { OcaqError } from '../../errors.ts';
import { ConfigFields, show } from '../hf-config.ts';
import { modulePattern, type StateBudget } from './module-pattern.ts';

export const ADAPTER_CONFIG = 'adapter_config.json';

export interface AdapterConfig {
  /** As the adapter names its base: an id on the Hub, or a path of the machine it was made on; empty where it does not. */
  readonly baseModel: string;
  /** Whether a tied table stays one, whatever of it is changed. */
  readonly keepsTied: boolean;
  /** Columns of B, rows of A. */
  rank(module: string): number;
  /** What B·A is multiplied by: alpha/r, or alpha/√r for rsLoRA. */
  scale(module: string): number;
  /** null where the file does not say it. @param isLinear whether "all-linear" means it: a matrix that is no table */
  readonly isTarget: ((module: string, isLinear: boolean) => boolean) | null;
  /** Whether it is brought whole (modules_to_save), itself or the module that it lies in. */
  isSaved(module: string): boolean;
}

const RANK_LIMIT = 2 ** 15;
const PATTERNS_LIMIT = 4096;
/** Of all patterns of a field: some 70 for each of the most, as names of modules written out take. */
const STATES_LIMIT = 300_000;
const ALL_LINEAR = 'all-linear';

/** Initialisations that leave the base as it is; the others take from its weights what they put into A and B. */
const STARTS_FROM_BASE: readonly unknown[] = [undefined, true, false, 'gaussian', 'eva', 'orthogonal'];

/** Fields that must be off, and what they would ask for. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  use_dora: 'DoRA, which scales the columns of weights besides',
  lora_bias: 'biases of its own',
  layer_replication: 'layers that are there several times',
  target_parameters: 'parameters without a module',
  trainable_token_indices: 'single rows of the embedding table',
  use_qalora: 'QA-LoRA, which groups the inputs',
  use_bdlora: 'matrices of blocks',
  arrow_config: 'routing between several adapters',
  kasa_config: 'KaSA, which changes the base before',
  alora_invocation_tokens: 'a start at certain tokens, which weights cannot hold',
  monteclora_config: 'MonteCLoRA',
};

/** @throws `config-not-object`, `config-field-type`, `adapter-config`, `adapter-unsupported`, `adapter-pattern` */
export function parseAdapterConfig(json: unknown): AdapterConfig {
  const fields = new ConfigFields(json, ADAPTER_CONFIG);
  refuseUnsupported(fields);
  const rank = byModule(fields, 'rank_pattern', checkRank('r', fields.number('r', 8)), checkRank);
  const alpha = byModule(fields, 'alpha_pattern', checkAlpha('lora_alpha', fields.number('lora_alpha', 8)), checkAlpha);
  const isStabilised = fields.boolean('use_rslora', false);
  const saved = names(fields, 'modules_to_save') ?? [];
  const isSpared = nameIn(saved, containsName);
  const isNamed = targetRule(fields);
  const isExcluded = exclusionRule(fields);
  return {
    baseModel: text(fields, 'base_model_name_or_path') ?? '',
    keepsTied: fields.boolean('ensure_weight_tying', false),
    rank,
    scale: (module) => alpha(module) / (isStabilised ? Math.sqrt(rank(module)) : rank(module)),
    isTarget: isNamed && ((module, isLinear) => !isSpared(module) && !isExcluded(module) && isNamed(module, isLinear)),
    isSaved: nameIn(saved, liesInEnd),
  };
}

function refuseUnsupported(fields: ConfigFields): void {
  const kind = fields.given('peft_type') ?? 'LORA';
  if (kind !== 'LORA') throw unsupported('peft_type', kind, 'a method other than LoRA');
  for (const [field, meaning] of Object.entries(UNSUPPORTED)) {
    const value = fields.given(field);
    const isOff = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (!isOff) throw unsupported(field, value, meaning);
  }
  const bias = fields.given('bias') ?? 'none';
  if (bias !== 'none') throw unsupported('bias', bias, 'biases of the base that were trained along');
  const start = fields.given('init_lora_weights');
  if (!STARTS_FROM_BASE.includes(start))
    throw unsupported('init_lora_weights', start, 'a base whose weights were changed before training');
}

/** A number by module: that of the first pattern which the end of its name matches, as peft looks it up. */
function byModule(
  fields: ConfigFields,
  field: string,
  fallback: number,
  check: (field: string, value: number) => number,
): (module: string) => number {
  const patterns = fields.within(field);
  const keys = Object.keys(fields.given(field) ?? {});
  if (keys.length > PATTERNS_LIMIT) throw malformed(field, `more than ${PATTERNS_LIMIT} patterns`);
  const budget: StateBudget = { left: STATES_LIMIT };
  const rules = keys.map((key) => ({
    matches: modulePattern(`(.*\\.)?(${key})`, budget),
    value: check(`${field}: ${key}`, patterns?.number(key, fallback) ?? fallback),
  }));
  return (module) => rules.find(({ matches }) => matches(module))?.value ?? fallback;
}

function checkRank(field: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= RANK_LIMIT) return value;
  throw malformed(field, `the rank ${value}, where a whole number from 1 to ${RANK_LIMIT} is needed`);
}

function checkAlpha(field: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw malformed(field, `the factor ${value}, where a finite number is needed`);
}

function targetRule(fields: ConfigFields): AdapterConfig['isTarget'] {
  const targets = fields.given('target_modules');
  // peft writes out what it took by itself.
  if (targets === undefined) return null;
  if (typeof targets !== 'string') {
    const isNamed = nameIn(names(fields, 'target_modules') ?? [], endsInName);
    const isInLayer = layerRule(fields);
    return (module) => isNamed(module) && isInLayer(module);
  }
  if (targets.toLowerCase() === ALL_LINEAR) return (_module, isLinear) => isLinear;
  return modulePattern(targets);
}

function exclusionRule(fields: ConfigFields): (module: string) => boolean {
  const excluded = fields.given('exclude_modules');
  if (typeof excluded === 'string' && excluded !== '') return modulePattern(excluded);
  return nameIn(names(fields, 'exclude_modules') ?? [], endsInName);
}

/** layers_to_transform: only modules of these layers, whose number follows one of the names of layers_pattern, or any. */
function layerRule(fields: ConfigFields): (module: string) => boolean {
  const given = fields.given('layers_to_transform');
  const layers: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (!layers.every((layer) => Number.isSafeInteger(layer)))
    throw fields.wrongType('layers_to_transform', given, 'a number or a list of numbers');
  if (layers.length === 0) return () => true;
  const listNames = names(fields, 'layers_pattern') ?? [];
  return (module) => {
    const parts = module.split('.');
    const at = parts.findIndex(
      (part, i) => /^\d+$/.test(part) && i > 0 && (listNames.length === 0 || listNames.includes(parts[i - 1] ?? '')),
    );
    return at > 0 && layers.includes(Number(parts[at]));
  };
}

/** One name or a list of them; undefined where the field is left out. */
function names(fields: ConfigFields, field: string): readonly string[] | undefined {
  const value = fields.given(field);
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((name): name is string => typeof name === 'string')) return list;
  throw fields.wrongType(field, value, 'a list of names');
}

function text(fields: ConfigFields, field: string): string | undefined {
  const value = fields.given(field);
  if (value === undefined || typeof value === 'string') return value;
  throw fields.wrongType(field, value, 'a text');
}

const nameIn =
  (list: readonly string[], matches: (module: string, name: string) => boolean) =>
  (module: string): boolean =>
    list.some((name) => matches(module, name));

const endsInName = (module: string, name: string): boolean => `.${module}`.endsWith(`.${name}`);
const containsName = (module: string, name: string): boolean => `.${module}.`.includes(`.${name}.`);
/** Whether it or a module that it lies in ends in the text, be it within a word: peft saves `input_layernorm` for `norm`. */
const liesInEnd = (module: string, end: string): boolean => `${module}.`.includes(`${end}.`);

function unsupported(field: string, value: unknown, meaning: string): OcaqError {
  return new OcaqError(
    'adapter-unsupported',
    `"${ADAPTER_CONFIG}" asks for ${meaning} (${field}: ${show(value)}), which is not supported: the merged model would give wrong answers. Merge it with peft (merge_and_unload) and open the merged model, or choose a plain LoRA adapter.`,
    { field, value: show(value) },
  );
}

function malformed(field: string, problem: string): OcaqError {
  return new OcaqError(
    'adapter-config',
    `"${ADAPTER_CONFIG}" has in ${field} ${problem}. Correct it there, or save the adapter again.`,
    {
      field,
      problem,
    },
  );
}
