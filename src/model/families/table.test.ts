import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import type { LlamaConfig } from './llama.ts';
import { scaledFrequency } from './rope-scaling.ts';
import { parseModelConfig, validateModelConfig, withFamily, writeModelConfig } from './table.ts';

const base = { architectures: ['LlamaForCausalLM'], model_type: 'llama' };

const small: LlamaConfig = {
  family: 'llama',
  vocabSize: 257,
  hiddenSize: 64,
  layers: 3,
  heads: 8,
  kvHeads: 2,
  headSize: 8,
  ffnSize: 172,
  contextLength: 64,
  normEps: 1e-5,
  ropeTheta: 10000,
  tied: true,
  initializerRange: 0.02,
};

function thrown(work: () => unknown): OcaqError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(OcaqError);
    return error as OcaqError;
  }
  throw new Error('nothing was thrown');
}

describe('parseModelConfig', () => {
  it('takes the defaults of transformers for everything left out', () => {
    // transformers 5.18: AutoConfig.from_pretrained of a file with these two fields only; the initial deviation is ours.
    expect(parseModelConfig(base)).toEqual({
      family: 'llama',
      vocabSize: 32000,
      hiddenSize: 4096,
      layers: 32,
      heads: 32,
      kvHeads: 32,
      headSize: 128,
      ffnSize: 11008,
      contextLength: 2048,
      normEps: 1e-6,
      ropeTheta: 10000,
      tied: false,
      initializerRange: 0.00866,
      bosTokenId: 1,
      eosTokenId: 2,
    });
  });

  it('reads the old style and the new style alike', () => {
    const old = parseModelConfig({ ...base, torch_dtype: 'float16', rope_theta: 500000.0, rope_scaling: null });
    const modern = parseModelConfig({
      ...base,
      dtype: 'float16',
      rope_parameters: { rope_theta: 500000.0, rope_type: 'default' },
    });
    expect(old).toEqual(modern);
    expect(old.ropeTheta).toBe(500000);
  });

  it.each<[string, object, Partial<LlamaConfig>]>([
    ['grouped heads', { num_attention_heads: 8, num_key_value_heads: 2, hidden_size: 64 }, { kvHeads: 2, headSize: 8 }],
    [
      'null as left out',
      { num_key_value_heads: null, head_dim: null, rope_theta: null },
      { kvHeads: 32, headSize: 128 },
    ],
    ['its own head size', { hidden_size: 64, num_attention_heads: 2, head_dim: 64 }, { headSize: 64 }],
    ['a list of ends', { eos_token_id: [7, 8, 9] }, { eosTokenId: 7, moreEosTokenIds: [8, 9] }],
    ['rope of the default type', { rope_scaling: { type: 'default' } }, { ropeTheta: 10000 }],
    [
      'rope parameters without a base',
      { rope_parameters: { rope_type: 'default' }, rope_theta: 7.5 },
      { ropeTheta: 7.5 },
    ],
    ['both bases alike', { rope_parameters: { rope_theta: 5 }, rope_theta: 5 }, { ropeTheta: 5 }],
    ['a window that is off', { sliding_window: 4096, use_sliding_window: false }, {}],
    ['SiLU by its other name', { hidden_act: 'swish' }, {}],
    ['fields it does not know', { transformers_version: '4.1', use_cache: true, pretraining_tp: 2 }, {}],
  ])('accepts %s', (_, fields, expected) => {
    expect(parseModelConfig({ ...base, ...fields })).toMatchObject(expected);
  });

  it('takes null and -1 special tokens as none, missing ones as transformers does', () => {
    const none = parseModelConfig({ ...base, bos_token_id: null, eos_token_id: null, pad_token_id: -1 });
    expect(['bosTokenId', 'eosTokenId', 'padTokenId'].filter((key) => key in none)).toEqual([]);
  });

  it('accepts a file without model_type that names the architecture', () => {
    expect(parseModelConfig({ architectures: ['LlamaForCausalLM'] }).layers).toBe(32);
  });

  it.each<[string, unknown, string]>([
    ['config-not-object', [], 'config.json'],
    ['config-not-object', null, 'config.json'],
    ['config-model-type', {}, 'model_type'],
    ['config-model-type', { model_type: 'arcee', architectures: ['ArceeForCausalLM'] }, '"arcee"'],
    ['config-architecture', { model_type: 'mistral', architectures: ['LlamaForCausalLM'] }, 'MistralForCausalLM'],
    ['config-model-type', { __proto__: { model_type: 'llama' } }, 'model_type'],
    ['config-architecture', { ...base, architectures: ['LlamaForSequenceClassification'] }, 'SequenceClassification'],
    ['config-architecture', { ...base, architectures: 'LlamaForCausalLM' }, 'architectures'],
    ['config-unsupported', { ...base, hidden_act: 'gelu' }, 'hidden_act: "gelu"'],
    ['config-unsupported', { ...base, hidden_act: 'relu2' }, 'hidden_act: "relu2"'],
    ['config-unsupported', { ...base, sliding_window: 4096 }, 'sliding_window: 4096'],
    ['config-unsupported', { ...base, partial_rotary_factor: 0.5 }, 'partial_rotary_factor: 0.5'],
    ['config-unsupported', { ...base, quantization_config: { bits: 4 } }, 'quantization_config: {"bits":4}'],
    ['config-rope-scaling', { ...base, rope_scaling: { type: 'linear' } }, 'without factor'],
    ['config-rope-scaling', { ...base, rope_scaling: { rope_type: 'llama3', factor: 8 } }, 'without low_freq_factor'],
    ['config-unsupported', { ...base, rope_scaling: { type: 'dynamic', factor: 2 } }, '"dynamic"'],
    ['config-remote-code', { ...base, auto_map: { AutoModelForCausalLM: 'x.Y' } }, 'x.Y'],
    [
      'config-unsupported',
      { ...base, rope_parameters: { rope_type: 'yarn' } },
      'rope_parameters: {"rope_type":"yarn"}',
    ],
    ['config-unsupported', { ...base, rope_parameters: { partial_rotary_factor: 0.25 } }, '0.25'],
    ['config-field-type', { ...base, rope_parameters: 3 }, 'rope_parameters: 3'],
    ['config-field-type', { ...base, rope_theta: '10000' }, 'rope_theta: "10000"'],
    ['config-field-type', { ...base, hidden_size: '64' }, 'hidden_size: "64"'],
    ['config-field-type', { ...base, tie_word_embeddings: 'false' }, 'tie_word_embeddings: "false"'],
    ['config-field-type', { ...base, eos_token_id: ['2'] }, 'eos_token_id: ["2"]'],
    ['config-rope-theta-conflict', { ...base, rope_theta: 1e4, rope_parameters: { rope_theta: 5e5 } }, '500000'],
    ['config-heads-do-not-divide', { ...base, hidden_size: 100, num_attention_heads: 3 }, '100'],
    ['config-kv-heads-do-not-divide', { ...base, num_key_value_heads: 5 }, '5'],
    ['config-token-id', { ...base, vocab_size: 2 }, '2'],
  ])('refuses with %s, naming field and value: %#', (code, json, part) => {
    const error = thrown(() => parseModelConfig(json));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });
});

describe('validateModelConfig', () => {
  it('accepts both ends of what is possible', () => {
    validateModelConfig({ ...small, vocabSize: 1, layers: 1, ffnSize: 1, contextLength: 1 });
    validateModelConfig({ ...small, vocabSize: 2 ** 20, layers: 512, hiddenSize: 2 ** 15, heads: 1024, kvHeads: 1024 });
    validateModelConfig({ ...small, headSize: 4, bosTokenId: 0, eosTokenId: 256 });
  });

  it.each<[string, Partial<LlamaConfig>]>([
    ['config-not-positive-integer', { hiddenSize: 0 }],
    ['config-not-positive-integer', { heads: 0 }],
    ['config-not-positive-integer', { kvHeads: -1 }],
    ['config-not-positive-integer', { layers: 1.5 }],
    ['config-not-positive-integer', { ffnSize: Number.NaN }],
    ['config-not-positive-integer', { contextLength: Number.POSITIVE_INFINITY }],
    ['config-too-large', { vocabSize: 2 ** 20 + 1 }],
    ['config-too-large', { hiddenSize: 2 ** 16 }],
    ['config-too-large', { layers: 513 }],
    ['config-heads-do-not-divide', { hiddenSize: 100, heads: 3, headSize: 100 / 3 }],
    ['config-heads-do-not-divide', { hiddenSize: 100, heads: 3, kvHeads: 1, headSize: 32 }],
    ['config-kv-heads-do-not-divide', { kvHeads: 3 }],
    ['config-kv-heads-do-not-divide', { kvHeads: 16 }],
    ['config-head-size-not-multiple-of-4', { headSize: 6 }],
    ['config-number-out-of-range', { normEps: 0 }],
    ['config-number-out-of-range', { normEps: 1 }],
    ['config-number-out-of-range', { ropeTheta: Number.NaN }],
    ['config-number-out-of-range', { initializerRange: -0.1 }],
    ['config-token-id', { padTokenId: 257 }],
    ['config-token-id', { bosTokenId: -2 }],
    ['config-token-id', { eosTokenId: 1, moreEosTokenIds: [2.5] }],
  ])('refuses with %s: %o', (code, change) => {
    expect(thrown(() => validateModelConfig({ ...small, ...change })).code).toBe(code);
  });

  it('refuses rotations without a base', () => {
    const { ropeTheta: _, ...without } = small;
    expect(thrown(() => validateModelConfig(without)).code).toBe('config-number-out-of-range');
  });
});

describe('writeModelConfig', () => {
  it.each<[string, LlamaConfig]>([
    ['no special tokens', small],
    ['all special tokens', { ...small, bosTokenId: 0, eosTokenId: 1, moreEosTokenIds: [2, 3], padTokenId: 4 }],
    ['untied with its own head size', { ...small, tied: false, headSize: 32 }],
  ])('is read back unchanged, through JSON: %s', (_, config) => {
    expect(parseModelConfig(JSON.parse(JSON.stringify(writeModelConfig(config))))).toEqual(config);
  });

  it('names the type of the weights in both styles, and refuses what could not be loaded', () => {
    expect(writeModelConfig(small)).toMatchObject({ dtype: 'float32', torch_dtype: 'float32' });
    expect(writeModelConfig(small, 'bfloat16')).toMatchObject({ dtype: 'bfloat16', torch_dtype: 'bfloat16' });
    expect(thrown(() => writeModelConfig({ ...small, kvHeads: 3 })).code).toBe('config-kv-heads-do-not-divide');
  });
});

describe('withFamily', () => {
  it('reads what earlier versions stored as a Llama, and changes nothing else', () => {
    const { family: _, ...stored } = small;
    expect(withFamily(stored)).toEqual(small);
    expect(JSON.stringify(withFamily(stored))).toBe(JSON.stringify(small));
    expect(withFamily({ ...small, family: 'other' }).family).toBe('other');
  });

  it('leaves a family that is not known to be named', () => {
    expect(thrown(() => validateModelConfig({ ...small, family: 'other' } as never)).code).toBe('config-family');
  });
});

describe('RoPE scaling', () => {
  const llama3 = {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  };
  const scaling = {
    type: 'llama3',
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContextLength: 8192,
  };

  it.each<[string, object, object | undefined]>([
    ['null', { rope_scaling: null }, undefined],
    ['empty', { rope_scaling: {}, rope_parameters: {} }, undefined],
    ['said in one style only', { rope_scaling: { rope_theta: 1e4 }, rope_parameters: llama3 }, scaling],
    ['default', { rope_scaling: { type: 'default' } }, undefined],
    ['linear, old', { rope_scaling: { type: 'linear', factor: 2 } }, { type: 'linear', factor: 2 }],
    [
      'linear, new',
      { rope_parameters: { rope_type: 'linear', factor: 2, rope_theta: 1e4 } },
      { type: 'linear', factor: 2 },
    ],
    ['rope_type before type', { rope_scaling: { ...llama3, type: 'linear' } }, scaling],
    ['the same in both styles', { rope_scaling: llama3, rope_parameters: { ...llama3, rope_theta: 1e4 } }, scaling],
  ])('is read: %s', (_, fields, expected) => {
    const config = parseModelConfig({ ...base, ...fields });
    expect('ropeScaling' in config ? config.ropeScaling : undefined).toEqual(expected);
    expect(parseModelConfig(JSON.parse(JSON.stringify(writeModelConfig(config))))).toEqual(config);
  });

  it.each<[string, object]>([
    [
      'config-rope-scaling',
      { rope_scaling: { type: 'linear', factor: 2 }, rope_parameters: { rope_type: 'linear', factor: 4 } },
    ],
    ['config-rope-scaling', { rope_scaling: { type: 'default' }, rope_parameters: { rope_type: 'linear', factor: 4 } }],
    ['config-rope-scaling', { rope_scaling: { factor: 4 } }],
    ['config-rope-scaling', { rope_scaling: { type: 'llama3', factor: 4 } }],
    ['config-rope-theta-conflict', { rope_scaling: { rope_theta: 5e5 }, rope_parameters: { rope_theta: 1e4 } }],
    ['config-unsupported', { rope_parameters: { full_attention: { rope_type: 'linear', factor: 4 } } }],
    ['config-unsupported', { rope_scaling: { type: 'linear', factor: 2, partial_rotary_factor: 0.5 } }],
    ['config-number-out-of-range', { rope_scaling: { type: 'linear', factor: 0 } }],
    ['config-number-out-of-range', { rope_scaling: { ...llama3, high_freq_factor: 1 } }],
    ['config-field-type', { rope_scaling: { type: 'linear', factor: '2' } }],
  ])('is refused with %s: %o', (code, fields) => {
    expect(thrown(() => parseModelConfig({ ...base, ...fields })).code).toBe(code);
  });

  it('scales frequencies as transformers 5.18 does', () => {
    expect(scaledFrequency(0.5, undefined)).toBe(0.5);
    expect(scaledFrequency(0.5, { type: 'linear', factor: 4 })).toBe(0.125);
    const { ropeScaling } = parseModelConfig({ ...base, rope_scaling: llama3 }) as LlamaConfig;
    // High frequencies stay, low ones are divided, those between are blended.
    expect(scaledFrequency(1, ropeScaling)).toBe(1);
    expect(scaledFrequency(1e-5, ropeScaling)).toBeCloseTo(1e-5 / 8, 12);
    const rotations = 2.5;
    const frequency = (rotations * 2 * Math.PI) / 8192;
    expect(scaledFrequency(frequency, ropeScaling)).toBeCloseTo(frequency * (0.5 + 0.5 / 8), 12);
  });
});

const FILES = {
  llama: { model_type: 'llama', architectures: ['LlamaForCausalLM'] },
  qwen2: { model_type: 'qwen2', architectures: ['Qwen2ForCausalLM'] },
  qwen3: { model_type: 'qwen3', architectures: ['Qwen3ForCausalLM'] },
  mistral: { model_type: 'mistral', architectures: ['MistralForCausalLM'] },
  gpt2: { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] },
} as const;

describe('families', () => {
  // transformers 5.18: AutoConfig.from_pretrained of files with these two fields only.
  const qwen = { vocabSize: 151_936, hiddenSize: 4096, layers: 32, heads: 32, kvHeads: 32, ffnSize: 22_016 };
  const common = { normEps: 1e-6, ropeTheta: 10_000, tied: false, initializerRange: 0.00866 };
  it.each<[keyof typeof FILES, object]>([
    ['qwen2', { family: 'llama', attentionBias: 'qkv', ...qwen, headSize: 128, contextLength: 32_768, ...common }],
    ['qwen3', { family: 'qwen3', ...qwen, headSize: 128, contextLength: 32_768, ...common }],
    [
      'mistral',
      {
        ...{ family: 'mistral', vocabSize: 32_000, hiddenSize: 4096, layers: 32, heads: 32, kvHeads: 8, headSize: 128 },
        ...{ ffnSize: 14_336, contextLength: 131_072, slidingWindow: 4096, bosTokenId: 1, eosTokenId: 2, ...common },
      },
    ],
    [
      'gpt2',
      {
        ...{ family: 'gpt2', vocabSize: 50_257, hiddenSize: 768, layers: 12, heads: 12, kvHeads: 12, headSize: 64 },
        ...{ ffnSize: 3072, contextLength: 1024, normEps: 1e-5, tied: true, initializerRange: 0.02 },
        ...{ bosTokenId: 50_256, eosTokenId: 50_256 },
      },
    ],
  ])('%s takes the defaults of transformers for everything left out', (type, expected) => {
    expect(parseModelConfig(FILES[type])).toEqual(expected);
  });

  it.each<[string, object, object]>([
    [
      'biases of a Llama',
      { ...FILES.llama, attention_bias: true, mlp_bias: true },
      { attentionBias: 'all', mlpBias: true },
    ],
    ['a window that Qwen2 does not use', { ...FILES.qwen2, use_sliding_window: false, sliding_window: 4096 }, {}],
    ['a window that Qwen3 does not use', { ...FILES.qwen3, use_sliding_window: false, sliding_window: 4096 }, {}],
    ['layers of one kind', { ...FILES.qwen3, layer_types: ['full_attention', 'full_attention'] }, {}],
    [
      "a head size of Qwen3's own",
      { ...FILES.qwen3, hidden_size: 768, num_attention_heads: 12, num_key_value_heads: 12 },
      { headSize: 128 },
    ],
    ['a head size that is written out', { ...FILES.qwen3, head_dim: 64 }, { headSize: 64 }],
    [
      'heads that do not share the width',
      { ...FILES.qwen3, hidden_size: 100, num_attention_heads: 64 },
      { headSize: 128 },
    ],
    ['null key/value heads', { ...FILES.mistral, num_key_value_heads: null }, { kvHeads: 32 }],
    ['a window of its own', { ...FILES.mistral, sliding_window: 5 }, { slidingWindow: 5 }],
    ['a feed-forward size of its own', { ...FILES.gpt2, n_inner: 100 }, { ffnSize: 100 }],
    ['no feed-forward size', { ...FILES.gpt2, n_inner: null, n_embd: 48 }, { ffnSize: 192 }],
    [
      'sizes by their common names',
      { ...FILES.gpt2, hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, max_position_embeddings: 33 },
      { hiddenSize: 64, layers: 2, heads: 4, contextLength: 33, ffnSize: 256 },
    ],
    ['sizes by both names', { ...FILES.gpt2, hidden_size: 64, n_embd: 64, n_head: 4 }, { hiddenSize: 64 }],
    ['a window beyond the context', { ...FILES.mistral, max_position_embeddings: 8 }, { slidingWindow: 4096 }],
    ['GELU by its other name', { ...FILES.gpt2, activation_function: 'gelu_pytorch_tanh' }, {}],
  ])('read %s', (_, json, expected) => {
    const config = parseModelConfig(json);
    expect(config).toMatchObject(expected);
    expect(parseModelConfig(JSON.parse(JSON.stringify(writeModelConfig(config))))).toEqual(config);
  });

  it('take null for no window at all, and write it', () => {
    const config = parseModelConfig({ ...FILES.mistral, sliding_window: null });
    expect('slidingWindow' in config).toBe(false);
    expect(writeModelConfig(config)).toMatchObject({ sliding_window: null });
  });

  it('know no end of text beyond a smaller vocabulary of a GPT-2', () => {
    const config = parseModelConfig({ ...FILES.gpt2, vocab_size: 300 });
    expect([config.bosTokenId, config.eosTokenId]).toEqual([undefined, undefined]);
    expect(writeModelConfig(config)).toMatchObject({ bos_token_id: null, eos_token_id: null });
  });

  it('write what others would guess otherwise, and leave out what some read wrongly', () => {
    const written = writeModelConfig(parseModelConfig({ ...FILES.qwen3, head_dim: 64, num_key_value_heads: 8 }));
    expect(written).toMatchObject({
      head_dim: 64,
      num_key_value_heads: 8,
      tie_word_embeddings: false,
      rope_theta: 10_000,
    });
    expect(written).toMatchObject({ rope_parameters: { rope_theta: 10_000 } });
    expect('layer_types' in written).toBe(false);
  });

  it.each<[string, object, string]>([
    ['config-unsupported', { ...FILES.qwen2, use_sliding_window: true }, 'use_sliding_window: true'],
    ['config-unsupported', { ...FILES.qwen3, layer_types: ['sliding_attention'] }, 'sliding_attention'],
    ['config-unsupported', { ...FILES.mistral, layer_types: ['full_attention'] }, 'layer_types'],
    ['config-unsupported', { ...FILES.qwen3, attention_bias: true }, 'attention_bias: true'],
    ['config-unsupported', { ...FILES.mistral, rope_scaling: { type: 'yarn', factor: 4 } }, '"yarn"'],
    ['config-unsupported', { ...FILES.gpt2, activation_function: 'gelu' }, '"gelu"'],
    ['config-unsupported', { ...FILES.gpt2, scale_attn_by_inverse_layer_idx: true }, 'scale_attn_by_inverse_layer_idx'],
    ['config-unsupported', { ...FILES.gpt2, quantization_config: {} }, 'quantization_config'],
    ['config-unsupported', { ...FILES.gpt2, n_embd: 32, hidden_size: 64 }, 'n_embd'],
    ['config-unsupported', { ...FILES.gpt2, is_causal: false }, 'is_causal: false'],
    ['config-unsupported', { ...FILES.mistral, is_causal: false }, 'is_causal: false'],
    ['config-field-type', { ...FILES.mistral, sliding_window: '4096' }, 'sliding_window'],
    ['config-heads-do-not-divide', { ...FILES.gpt2, n_embd: 100, n_head: 3 }, '100'],
    ['config-not-positive-integer', { ...FILES.mistral, sliding_window: 0 }, 'sliding window'],
    ['config-remote-code', { ...FILES.gpt2, auto_map: { AutoModel: 'm.M' } }, 'm.M'],
  ])('refuse with %s: %o', (code, json, part) => {
    const error = thrown(() => parseModelConfig(json));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  it.each<[string, ModelConfig]>([
    ['config-biases', { ...small, attentionBias: 'qkv', mlpBias: true } as LlamaConfig],
    ['config-heads-share', { ...parseModelConfig(FILES.gpt2), kvHeads: 4 }],
  ])('refuse what no file can say, with %s', (code, config) => {
    expect(thrown(() => validateModelConfig(config)).code).toBe(code);
  });
});
