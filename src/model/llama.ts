/**
 * The Llama architecture as a list of operator calls (Touvron et al. 2023; GQA: Ainslie et al. 2023):
 *   x = embed[tokens];  per layer: x += o(attention(rope(qkv(norm(x)))));  x += down(silu(gate(norm(x))) · up(norm(x)));  norm(x)
 */
import type { LlamaConfig } from '../formats/hf-config.ts';
import { attention } from '../ops/attention.ts';
import { embedding } from '../ops/embedding.ts';
import { storeKeysValues } from '../ops/kv-cache.ts';
import { linear } from '../ops/linear.ts';
import type { Graph, Tensor } from '../ops/operator.ts';
import { rmsnorm } from '../ops/rmsnorm.ts';
import { rope } from '../ops/rope.ts';
import { swiglu } from '../ops/swiglu.ts';
import type { CallRange } from '../plan/step-plan.ts';
import { keyWidth, queryWidth } from './parameters.ts';

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
  const { heads, kvHeads, headSize, ffnSize, normEps } = config;
  const { seq, step } = inputs;

  const qkv = linear(graph, rmsnorm(graph, x, weight('input_norm'), normEps, 'attention_in'), weight('qkv'), 'qkv');
  rope(graph, qkv, { heads, kvHeads, headSize, seq }, inputs.ropeTables, step);
  const q = { tensor: qkv, column: 0 };
  let k = { tensor: qkv, column: queryWidth(config) };
  let v = { tensor: qkv, column: queryWidth(config) + keyWidth(config) };
  let keys = seq;
  if (cache) {
    storeKeysValues(graph, qkv, cache.keys, cache.values, { heads, kvHeads, headSize, seq }, step);
    k = { tensor: cache.keys, column: 0 };
    v = { tensor: cache.values, column: 0 };
    keys = cache.keys.rows;
  }
  const attended = attention(graph, q, k, v, { heads, kvHeads, headSize, seq, keys }, step, 'attended');
  const middle = linear(graph, attended, weight('o'), 'middle', x);

  const gateUp = linear(
    graph,
    rmsnorm(graph, middle, weight('post_norm'), normEps, 'mlp_in'),
    weight('gate_up'),
    'gate_up',
  );
  return linear(graph, swiglu(graph, gateUp, ffnSize, 'mlp'), weight('down'), 'out', middle);
}
