/**
 * `config.json` as transformers 5 takes it (5.18: models/…/configuration_*.py, whose dataclasses check every type;
 * modeling_rope_utils.py): `dtype`, and RoPE by `rope_parameters`. An old `rope_scaling` stands in its place where a file has it, and
 * an old `rope_theta` where the one that counts names no base; `torch_dtype` is the old name of `dtype`. Where they say different
 * things, transformers takes one of them in silence, and this reader refuses.
 */
import { type Keys, Refusal } from './keys.ts';
import type { Rules } from './read-folder.ts';
import type { Rope, Settings, WeightType } from './settings.ts';

export const NEW_RULES: Rules = {
  name: 'transformers 5',
  settings: readSettings,
  metadataFormat: null,
  tokenizerClasses: ['PreTrainedTokenizerFast', 'TokenizersBackend'],
};

/** What a class of configuration differs in; its other fields have the same defaults in all four. */
interface RopeClass {
  readonly architecture: string;
  readonly sizes: { readonly vocabulary: number; readonly mlp: number; readonly context: number };
  readonly tokens: { readonly begin: number | null; readonly end: number | null };
  /** `int | None` may be null, which means as many as heads; `int` may not. */
  readonly kvHeads: { readonly otherwise: number | null; readonly mayBeNull: boolean };
  /** Of Qwen2 no field, but read where it is there. */
  readonly headSize: { readonly otherwise: number | null; readonly mayBeNull: boolean };
  readonly headNorms: boolean;
  readonly window: 'none' | 'unused' | 'always';
  readonly biases: (config: Keys) => Settings['biases'];
}

const NO_TOKENS = { begin: null, end: null };
const LLAMA_TOKENS = { begin: 1, end: 2 };
const QWEN_SIZES = { vocabulary: 151_936, mlp: 22_016, context: 32_768 };

const CLASSES: Readonly<Record<string, RopeClass>> = {
  llama: {
    architecture: 'LlamaForCausalLM',
    sizes: { vocabulary: 32_000, mlp: 11_008, context: 2048 },
    tokens: LLAMA_TOKENS,
    kvHeads: { otherwise: null, mayBeNull: true },
    headSize: { otherwise: null, mayBeNull: true },
    headNorms: false,
    window: 'none',
    biases(config) {
      const attention = config.flag('attention_bias', false);
      return { qkv: attention, output: attention, mlp: config.flag('mlp_bias', false) };
    },
  },
  qwen2: {
    architecture: 'Qwen2ForCausalLM',
    sizes: QWEN_SIZES,
    tokens: NO_TOKENS,
    kvHeads: { otherwise: 32, mayBeNull: true },
    headSize: { otherwise: null, mayBeNull: true },
    headNorms: false,
    window: 'unused',
    biases: () => ({ qkv: true, output: false, mlp: false }),
  },
  qwen3: {
    architecture: 'Qwen3ForCausalLM',
    sizes: QWEN_SIZES,
    tokens: NO_TOKENS,
    kvHeads: { otherwise: 32, mayBeNull: true },
    headSize: { otherwise: 128, mayBeNull: false },
    headNorms: true,
    window: 'unused',
    biases(config) {
      const attention = config.flag('attention_bias', false);
      return { qkv: attention, output: attention, mlp: false };
    },
  },
  mistral: {
    architecture: 'MistralForCausalLM',
    sizes: { vocabulary: 32_000, mlp: 14_336, context: 4096 * 32 },
    tokens: LLAMA_TOKENS,
    kvHeads: { otherwise: 8, mayBeNull: false },
    headSize: { otherwise: null, mayBeNull: true },
    headNorms: false,
    window: 'always',
    biases: () => ({ qkv: false, output: false, mlp: false }),
  },
};

function readSettings(config: Keys): Settings {
  const modelType = config.text('model_type');
  const settings = modelType === 'gpt2' ? readGpt2(config) : readRopeModel(config, modelType);
  config.end();
  return settings;
}

function readRopeModel(config: Keys, modelType: string): Settings {
  const own = CLASSES[modelType];
  if (!own) throw config.wrong('model_type', 'a known type');
  checkArchitecture(config, own.architecture);
  const { width, heads } = { width: config.whole('hidden_size', 4096), heads: config.whole('num_attention_heads', 32) };
  if (modelType === 'llama' && width % heads !== 0)
    throw config.wrong('num_attention_heads', 'a divisor of hidden_size');
  const sizeOr = (key: string, { otherwise, mayBeNull }: RopeClass['kvHeads'], ofNull: number): number =>
    (mayBeNull ? config.wholeOrNull(key, otherwise) : config.whole(key, otherwise ?? undefined)) ?? ofNull;
  checkActivation(config, 'hidden_act', ['silu', 'swish']);
  for (const key of ['initializer_range', 'attention_dropout']) config.number(key, 0);
  return {
    ...common(config, own.tokens, false),
    modelType,
    vocabulary: config.whole('vocab_size', own.sizes.vocabulary),
    width,
    mlpWidth: config.whole('intermediate_size', own.sizes.mlp),
    layers: config.whole('num_hidden_layers', 32),
    heads,
    kvHeads: sizeOr('num_key_value_heads', own.kvHeads, heads),
    headSize: sizeOr('head_dim', own.headSize, Math.floor(width / heads)),
    context: config.whole('max_position_embeddings', own.sizes.context),
    norm: 'rms',
    epsilon: config.number('rms_norm_eps', 1e-6),
    activation: 'silu',
    rope: readRope(config, own.sizes.context),
    window: readWindow(config, own.window),
    biases: own.biases(config),
    headNorms: own.headNorms,
  };
}

function readGpt2(config: Keys): Settings {
  checkArchitecture(config, 'GPT2LMHeadModel');
  checkActivation(config, 'activation_function', ['gelu_new', 'gelu_pytorch_tanh']);
  for (const key of ['initializer_range', 'attn_pdrop', 'embd_pdrop', 'resid_pdrop']) config.number(key, 0);
  const { width, heads } = { width: config.whole('n_embd', 768), heads: config.whole('n_head', 12) };
  return {
    ...common(config, { begin: 50_256, end: 50_256 }, true),
    modelType: 'gpt2',
    vocabulary: config.whole('vocab_size', 50_257),
    width,
    mlpWidth: config.wholeOrNull('n_inner', null) ?? 4 * width,
    layers: config.whole('n_layer', 12),
    heads,
    kvHeads: heads,
    headSize: width / heads,
    context: config.whole('n_positions', 1024),
    norm: 'layer',
    epsilon: config.number('layer_norm_epsilon', 1e-5),
    activation: 'gelu-tanh',
    rope: null,
    window: null,
    biases: { qkv: true, output: true, mlp: true },
    headNorms: false,
  };
}

function common(config: Keys, tokens: RopeClass['tokens'], tied: boolean) {
  config.flag('use_cache', true);
  return {
    tied: config.flag('tie_word_embeddings', tied),
    type: readType(config),
    begin: config.token('bos_token_id', tokens.begin),
    ends: config.tokens('eos_token_id', tokens.end),
    pad: config.token('pad_token_id', null),
  };
}

function checkArchitecture(config: Keys, wanted: string): void {
  const named = config.value('architectures', []);
  if (JSON.stringify(named) !== JSON.stringify([wanted])) throw config.wrong('architectures', `["${wanted}"]`);
}

function checkActivation(config: Keys, key: string, names: readonly string[]): void {
  if (!names.includes(config.text(key, names[0])))
    throw config.wrong(key, names.map((name) => `"${name}"`).join(' or '));
}

function readWindow(config: Keys, window: RopeClass['window']): number | null {
  if (window === 'always') return config.wholeOrNull('sliding_window', 4096);
  if (window === 'unused' && config.flag('use_sliding_window', false))
    throw config.wrong('use_sliding_window', 'false');
  return null;
}

/**
 * `rope_scaling` stands in the place of all of `rope_parameters`, its base too.
 * @param context the default original context of a scaling that needs one: the model's own
 */
function readRope(config: Keys, context: number): Rope {
  const [old, parameters] = [config.object('rope_scaling'), config.object('rope_parameters')];
  const top = config.has('rope_theta') ? config.number('rope_theta') : null;
  const stated = [old, parameters].flatMap((keys) => (keys ? [readParameters(keys, config, context)] : []));
  const bases = new Set([top, ...stated.map(({ theta }) => theta)].filter((theta) => theta !== null));
  const scalings = new Set(stated.map(({ scaling }) => JSON.stringify(scaling)));
  if (bases.size > 1 || scalings.size > 1)
    throw new Refusal('config.json says two different things of RoPE: rope_theta, rope_scaling, rope_parameters');
  return { theta: stated[0]?.theta ?? top ?? 10_000, scaling: stated[0]?.scaling ?? { type: 'default' } };
}

function readParameters(rope: Keys, config: Keys, context: number): Omit<Rope, 'theta'> & { theta: number | null } {
  const type = rope.text('rope_type', rope.text('type', 'default'));
  rope.only('type', [type]);
  const theta = rope.has('rope_theta') ? rope.number('rope_theta') : null;
  const scaling = readScaling(rope, type, () => config.whole('max_position_embeddings', context));
  rope.end();
  return { theta, scaling };
}

function readScaling(rope: Keys, type: string, context: () => number): Rope['scaling'] {
  if (type === 'default') return { type };
  if (type === 'linear') return { type, factor: rope.number('factor') };
  if (type !== 'llama3') throw rope.wrong('rope_type', 'default, linear or llama3');
  return {
    type,
    factor: rope.number('factor'),
    low: rope.number('low_freq_factor'),
    high: rope.number('high_freq_factor'),
    originalContext: rope.has('original_max_position_embeddings')
      ? rope.whole('original_max_position_embeddings')
      : context(),
  };
}

function readType(config: Keys): WeightType {
  const name = config.text('dtype');
  config.only('torch_dtype', [name]);
  switch (name) {
    case 'float32':
      return 'F32';
    case 'float16':
      return 'F16';
    case 'bfloat16':
      return 'BF16';
    default:
      throw config.wrong('dtype', 'float32, float16 or bfloat16');
  }
}
