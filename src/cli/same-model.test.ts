import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { checkSameModel } from './same-model.ts';

const SIZES = {
  vocab_size: 300,
  hidden_size: 64,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  num_hidden_layers: 2,
};
const llama = { model_type: 'llama', ...SIZES, intermediate_size: 96 };
const mistral = { ...llama, model_type: 'mistral', sliding_window: 8 };
const gpt2 = { model_type: 'gpt2', ...SIZES };

function check(theirs: object, ours: object): string {
  try {
    checkSameModel('dir', parseModelConfig(theirs), parseModelConfig(ours));
    return '';
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    expect(error.code).toBe('init-mismatch');
    return error.message;
  }
}

describe('weights of a folder under another config', () => {
  it.each<[string, object, object]>([
    ['family "llama", not "qwen3"', llama, { ...llama, model_type: 'qwen3', head_dim: 16 }],
    ['family "gpt2", not "llama"', gpt2, llama],
    ['slidingWindow 8, not none', mistral, { ...mistral, sliding_window: null }],
    ['slidingWindow 8, not 16', mistral, { ...mistral, sliding_window: 16 }],
    ['attentionBias "all", not none', { ...llama, attention_bias: true }, llama],
    ['attentionBias none, not "qkv"', llama, { ...llama, model_type: 'qwen2' }],
    ['mlpBias none, not true', llama, { ...llama, mlp_bias: true }],
    ['ropeTheta 10000, not 500000', llama, { ...llama, rope_theta: 5e5 }],
    ['ropeScaling none, not {"type":"linear"', llama, { ...llama, rope_scaling: { type: 'linear', factor: 2 } }],
    ['normEps 0.000001, not 0.00001', llama, { ...llama, rms_norm_eps: 1e-5 }],
    ['layers 2, not 3', llama, { ...llama, num_hidden_layers: 3 }],
    ['contextLength 1024, not 16', gpt2, { ...gpt2, n_positions: 16 }],
  ])('are refused, and the message says %s', (part, theirs, ours) => {
    expect(check(theirs, ours)).toContain(part);
  });

  it.each<[string, object]>([
    ['the same in other words', { ...llama, head_dim: 16, attention_bias: false }],
    [
      'another start and other special tokens',
      { ...llama, initializer_range: 0.5, bos_token_id: 7, eos_token_id: [8, 9] },
    ],
    ['another context of a model with RoPE', { ...llama, max_position_embeddings: 64 }],
  ])('are taken: %s', (_, ours) => {
    expect(check(llama, ours)).toBe('');
  });
});
