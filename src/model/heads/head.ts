/** What stands on the model's last hidden states: the loss that an objective minimises, and the logits it is read by. */
import type { ModelConfig } from '../../formats/hf-config.ts';
import type { Graph, Tensor } from '../../ops/operator.ts';

export interface HeadContext {
  readonly config: ModelConfig;
  /** The weight of a parameter, by the id that the family's table gives it. */
  weight(id: string): Tensor;
  /** Most bytes that the adapter binds at once. */
  readonly bindingBytes: number;
}

export interface LossInputs {
  /** rows × hidden, stored. */
  readonly x: Tensor;
  /** rows × 1, i32: what each position is to give; IGNORE where it does not count. */
  readonly targets: Tensor;
  /** rows × 1, f32: how much each target counts; null: all alike. */
  readonly weights: Tensor | null;
  readonly metrics: Tensor;
  readonly scaler: Tensor;
  readonly step: Tensor;
}

export interface Head {
  /** Adds the calls that leave the micro-batch's loss in `metrics`. */
  loss(graph: Graph, context: HeadContext, inputs: LossInputs): void;
  /** Adds the calls that make the logits of `x`, under this id. */
  logits(graph: Graph, context: HeadContext, x: Tensor, id: string): void;
}
