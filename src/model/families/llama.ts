/**
 * Llama (Touvron et al. 2023, arXiv:2302.13971) as `LlamaForCausalLM` reads it, and Qwen2 (arXiv:2407.10671), which differs
 * by biases of q, k and v that no flag of its config names.
 */
import { OcaqError } from '../../errors.ts';
import { type ConfigFields, checkHeadsDivide, optional } from '../../formats/hf-config.ts';
import type { Family } from './family.ts';
import {
  calls,
  constants,
  type Defaults,
  EMBEDDING_TABLE,
  type Features,
  OUTPUT_TABLE,
  PLAIN,
  parameters,
  readRopeDecoder,
  refuseMixedLayers,
  ropeDecoderFields,
  tensorName,
} from './rope-decoder.ts';
import { ropeDecoderGguf } from './rope-decoder-gguf.ts';
import { checkRope, type RopeConfig } from './rope-scaling.ts';

export interface LlamaConfig extends RopeConfig {
  family: 'llama';
  /** Biases of q, k and v (Qwen2), or of the output projection too; absent: none. */
  attentionBias?: 'qkv' | 'all';
  /** Biases in the MLP; absent: none. */
  mlpBias?: boolean;
}

const LLAMA: Defaults = {
  vocabSize: 32_000,
  ffnSize: 11_008,
  kvHeads: null,
  headSize: null,
  contextLength: 2048,
  bosTokenId: 1,
  eosTokenId: 2,
};

const QWEN2: Defaults = {
  vocabSize: 151_936,
  ffnSize: 22_016,
  kvHeads: 32,
  headSize: null,
  contextLength: 32_768,
};

const features = ({ attentionBias, mlpBias }: LlamaConfig): Features => ({
  ...PLAIN,
  attentionBias: attentionBias ?? 'none',
  mlpBias: mlpBias ?? false,
});

export const llama: Family<LlamaConfig> = {
  name: 'llama',
  title: 'Llama',
  architectures: { llama: 'LlamaForCausalLM', qwen2: 'Qwen2ForCausalLM' },
  embeddingTable: EMBEDDING_TABLE,
  outputTable: OUTPUT_TABLE,

  parse(fields, modelType) {
    if (modelType === 'qwen2') return parseQwen2(fields);
    if (fields.given('use_sliding_window') !== false)
      fields.expect('sliding_window', [], 'attention in a sliding window');
    return {
      family: 'llama',
      ...readRopeDecoder(fields, LLAMA),
      ...optional('attentionBias', fields.boolean('attention_bias', false) ? 'all' : undefined),
      ...optional('mlpBias', fields.boolean('mlp_bias', false) || undefined),
    };
  },

  validate(config) {
    checkHeadsDivide(config);
    checkRope(config);
    if (config.attentionBias === 'qkv' && config.mlpBias)
      throw new OcaqError(
        'config-biases',
        'No model file can say that q, k and v alone have biases in attention and the MLP has them too. Choose one of them.',
      );
  },

  write(config) {
    const isQwen2 = config.attentionBias === 'qkv';
    const common = ropeDecoderFields(config);
    if (isQwen2)
      return { architectures: ['Qwen2ForCausalLM'], model_type: 'qwen2', ...common, use_sliding_window: false };
    return {
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      ...common,
      attention_bias: config.attentionBias === 'all',
      mlp_bias: config.mlpBias ?? false,
    };
  },

  tensorName,
  parameters: (config) => parameters(config, features(config)),
  constants,
  gguf: (config) => ropeDecoderGguf(config, config.attentionBias === 'qkv' ? 'qwen2' : 'llama'),
  learnsPositions: false,
  calls: (graph, config, weight, inputs) => calls(graph, config, features(config), weight, inputs),
};

function parseQwen2(fields: ConfigFields): LlamaConfig {
  refuseMixedLayers(fields);
  return { family: 'llama', ...readRopeDecoder(fields, QWEN2), attentionBias: 'qkv' };
}
