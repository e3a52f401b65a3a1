/**
 * GPT-2 (Radford et al. 2019): learned positions, LayerNorm, biases everywhere, an MLP with GELU, one table for input and
 * output:
 *   x = embed[tokens] + positions[0 …];  per layer: x += o(attention(qkv(norm(x))));  x += down(gelu(up(norm(x))));  norm(x)
 * Files hold its matrices transposed, [in, out] (Conv1D).
 */
import { OcaqError } from '../../errors.ts';
import {
  type ConfigFields,
  checkHeadsDivide,
  defaultInitializerRange,
  type ModelConfig,
} from '../../formats/hf-config.ts';
import { attention } from '../../ops/attention.ts';
import { CAUSAL } from '../../ops/attention-mask.ts';
import { cachedAttention } from '../../ops/cached-attention.ts';
import { embedding } from '../../ops/embedding.ts';
import { storeInCache } from '../../ops/kv-cache.ts';
import { layernorm } from '../../ops/layernorm.ts';
import { learnedPositions } from '../../ops/learned-positions.ts';
import { linear } from '../../ops/linear.ts';
import { geluMlp } from '../../ops/mlp.ts';
import type { Graph, Tensor } from '../../ops/operator.ts';
import { matrix, type Parameter, residualMatrix, rowsByPosition, table, vector } from '../parameters.ts';
import type { Family, LayerCache, ModelInputs } from './family.ts';
import { commonKeys, f32, tensorNames } from './gguf-form.ts';
import { stack } from './stack.ts';

export interface Gpt2Config extends ModelConfig {
  family: 'gpt2';
}

const EMBEDDING_TABLE = 'transformer.wte.weight';
const OUTPUT_TABLE = 'lm_head.weight';
const END_OF_TEXT = 50_256;

const ggufTensorName = tensorNames(
  'transformer.h',
  {
    ln_1: 'attn_norm',
    'attn.c_attn': 'attn_qkv',
    'attn.c_proj': 'attn_output',
    ln_2: 'ffn_norm',
    'mlp.c_fc': 'ffn_up',
    'mlp.c_proj': 'ffn_down',
  },
  {
    'transformer.wte': 'token_embd',
    'transformer.wpe': 'position_embd',
    'transformer.ln_f': 'output_norm',
    lm_head: 'output',
  },
);

export const gpt2: Family<Gpt2Config> = {
  name: 'gpt2',
  title: 'GPT-2',
  architectures: { gpt2: 'GPT2LMHeadModel' },
  embeddingTable: EMBEDDING_TABLE,
  outputTable: OUTPUT_TABLE,

  parse(fields) {
    // The second is the same formula by another name.
    fields.expect(
      'activation_function',
      ['gelu_new', 'gelu_pytorch_tanh'],
      'another activation than the tanh form of GELU',
    );
    fields.expect('scale_attn_weights', [true], 'attention without a scale');
    fields.expect('scale_attn_by_inverse_layer_idx', [false], 'attention scaled by the layer');
    fields.expect('add_cross_attention', [false], 'attention to an encoder');
    const vocabSize = fields.number('vocab_size', 50_257);
    const hiddenSize = size(fields, 'n_embd', 'hidden_size', 768);
    const heads = size(fields, 'n_head', 'num_attention_heads', 12);
    // A smaller vocabulary has no such token.
    const endOfText = vocabSize > END_OF_TEXT ? END_OF_TEXT : undefined;
    return {
      family: 'gpt2',
      vocabSize,
      hiddenSize,
      layers: size(fields, 'n_layer', 'num_hidden_layers', 12),
      heads,
      kvHeads: heads,
      headSize: hiddenSize / heads,
      ffnSize: fields.number('n_inner', 4 * hiddenSize),
      contextLength: size(fields, 'n_positions', 'max_position_embeddings', 1024),
      normEps: fields.number('layer_norm_epsilon', 1e-5),
      tied: fields.boolean('tie_word_embeddings', true),
      initializerRange: fields.number('initializer_range', defaultInitializerRange(hiddenSize)),
      ...fields.specialTokens(endOfText, endOfText),
    };
  },

  validate(config) {
    checkHeadsDivide(config);
    const { hiddenSize, heads, kvHeads, headSize } = config;
    if (kvHeads !== heads || heads * headSize !== hiddenSize)
      throw new OcaqError(
        'config-heads-share',
        `The heads of a GPT-2 share its width of ${hiddenSize} and have keys and values of their own, but ${heads} heads of ${headSize} with ${kvHeads} key/value heads are asked for. Choose as many key/value heads as heads, or another family.`,
        { hiddenSize, heads, kvHeads, headSize },
      );
  },

  write: (config) => ({
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: config.vocabSize,
    n_embd: config.hiddenSize,
    n_layer: config.layers,
    n_head: config.heads,
    n_inner: config.ffnSize,
    n_positions: config.contextLength,
    layer_norm_epsilon: config.normEps,
    activation_function: 'gelu_new',
    initializer_range: config.initializerRange,
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    tie_word_embeddings: config.tied,
    use_cache: true,
  }),

  /** Files of the bare model lack the prefix; masks that old versions stored follow from the context. */
  tensorName(stored) {
    if (/\.attn\.(masked_)?bias$/.test(stored)) return null;
    return /^(h|wte|wpe|ln_f)\./.test(stored) ? `transformer.${stored}` : stored;
  },

  parameters(config) {
    const { vocabSize, hiddenSize, layers, contextLength, tied, initializerRange: std } = config;
    return [
      table('embed', hiddenSize, std, EMBEDDING_TABLE, vocabSize),
      rowsByPosition('positions', hiddenSize, std, 'transformer.wpe.weight', contextLength),
      ...Array.from({ length: layers }, (_, layer) => layerParameters(config, layer)).flat(),
      ...norm('norm', 'transformer.ln_f', hiddenSize),
      ...(tied ? [] : [table('head', hiddenSize, std, OUTPUT_TABLE, vocabSize)]),
    ];
  },

  constants: () => [],

  gguf: (config) => ({
    architecture: 'gpt2',
    contextLength: config.contextLength,
    pairsLieTogether: false,
    keys: { ...commonKeys(config, config.contextLength), 'attention.layer_norm_epsilon': f32(config.normEps) },
    constants: [],
    tensorName: ggufTensorName,
  }),

  learnsPositions: true,

  calls(graph, config, weight, inputs) {
    const { tokens, scatter, positions, positionScatter } = inputs;
    const normed = (x: Tensor, id: string, weight: (id: string) => Tensor, name: string) =>
      layernorm(graph, x, weight(id), weight(`${id}_bias`), config.normEps, name);
    const embedded = embedding(graph, tokens, scatter, weight('embed'), 'embedded');
    const placed = learnedPositions(graph, embedded, positions, positionScatter, weight('positions'), 'placed');
    const { x, layers } = stack(graph, config.layers, placed, weight, inputs, (x, weight, cache) => {
      const attended = attend(graph, config, weight, inputs, cache, normed(x, 'input_norm', weight, 'attention_in'));
      const middle = linear(graph, attended, weight('o'), 'middle', { residual: x, bias: weight('o_bias') });
      const mlpIn = normed(middle, 'post_norm', weight, 'mlp_in');
      const mlpWeights = {
        ...{ up: weight('up'), upBias: weight('up_bias'), down: weight('down'), downBias: weight('down_bias') },
      };
      return geluMlp(graph, mlpIn, mlpWeights, middle, 'out');
    });
    return { x: normed(x, 'norm', weight, 'final'), layers };
  },
};

/** A size by its own name or by that of other families, as transformers reads it. @throws `config-unsupported` where they differ */
function size(fields: ConfigFields, name: string, common: string, fallback: number): number {
  const value = fields.number(name, fields.number(common, fallback));
  fields.expect(common, [value], `a ${common} other than its ${name}`);
  return value;
}

function attend(
  graph: Graph,
  { heads, kvHeads, headSize }: Gpt2Config,
  weight: (id: string) => Tensor,
  { positions, documents, step, seq }: ModelInputs,
  cache: LayerCache | undefined,
  x: Tensor,
): Tensor {
  const shape = { heads, kvHeads, headSize, seq };
  const qkv = linear(graph, x, weight('qkv'), 'qkv', { bias: weight('qkv_bias') });
  if (!cache) return attention(graph, qkv, shape, { ...CAUSAL, documents }, positions, 'attended');
  storeInCache(graph, qkv, cache.keys, cache.values, shape, step);
  return cachedAttention(graph, qkv, cache.keys, cache.values, shape, CAUSAL, step, 'attended');
}

function layerParameters(
  { hiddenSize, ffnSize, layers, initializerRange: std }: Gpt2Config,
  layer: number,
): Parameter[] {
  const [id, name] = [`layers.${layer}`, `transformer.h.${layer}`];
  const weights = (file: string, count: number) => [{ name: `${name}.${file}.weight`, count, isTransposed: true }];
  const bias = (part: string, file: string, count: number) =>
    vector(`${id}.${part}_bias`, 'zeros', [{ name: `${name}.${file}.bias`, count }]);
  const residual = { std, layers };
  return [
    ...norm(`${id}.input_norm`, `${name}.ln_1`, hiddenSize),
    matrix(`${id}.qkv`, hiddenSize, std, weights('attn.c_attn', 3 * hiddenSize)),
    bias('qkv', 'attn.c_attn', 3 * hiddenSize),
    residualMatrix(`${id}.o`, hiddenSize, residual, weights('attn.c_proj', hiddenSize)),
    bias('o', 'attn.c_proj', hiddenSize),
    ...norm(`${id}.post_norm`, `${name}.ln_2`, hiddenSize),
    matrix(`${id}.up`, hiddenSize, std, weights('mlp.c_fc', ffnSize)),
    bias('up', 'mlp.c_fc', ffnSize),
    residualMatrix(`${id}.down`, ffnSize, residual, weights('mlp.c_proj', hiddenSize)),
    bias('down', 'mlp.c_proj', hiddenSize),
  ];
}

const norm = (id: string, name: string, count: number): Parameter[] => [
  vector(id, 'ones', [{ name: `${name}.weight`, count }]),
  vector(`${id}_bias`, 'zeros', [{ name: `${name}.bias`, count }]),
];
