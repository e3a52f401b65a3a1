/**
 * The Llama architecture as a list of operator calls (Touvron et al. 2023; GQA: Ainslie et al. 2023):
 *   x = embed[tokens];  per layer: x += o(attention(rope(qkv(norm(x)))));  x += down(silu(gate(norm(x))) · up(norm(x)));  norm(x)
 */
import type { LlamaConfig } from '../formats/hf-config.ts';
import { attention } from '../ops/attention.ts';
import { embedding } from '../ops/embedding.ts';
import { ropeIntoCache } from '../ops/kv-cache.ts';
import { linear } from '../ops/linear.ts';
import { mlp } from '../ops/mlp.ts';
import type { Graph, Tensor } from '../ops/operator.ts';
import { rmsnorm } from '../ops/rmsnorm.ts';
import type { RopeShape } from '../ops/rope.ts';
import { selfAttention } from '../ops/self-attention.ts';
import type { CallRange } from '../plan/step-plan.ts';

/** Keys and values of one layer, [capacity, kvHeads · headSize] each. */
export interface LayerCache {
  readonly keys: Tensor;
  readonly values: Tensor;
}

export interface LlamaInputs {
  /** [rows] token ids; rows = sequences · seq. */
  readonly tokens: Tensor;
  /** Positions grouped by token, for the gradient of the table; null where there is no backward pass. */
  readonly scatter: Tensor | null;
  readonly ropeTables: Tensor;
  readonly step: Tensor;
  readonly seq: number;
  /** Decoding: where keys and values of earlier positions are; null in training. */
  readonly caches: readonly LayerCache[] | null;
}

export interface LlamaOutputs {
  /** The normalised hidden state [rows, hiddenSize], ready for the head. */
  readonly x: Tensor;
  /** The calls of each layer. */
  readonly layers: readonly CallRange[];
}

export function llama(
  graph: Graph,
  config: LlamaConfig,
  weight: (id: string) => Tensor,
  inputs: LlamaInputs,
): LlamaOutputs {
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
  config: LlamaConfig,
  weight: (id: string) => Tensor,
  inputs: LlamaInputs,
  cache: LayerCache | undefined,
  x: Tensor,
): Tensor {
  const { heads, kvHeads, headSize, normEps } = config;
  const { seq, step } = inputs;

  const normed = rmsnorm(graph, x, weight('input_norm'), normEps, 'attention_in');
  const shape = { heads, kvHeads, headSize, seq };
  const attended = cache
    ? cachedAttention(graph, linear(graph, normed, weight('qkv'), 'qkv'), cache, shape, inputs)
    : selfAttention(graph, normed, weight('qkv'), shape, inputs.ropeTables, step, 'attended');
  const middle = linear(graph, attended, weight('o'), 'middle', x);

  const mlpIn = rmsnorm(graph, middle, weight('post_norm'), normEps, 'mlp_in');
  return mlp(graph, mlpIn, weight('gate_up'), weight('down'), middle, 'out');
}

/** Queries of the rows over the keys and values of all positions so far, to which the rows' own are added. */
function cachedAttention(
  graph: Graph,
  qkv: Tensor,
  { keys, values }: LayerCache,
  shape: RopeShape,
  { ropeTables, step }: LlamaInputs,
): Tensor {
  ropeIntoCache(graph, qkv, keys, values, shape, ropeTables, step);
  const first = (tensor: Tensor) => ({ tensor, column: 0 });
  return attention(graph, first(qkv), first(keys), first(values), { ...shape, keys: keys.rows }, step, 'attended');
}
