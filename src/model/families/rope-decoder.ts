/**
 * What Llama, Qwen3 and Mistral share: a pre-norm decoder with RMSNorm, rotary positions, grouped-query attention and a gated
 * MLP (Touvron et al. 2023, arXiv:2302.13971; GQA: Ainslie et al. 2023, arXiv:2305.13245):
 *   x = embed[tokens];  per layer: x += o(attention(rope(qkv(norm(x)))));  x += down(silu(gate(norm(x))) · up(norm(x)));  norm(x)
 */
import { type ConfigFields, defaultInitializerRange, type ModelConfig } from '../../formats/hf-config.ts';
import type { AttentionShape } from '../../ops/attention.ts';
import { CAUSAL } from '../../ops/attention-mask.ts';
import { cachedAttention } from '../../ops/cached-attention.ts';
import { embedding } from '../../ops/embedding.ts';
import { ropeIntoCache } from '../../ops/kv-cache.ts';
import { linear } from '../../ops/linear.ts';
import { mlp } from '../../ops/mlp.ts';
import { type Graph, roundUp, type Tensor } from '../../ops/operator.ts';
import { rmsnorm } from '../../ops/rmsnorm.ts';
import { ropeTables } from '../../ops/rope.ts';
import { selfAttention } from '../../ops/self-attention.ts';
import type { CallRange } from '../../plan/step-plan.ts';
import { matrix, type Parameter, residualMatrix, type TensorOf, table, vector } from '../parameters.ts';
import type { ConstantTable, LayerCache, ModelInputs, ModelOutputs } from './family.ts';
import { type RopeConfig, readRope, ropeFields, scaledFrequency } from './rope-scaling.ts';

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
export function parameters(config: ModelConfig): Parameter[] {
  const { vocabSize, hiddenSize, layers, ffnSize, heads, kvHeads, headSize, tied, initializerRange: std } = config;
  const residual = { std, layers };
  const norm = (id: string, name: string) => vector(id, 'ones', [{ name: `${name}.weight`, count: hiddenSize }]);
  const list: Parameter[] = [table('embed', hiddenSize, std, EMBEDDING_TABLE, vocabSize)];
  for (let layer = 0; layer < layers; layer++) {
    const id = `layers.${layer}`;
    const name = `model.layers.${layer}`;
    const inAttention = (projection: string, count: number, more: Partial<TensorOf> = {}): TensorOf => ({
      name: `${name}.self_attn.${projection}.weight`,
      count,
      ...more,
    });
    const inMlp = (projection: string, count: number, more: Partial<TensorOf> = {}): TensorOf => ({
      name: `${name}.mlp.${projection}.weight`,
      count,
      ...more,
    });
    list.push(
      norm(`${id}.input_norm`, `${name}.input_layernorm`),
      matrix(`${id}.qkv`, hiddenSize, std, [
        inAttention('q_proj', heads * headSize, { rotatedHead: headSize }),
        inAttention('k_proj', kvHeads * headSize, { rotatedHead: headSize }),
        inAttention('v_proj', kvHeads * headSize),
      ]),
      residualMatrix(`${id}.o`, heads * headSize, residual, [inAttention('o_proj', hiddenSize)]),
      norm(`${id}.post_norm`, `${name}.post_attention_layernorm`),
      matrix(`${id}.gate_up`, hiddenSize, std, [
        inMlp('gate_proj', ffnSize),
        // So that both are read as whole vec4s.
        inMlp('up_proj', ffnSize, { from: roundUp(ffnSize, 4) }),
      ]),
      residualMatrix(`${id}.down`, ffnSize, residual, [inMlp('down_proj', hiddenSize)]),
    );
  }
  list.push(norm('norm', 'model.norm'));
  if (!tied) list.push(table('head', hiddenSize, std, OUTPUT_TABLE, vocabSize));
  return list;
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
  weight: (id: string) => Tensor,
  inputs: ModelInputs,
): ModelOutputs {
  const layers: CallRange[] = [];
  let x = embedding(graph, inputs.tokens, inputs.scatter, weight('embed'), 'embedded');
  for (let layer = 0; layer < config.layers; layer++) {
    const from = graph.calls.length;
    x = graph.in(`layers.${layer}`, () =>
      block(graph, config, (id) => weight(`layers.${layer}.${id}`), inputs, inputs.caches?.[layer], x),
    );
    layers.push({ from, to: graph.calls.length });
  }
  return { x: rmsnorm(graph, x, weight('norm'), config.normEps, 'final'), layers };
}

function block(
  graph: Graph,
  config: RopeConfig,
  weight: (id: string) => Tensor,
  inputs: ModelInputs,
  cache: LayerCache | undefined,
  x: Tensor,
): Tensor {
  const { heads, kvHeads, headSize, normEps } = config;
  const { seq, positions } = inputs;

  const normed = rmsnorm(graph, x, weight('input_norm'), normEps, 'attention_in');
  const shape = { heads, kvHeads, headSize, seq };
  const attended = cache
    ? overCache(graph, linear(graph, normed, weight('qkv'), 'qkv'), cache, shape, inputs)
    : selfAttention(graph, normed, weight('qkv'), shape, CAUSAL, inputs.constant(ROPE_TABLES), positions, 'attended');
  const middle = linear(graph, attended, weight('o'), 'middle', { residual: x });

  const mlpIn = rmsnorm(graph, middle, weight('post_norm'), normEps, 'mlp_in');
  return mlp(graph, mlpIn, { up: weight('gate_up'), down: weight('down') }, middle, 'out');
}

/** Queries of the rows over the keys and values of all positions so far, to which the rows' own are added. */
function overCache(
  graph: Graph,
  qkv: Tensor,
  { keys, values }: LayerCache,
  shape: AttentionShape,
  { constant, positions, step }: ModelInputs,
): Tensor {
  ropeIntoCache(graph, qkv, keys, values, shape, constant(ROPE_TABLES), positions, step);
  return cachedAttention(graph, qkv, keys, values, shape, CAUSAL, step, 'attended');
}
