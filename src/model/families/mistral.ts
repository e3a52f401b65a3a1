/** Mistral (Jiang et al. 2023, arXiv:2310.06825): a position sees a window of the keys before it. */
import { checkWhole, optional } from '../../formats/hf-config.ts';
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
  ropeDecoderFields,
  tensorName,
} from './rope-decoder.ts';
import { ropeDecoderGguf } from './rope-decoder-gguf.ts';
import { checkRope, type RopeConfig } from './rope-scaling.ts';

export interface MistralConfig extends RopeConfig {
  family: 'mistral';
  /** Keys that a position sees, its own included; absent: all before it. */
  slidingWindow?: number;
}

const DEFAULTS: Defaults = {
  vocabSize: 32_000,
  ffnSize: 14_336,
  kvHeads: 8,
  headSize: null,
  contextLength: 131_072,
  bosTokenId: 1,
  eosTokenId: 2,
};

/** Of a file that leaves the field out; null in the file means none. */
const DEFAULT_WINDOW = 4096;

const features = ({ slidingWindow = null }: { slidingWindow?: number | null }): Features => ({
  ...PLAIN,
  window: slidingWindow,
});

export const mistral: Family<MistralConfig> = {
  name: 'mistral',
  title: 'Mistral',
  architectures: { mistral: 'MistralForCausalLM' },
  embeddingTable: EMBEDDING_TABLE,
  outputTable: OUTPUT_TABLE,

  parse(fields) {
    fields.expect('layer_types', [], 'layers of several kinds');
    const hasNone = fields.has('sliding_window') && fields.given('sliding_window') === undefined;
    const window = hasNone ? undefined : fields.number('sliding_window', DEFAULT_WINDOW);
    return { family: 'mistral', ...readRopeDecoder(fields, DEFAULTS), ...optional('slidingWindow', window) };
  },

  validate(config) {
    checkRope(config);
    checkWhole('slidingWindow', 'sliding window', config.slidingWindow ?? 1, 2 ** 24);
  },

  write: (config) => ({
    architectures: ['MistralForCausalLM'],
    model_type: 'mistral',
    ...ropeDecoderFields(config),
    // null, not left out: transformers would take 4096.
    sliding_window: config.slidingWindow ?? null,
  }),

  tensorName,
  parameters: (config) => parameters(config, PLAIN),
  constants,
  gguf: (config) => ropeDecoderGguf(config, 'llama', config.slidingWindow),
  learnsPositions: false,
  calls: (graph, config, weight, inputs) => calls(graph, config, features(config), weight, inputs),
};
