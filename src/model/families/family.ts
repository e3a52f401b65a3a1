/**
 * What a family of models is: its configuration from and to `config.json`, its parameters with their Hugging Face names, and
 * its operator calls. One file a family, one line in `table.ts`.
 */
import type { ConfigFields, ModelConfig } from '../../formats/hf-config.ts';
import type { Dropout, Graph, Tensor } from '../../ops/operator.ts';
import type { CallRange } from '../../plan/step-plan.ts';
import type { Parameter } from '../parameters.ts';
import type { GgufForm } from './gguf-form.ts';

/** Keys and values of one layer, [capacity, kvHeads · headSize] each. */
export interface LayerCache {
  readonly keys: Tensor;
  readonly values: Tensor;
}

export interface ModelInputs {
  /** [rows] token ids; rows = sequences · seq. */
  readonly tokens: Tensor;
  /** Positions grouped by token, for the gradient of the table; null where there is no backward pass. */
  readonly scatter: Tensor | null;
  /** The family's constant tables by id. */
  readonly constant: (id: string) => Tensor;
  readonly step: Tensor;
  /** [rows] i32: where each row stands in its document. */
  readonly positions: Tensor;
  /** Rows grouped by position, for the gradient of learned positions; null without a backward pass, or where they are not learned. */
  readonly positionScatter: Tensor | null;
  /** Of what the layers get, in training with it; null elsewhere. */
  readonly embeddingDropout: Dropout | null;
  /** Whether the rows of a sequence hold several documents, which positions tell apart. */
  readonly documents: boolean;
  readonly seq: number;
  /** Decoding: where keys and values of earlier positions are; null in training. */
  readonly caches: readonly LayerCache[] | null;
}

export interface ModelOutputs {
  /** The normalised hidden state [rows, hiddenSize], ready for the head. */
  readonly x: Tensor;
  /** The calls of each layer. */
  readonly layers: readonly CallRange[];
}

/** An f32 table that follows from the config: one row a position. */
export interface ConstantTable {
  readonly id: string;
  readonly cols: number;
  /** [positions, cols] */
  values(positions: number): Float32Array<ArrayBuffer>;
}

/** Methods, not function properties: a family of a narrower config then stands where any family is asked for. */
export interface Family<C extends ModelConfig = ModelConfig> {
  readonly name: C['family'];
  /** As people write it. */
  readonly title: string;
  /** The architecture of a causal language model by the `model_type` of files that this family reads. */
  readonly architectures: Readonly<Record<string, string>>;
  /** Hugging Face names of the embedding table, and of the output table where it is another. */
  readonly embeddingTable: string;
  readonly outputTable: string;
  /** @param modelType one of `architectures`  @throws `config-*`; sizes are checked afterwards */
  parse(fields: ConfigFields, modelType: string): C;
  /** What is to be checked beside the sizes. @throws `config-*` */
  validate(config: C): void;
  /** The fields of `config.json` but special tokens and the type of the weights. */
  write(config: C): object;
  /** Every parameter, in order of use. */
  parameters(config: C): Parameter[];
  /** The expected name of a stored tensor; null for a buffer that follows from the config. */
  tensorName(stored: string): string | null;
  constants(config: C): readonly ConstantTable[];
  /** @throws `gguf-rope-scaling` for what other tools could not run by such a file */
  gguf(config: C): GgufForm;
  /** Whether positions have a table of parameters, whose gradient wants `positionScatter`. */
  readonly learnsPositions: boolean;
  calls(graph: Graph, config: C, weight: (id: string) => Tensor, inputs: ModelInputs): ModelOutputs;
}
