/** Llama (Touvron et al. 2023, arXiv:2302.13971), as `LlamaForCausalLM` reads it. */
import { type ConfigFields, checkHeadsDivide } from '../../formats/hf-config.ts';
import type { Family } from './family.ts';
import {
  calls,
  constants,
  type Defaults,
  EMBEDDING_TABLE,
  OUTPUT_TABLE,
  parameters,
  readRopeDecoder,
  ropeDecoderFields,
  tensorName,
} from './rope-decoder.ts';
import { checkRope, type RopeConfig } from './rope-scaling.ts';

export interface LlamaConfig extends RopeConfig {
  family: 'llama';
}

const DEFAULTS: Defaults = {
  vocabSize: 32_000,
  ffnSize: 11_008,
  kvHeads: null,
  headSize: null,
  contextLength: 2048,
  bosTokenId: 1,
  eosTokenId: 2,
};

export const llama: Family<LlamaConfig> = {
  name: 'llama',
  title: 'Llama',
  architectures: { llama: 'LlamaForCausalLM' },
  embeddingTable: EMBEDDING_TABLE,
  outputTable: OUTPUT_TABLE,

  parse(fields: ConfigFields): LlamaConfig {
    fields.expect('attention_bias', [false], 'biases in attention');
    fields.expect('mlp_bias', [false], 'biases in the feed-forward layers');
    if (fields.given('use_sliding_window') !== false)
      fields.expect('sliding_window', [], 'attention in a sliding window');
    return { family: 'llama', ...readRopeDecoder(fields, DEFAULTS) };
  },

  validate(config) {
    checkHeadsDivide(config);
    checkRope(config);
  },

  write: (config) => ({
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    ...ropeDecoderFields(config),
    attention_bias: false,
    mlp_bias: false,
  }),

  tensorName,
  parameters,
  constants,
  calls,
};
