/** Qwen3 (arXiv:2505.09388): heads of q and k are normalised before RoPE, and the head size is a choice of its own. */
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

export interface Qwen3Config extends RopeConfig {
  family: 'qwen3';
}

const DEFAULTS: Defaults = {
  vocabSize: 151_936,
  ffnSize: 22_016,
  kvHeads: 32,
  headSize: 128,
  contextLength: 32_768,
};

const FEATURES: Features = { ...PLAIN, qkNorm: true };

export const qwen3: Family<Qwen3Config> = {
  name: 'qwen3',
  title: 'Qwen3',
  architectures: { qwen3: 'Qwen3ForCausalLM' },
  embeddingTable: EMBEDDING_TABLE,
  outputTable: OUTPUT_TABLE,

  parse(fields) {
    refuseMixedLayers(fields);
    fields.expect('attention_bias', [false], 'biases in attention');
    return { family: 'qwen3', ...readRopeDecoder(fields, DEFAULTS) };
  },

  validate: checkRope,

  write: (config) => ({
    architectures: ['Qwen3ForCausalLM'],
    model_type: 'qwen3',
    ...ropeDecoderFields(config),
    attention_bias: false,
    use_sliding_window: false,
  }),

  tensorName,
  parameters: (config) => parameters(config, FEATURES),
  constants,
  gguf: (config) => ropeDecoderGguf(config, 'qwen3'),
  learnsPositions: false,
  calls: (graph, config, weight, inputs) => calls(graph, config, FEATURES, weight, inputs),
};
