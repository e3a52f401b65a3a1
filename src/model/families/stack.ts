/** The layers of a decoder, one after the other, each with names of its own. */
import { dropout } from '../../ops/dropout.ts';
import type { Graph, Tensor } from '../../ops/operator.ts';
import type { CallRange } from '../../plan/step-plan.ts';
import type { LayerCache, ModelInputs, ModelOutputs } from './family.ts';

/** @param weight the layer's parameter by its id within the layer */
export type Layer = (x: Tensor, weight: (id: string) => Tensor, cache: LayerCache | undefined) => Tensor;

/** What the last layer returns, and the calls of each. */
export function stack(
  graph: Graph,
  count: number,
  input: Tensor,
  weight: (id: string) => Tensor,
  { caches, embeddingDropout }: Pick<ModelInputs, 'caches' | 'embeddingDropout'>,
  layer: Layer,
): ModelOutputs {
  const layers: CallRange[] = [];
  let x = embeddingDropout ? dropout(graph, input, embeddingDropout, 'embedded_dropped') : input;
  for (let i = 0; i < count; i++) {
    const from = graph.calls.length;
    x = graph.in(`layers.${i}`, () => layer(x, (id) => weight(`layers.${i}.${id}`), caches?.[i]));
    layers.push({ from, to: graph.calls.length });
  }
  return { x, layers };
}
