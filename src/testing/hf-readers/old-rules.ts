/**
 * `config.json` as transformers 4.57 takes it (models/llama, qwen2, qwen3, mistral and gpt2: configuration_*.py, modeling_*.py;
 * configuration_utils.py, modeling_rope_utils.py): `torch_dtype`, and RoPE by `rope_theta` and `rope_scaling` at the top level.
 * `rope_parameters` is an attribute that nothing reads there.
 */
import { type Keys, Refusal } from './keys.ts';
import type { Rules } from './read-folder.ts';
import type { Rope, Settings, WeightType } from './settings.ts';

export const OLD_RULES: Rules = {
  name: 'transformers 4.57',
  settings: readSettings,
  // Another is refused; earlier 4.x fail where there is none.
  metadataFormat: 'pt',
  tokenizerClasses: ['PreTrainedTokenizerFast'],
};

/** Of the classes LlamaConfig, Qwen2Config, Qwen3Config and MistralConfig, where the file says nothing. */
interface Defaults {
  readonly vocabulary: number;
  readonly mlpWidth: number;
  readonly context: number;
  readonly kvHeads: number | null;
  readonly headSize: number | null;
  readonly begin: number | null;
  readonly end: number | null;
}

const DEFAULTS: Readonly<Record<string, Defaults>> = {
  llama: { vocabulary: 32_000, mlpWidth: 11_008, context: 2048, kvHeads: null, headSize: null, begin: 1, end: 2 },
  qwen2: {
    vocabulary: 151_936,
    mlpWidth: 22_016,
    context: 32_768,
    kvHeads: 32,
    headSize: null,
    begin: null,
    end: null,
  },
  qwen3: { vocabulary: 151_936, mlpWidth: 22_016, context: 32_768, kvHeads: 32, headSize: 128, begin: null, end: null },
  mistral: { vocabulary: 32_000, mlpWidth: 14_336, context: 131_072, kvHeads: 8, headSize: null, begin: 1, end: 2 },
};

const ARCHITECTURES: Readonly<Record<string, string>> = {
  llama: 'LlamaForCausalLM',
  qwen2: 'Qwen2ForCausalLM',
  qwen3: 'Qwen3ForCausalLM',
  mistral: 'MistralForCausalLM',
  gpt2: 'GPT2LMHeadModel',
};

const TYPES: Readonly<Record<string, WeightType>> = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' };

function readSettings(config: Keys): Settings {
  const modelType = config.text('model_type');
  const architecture = ARCHITECTURES[modelType];
  if (architecture === undefined) throw config.wrong('model_type', 'a known type');
  const [named, ...others] = [config.value('architectures', [])].flat();
  if (named !== architecture || others.length > 0) throw config.wrong('architectures', `["${architecture}"]`);
  const settings = modelType === 'gpt2' ? gpt2(config) : ropeDecoder(config, modelType, DEFAULTS[modelType]!);
  config.end(['rope_parameters']);
  return settings;
}

function ropeDecoder(config: Keys, modelType: string, defaults: Defaults): Settings {
  const width = config.whole('hidden_size', 4096);
  const heads = config.whole('num_attention_heads', 32);
  config.only('hidden_act', ['silu', 'swish']);
  withoutEffect(config, ['initializer_range', 'attention_dropout']);
  return {
    modelType,
    vocabulary: config.whole('vocab_size', defaults.vocabulary),
    width,
    mlpWidth: config.whole('intermediate_size', defaults.mlpWidth),
    layers: config.whole('num_hidden_layers', 32),
    heads,
    kvHeads: config.wholeOrNull('num_key_value_heads', defaults.kvHeads) ?? heads,
    headSize: headSize(config, modelType, defaults, width / heads),
    context: config.whole('max_position_embeddings', defaults.context),
    norm: 'rms',
    epsilon: config.number('rms_norm_eps', 1e-6),
    activation: 'silu',
    rope: readRope(config),
    window: readWindow(config, modelType),
    biases: readBiases(config, modelType),
    headNorms: modelType === 'qwen3',
    tied: config.flag('tie_word_embeddings', false),
    type: readType(config),
    ...readTokens(config, defaults),
  };
}

/** Qwen3 alone has a size of its own by default, and takes null for what it is: no size. */
function headSize(config: Keys, modelType: string, defaults: Defaults, share: number): number {
  if (modelType === 'qwen3') return config.whole('head_dim', defaults.headSize ?? undefined);
  return config.wholeOrNull('head_dim', null) ?? share;
}

function readRope(config: Keys): Rope {
  const theta = config.number('rope_theta', 10_000);
  const scaling = config.object('rope_scaling');
  if (scaling === null) return { theta, scaling: { type: 'default' } };
  // `type` is copied over `rope_type` where both are there.
  const type = scaling.text('type', scaling.text('rope_type', 'default'));
  if (scaling.has('rope_type')) scaling.only('rope_type', [type]);
  const rope = { theta, scaling: readScaling(scaling, type) };
  scaling.end();
  return rope;
}

function readScaling(scaling: Keys, type: string): Rope['scaling'] {
  switch (type) {
    case 'default':
      return { type };
    case 'linear':
      return { type, factor: scaling.number('factor') };
    case 'llama3':
      return {
        type,
        factor: scaling.number('factor'),
        low: scaling.number('low_freq_factor'),
        high: scaling.number('high_freq_factor'),
        originalContext: scaling.whole('original_max_position_embeddings'),
      };
    default:
      throw new Refusal(`config.json scales RoPE by "${type}"`);
  }
}

function readWindow(config: Keys, modelType: string): number | null {
  if (modelType === 'mistral') return config.wholeOrNull('sliding_window', 4096);
  if (modelType === 'llama') return null;
  config.only('use_sliding_window', [false]);
  return null;
}

/** Qwen2 has biases of q, k and v that no key names. */
function readBiases(config: Keys, modelType: string): Settings['biases'] {
  if (modelType === 'qwen2') return { qkv: true, output: false, mlp: false };
  const attention = modelType !== 'mistral' && config.flag('attention_bias', false);
  const mlp = modelType === 'llama' && config.flag('mlp_bias', false);
  return { qkv: attention, output: attention, mlp };
}

function gpt2(config: Keys): Settings {
  const width = config.whole('n_embd', 768);
  const heads = config.whole('n_head', 12);
  config.only('activation_function', ['gelu_new', 'gelu_pytorch_tanh']);
  withoutEffect(config, ['initializer_range', 'attn_pdrop', 'embd_pdrop', 'resid_pdrop']);
  return {
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
    tied: config.flag('tie_word_embeddings', true),
    type: readType(config),
    ...readTokens(config, { begin: 50_256, end: 50_256 }),
  };
}

function withoutEffect(config: Keys, numbers: readonly string[]): void {
  for (const key of numbers) config.number(key, 0);
  config.flag('use_cache', true);
}

const readTokens = (config: Keys, { begin, end }: Pick<Defaults, 'begin' | 'end'>) => ({
  begin: config.token('bos_token_id', begin),
  ends: config.tokens('eos_token_id', end),
  pad: config.token('pad_token_id', null),
});

/** Since 4.56 `dtype` goes first; versions before know `torch_dtype` alone. */
function readType(config: Keys): WeightType {
  const name = config.text('torch_dtype');
  config.only('dtype', [name]);
  const type = TYPES[name];
  if (type === undefined) throw config.wrong('torch_dtype', 'float32, float16 or bfloat16');
  return type;
}
