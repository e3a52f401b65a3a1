/**
 * What Llama, Qwen3 and Mistral share: a pre-norm decoder with RMSNorm, rotary positions, grouped-query attention and a gated
 * MLP (Touvron et al. 2023, arXiv:2302.13971; GQA: Ainslie et al. 2023, arXiv:2305.13245):
 *   x = embed[tokens];  per layer: x += o(attention(rope(qkv(norm(x)))));  x += down(silu(gate(norm(x))) · up(norm(x)));  norm(x)
 */
import { type ConfigFields, defaultInitializerRange } from '../../formats/hf-config.ts';
import { attention } from '../../ops/attention.ts';
import { CAUSAL } from '../../ops/attention-mask.ts';
import { cachedAttention } from '../../ops/cached-attention.ts';
import { embedding } from '../../ops/embedding.ts';
import { ropeIntoCache, storeInCache } from '../../ops/kv-cache.ts';
import { linear } from '../../ops/linear.ts';
import { mlp } from '../../ops/mlp.ts';
import { type Graph, roundUp, type Tensor } from '../../ops/operator.ts';
import { qkNorm } from '../../ops/qk-norm.ts';
import { rmsnorm } from '../../ops/rmsnorm.ts';
import { ropeTables } from '../../ops/rope.ts';
import { selfAttention } from '../../ops/self-attention.ts';
import { matrix, type Parameter, residualMatrix, type TensorOf, table, vector } from '../parameters.ts';
import type { ConstantTable, LayerCache, ModelInputs, ModelOutputs } from './family.ts';
import { type RopeConfig, readRope, ropeFields, scaledFrequency } from './rope-scaling.ts';
import { stack } from './stack.ts';

/** What families of such decoders have besides, or have not. */
export interface Features {
  /** Biases of q, k and v, or of the output projection too. */
  readonly attentionBias: 'none' | 'qkv' | 'all';
  readonly mlpBias: boolean;
  /** Heads of q and k are normalised before RoPE, each head by the same weight. */
  readonly qkNorm: boolean;
  /** Keys that a position sees, its own included; null: all before it. */
  readonly window: number | null;
}

export const PLAIN: Features = { attentionBias: 'none', mlpBias: false, qkNorm: false, window: null };

export const EMBEDDING_TABLE = 'model.embed_tokens.weight';
export const OUTPUT_TABLE = 'lm_head.weight';

/** What transformers takes where a file leaves a field out; families differ. */
export interface Defaults {
  readonly vocabSize: number;
  readonly ffnSize: number;
  /** null: as many as heads. */
  readonly kvHeads: number | null;
  /** null: the width divided by the heads. */
  readonly headSize: number | null;
  readonly contextLength: number;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
}

/** Refuses windows that only some layers have. @throws `config-unsupported` */
export function refuseMixedLayers(fields: ConfigFields): void {
  const types = fields.given('layer_types');
  if (types !== undefined && !(Array.isArray(types) && types.every((type) => type === 'full_attention')))
    throw fields.unsupported('layer_types', 'layers of several kinds');
  if (fields.boolean('use_sliding_window', false))
    throw fields.unsupported('use_sliding_window', 'a sliding window in some of the layers');
}

/** @throws `config-field-type`, `config-unsupported`, `config-rope-*` */
export function readRopeDecoder(fields: ConfigFields, defaults: Defaults): Omit<RopeConfig, 'family'> {
  fields.expect('hidden_act', ['silu', 'swish'], 'another activation than SiLU');
  const hiddenSize = fields.number('hidden_size', 4096);
  const heads = fields.number('num_attention_heads', 32);
  // null means as many as heads; only what is left out has the family's default.
  const kvHeads = fields.has('num_key_value_heads') ? heads : (defaults.kvHeads ?? heads);
  return {
    vocabSize: fields.number('vocab_size', defaults.vocabSize),
    hiddenSize,
    layers: fields.number('num_hidden_layers', 32),
    heads,
    kvHeads: fields.number('num_key_value_heads', kvHeads),
    headSize: fields.number('head_dim', defaults.headSize ?? hiddenSize / heads),
    ffnSize: fields.number('intermediate_size', defaults.ffnSize),
    contextLength: fields.number('max_position_embeddings', defaults.contextLength),
    normEps: fields.number('rms_norm_eps', 1e-6),
    ...readRope(fields, 10_000),
    tied: fields.boolean('tie_word_embeddings', false),
    initializerRange: fields.number('initializer_range', defaultInitializerRange(hiddenSize)),
    ...fields.specialTokens(defaults.bosTokenId, defaults.eosTokenId),
  };
}

/** Every field is written out: defaults differ between families and versions of transformers. */
export const ropeDecoderFields = (config: RopeConfig): object => ({
  vocab_size: config.vocabSize,
  hidden_size: config.hiddenSize,
  intermediate_size: config.ffnSize,
  num_hidden_layers: config.layers,
  num_attention_heads: config.heads,
  num_key_value_heads: config.kvHeads,
  head_dim: config.headSize,
  hidden_act: 'silu',
  max_position_embeddings: config.contextLength,
  initializer_range: config.initializerRange,
  rms_norm_eps: config.normEps,
  ...ropeFields(config),
  attention_dropout: 0,
  tie_word_embeddings: config.tied,
  use_cache: true,
});

/** Rotary buffers that old versions stored; a base model's names lack the prefix. */
export function tensorName(stored: string): string | null {
  if (stored.endsWith('.rotary_emb.inv_freq')) return null;
  return /^(layers|embed_tokens|norm)\./.test(stored) ? `model.${stored}` : stored;
}

/** In order of use. */
export function parameters(config: RopeConfig, features: Features): Parameter[] {
  const { vocabSize, hiddenSize, layers, tied, initializerRange: std } = config;
  const layer = (i: number) => layerParameters(config, features, `layers.${i}`, `model.layers.${i}`);
  return [
    table('embed', hiddenSize, std, EMBEDDING_TABLE, vocabSize),
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
    vector('norm', 'ones', [{ name: 'model.norm.weight', count: hiddenSize }]),
    ...(tied ? [] : [table('head', hiddenSize, std, OUTPUT_TABLE, vocabSize)]),
  ];
}

function layerParameters(config: RopeConfig, features: Features, id: string, name: string): Parameter[] {
  const { hiddenSize, layers, ffnSize, heads, kvHeads, headSize, initializerRange: std } = config;
  const { attentionBias, mlpBias, qkNorm } = features;
  const norm = (part: string, file: string) =>
    vector(`${id}.${part}`, 'ones', [{ name: `${name}.${file}.weight`, count: hiddenSize }]);
  const named = (tensors: readonly TensorOf[], kind: string) =>
    tensors.map((tensor) => ({ ...tensor, name: `${name}.${tensor.name}.${kind}` }));
  const bias = (part: string, tensors: readonly TensorOf[], isThere: boolean) =>
    isThere ? [vector(`${id}.${part}_bias`, 'zeros', named(tensors, 'bias'))] : [];
  const product = (part: string, tensors: readonly TensorOf[], hasBias: boolean) => [
    matrix(`${id}.${part}`, hiddenSize, std, named(tensors, 'weight')),
    ...bias(part, tensors, hasBias),
  ];
  const output = (part: string, cols: number, file: string, hasBias: boolean) => {
    const tensors = [{ name: file, count: hiddenSize }];
    return [
      residualMatrix(`${id}.${part}`, cols, { std, layers }, named(tensors, 'weight')),
      ...bias(part, tensors, hasBias),
    ];
  };
  const headNorms = ['q_norm', 'k_norm'].map((file) => ({
    name: `${name}.self_attn.${file}.weight`,
    count: headSize,
    rotatedHead: headSize,
  }));
  const qkv = [
    { name: 'self_attn.q_proj', count: heads * headSize, rotatedHead: headSize },
    { name: 'self_attn.k_proj', count: kvHeads * headSize, rotatedHead: headSize },
    { name: 'self_attn.v_proj', count: kvHeads * headSize },
  ];
  const gateUp = [
    { name: 'mlp.gate_proj', count: ffnSize },
    // So that both are read as whole vec4s.
    { name: 'mlp.up_proj', count: ffnSize, from: roundUp(ffnSize, 4) },
  ];
  return [
    norm('input_norm', 'input_layernorm'),
    ...product('qkv', qkv, attentionBias !== 'none'),
    ...(qkNorm ? [vector(`${id}.qk_norm`, 'ones', headNorms)] : []),
    ...output('o', heads * headSize, 'self_attn.o_proj', attentionBias === 'all'),
    norm('post_norm', 'post_attention_layernorm'),
    ...product('gate_up', gateUp, mlpBias),
    ...output('down', ffnSize, 'mlp.down_proj', mlpBias),
  ];
}

const ROPE_TABLES = 'rope_tables';

export const constants = ({ headSize, ropeTheta, ropeScaling }: RopeConfig): ConstantTable[] => [
  {
    id: ROPE_TABLES,
    cols: headSize,
    values: (positions) => ropeTables(positions, headSize, ropeTheta, (f) => scaledFrequency(f, ropeScaling)),
  },
];

export function calls(
  graph: Graph,
  config: RopeConfig,
  features: Features,
  weight: (id: string) => Tensor,
  inputs: ModelInputs,
): ModelOutputs {
  const { normEps } = config;
  const embedded = embedding(graph, inputs.tokens, inputs.scatter, weight('embed'), 'embedded');
  const { x, layers } = stack(graph, config.layers, embedded, weight, inputs, (x, weight, cache) => {
    const normed = rmsnorm(graph, x, weight('input_norm'), normEps, 'attention_in');
    const attended = attend(graph, config, features, weight, inputs, cache, normed);
    const { attentionBias, mlpBias } = features;
    const outputBias = attentionBias === 'all' ? weight('o_bias') : undefined;
    const middle = linear(graph, attended, weight('o'), 'middle', { residual: x, bias: outputBias });
    const mlpIn = rmsnorm(graph, middle, weight('post_norm'), normEps, 'mlp_in');
    const biases = mlpBias ? { upBias: weight('gate_up_bias'), downBias: weight('down_bias') } : {};
    return mlp(graph, mlpIn, { up: weight('gate_up'), down: weight('down'), ...biases }, middle, 'out');
  });
  return { x: rmsnorm(graph, x, weight('norm'), normEps, 'final'), layers };
}

function attend(
  graph: Graph,
  { heads, kvHeads, headSize, normEps }: RopeConfig,
  { attentionBias, qkNorm: hasQkNorm, window }: Features,
  weight: (id: string) => Tensor,
  { constant, positions, documents, step, seq }: ModelInputs,
  cache: LayerCache | undefined,
  x: Tensor,
): Tensor {
  const shape = { heads, kvHeads, headSize, seq };
  const mask = { ...CAUSAL, window: window ?? 0, documents };
  const tables = constant(ROPE_TABLES);
  const bias = attentionBias === 'none' ? undefined : weight('qkv_bias');
  if (!cache && !hasQkNorm)
    return selfAttention(graph, x, weight('qkv'), shape, mask, tables, positions, 'attended', bias);

  const qkv = linear(graph, x, weight('qkv'), 'qkv', { bias });
  const placed = hasQkNorm
    ? qkNorm(graph, qkv, weight('qk_norm'), shape, normEps, tables, positions, 'normed_qk')
    : qkv;
  if (!cache) return attention(graph, placed, shape, mask, positions, 'attended');
  // QK-norm has rotated the heads already.
  if (hasQkNorm) storeInCache(graph, placed, cache.keys, cache.values, shape, step);
  else ropeIntoCache(graph, placed, cache.keys, cache.values, shape, tables, positions, step);
  return cachedAttention(graph, placed, cache.keys, cache.values, shape, mask, step, 'attended');
}
