/** What a model is: every setting in effect, whether its file says it or a rule fills it in. */

export type WeightType = 'F32' | 'F16' | 'BF16';

export interface Rope {
  readonly theta: number;
  readonly scaling:
    | { readonly type: 'default' }
    | { readonly type: 'linear'; readonly factor: number }
    | {
        readonly type: 'llama3';
        readonly factor: number;
        readonly low: number;
        readonly high: number;
        /** In tokens. */
        readonly originalContext: number;
      };
}

export interface Settings {
  readonly modelType: string;
  readonly vocabulary: number;
  readonly width: number;
  readonly mlpWidth: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** In tokens. */
  readonly context: number;
  readonly norm: 'rms' | 'layer';
  readonly epsilon: number;
  readonly activation: 'silu' | 'gelu-tanh';
  /** null: positions are learned. */
  readonly rope: Rope | null;
  /** Keys that a position sees, its own included; null: all before it. */
  readonly window: number | null;
  /** Biases of q, k and v, of the output of attention, of the MLP. */
  readonly biases: { readonly qkv: boolean; readonly output: boolean; readonly mlp: boolean };
  /** Heads of q and k are normalised. */
  readonly headNorms: boolean;
  /** One table for input and output. */
  readonly tied: boolean;
  readonly type: WeightType;
  readonly begin: number | null;
  readonly ends: readonly number[];
  readonly pad: number | null;
}

/** Numbers, row after row. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Names and shapes of the tensors of such a model, as transformers names its parameters. */
export function tensorsOf(settings: Settings): Map<string, readonly number[]> {
  return settings.modelType === 'gpt2' ? gpt2Tensors(settings) : ropeTensors(settings);
}

function ropeTensors(settings: Settings): Map<string, readonly number[]> {
  const { vocabulary, width, mlpWidth, layers, heads, kvHeads, headSize, biases, headNorms, tied } = settings;
  const tensors = new Map<string, readonly number[]>([
    ['model.embed_tokens.weight', [vocabulary, width]],
    ['model.norm.weight', [width]],
  ]);
  if (!tied) tensors.set('lm_head.weight', [vocabulary, width]);
  const product = (name: string, rows: number, columns: number, bias: boolean): void => {
    tensors.set(`${name}.weight`, [rows, columns]);
    if (bias) tensors.set(`${name}.bias`, [rows]);
  };
  for (let layer = 0; layer < layers; layer++) {
    const name = `model.layers.${layer}`;
    tensors.set(`${name}.input_layernorm.weight`, [width]);
    tensors.set(`${name}.post_attention_layernorm.weight`, [width]);
    product(`${name}.self_attn.q_proj`, heads * headSize, width, biases.qkv);
    product(`${name}.self_attn.k_proj`, kvHeads * headSize, width, biases.qkv);
    product(`${name}.self_attn.v_proj`, kvHeads * headSize, width, biases.qkv);
    product(`${name}.self_attn.o_proj`, width, heads * headSize, biases.output);
    if (headNorms) for (const part of ['q', 'k']) tensors.set(`${name}.self_attn.${part}_norm.weight`, [headSize]);
    product(`${name}.mlp.gate_proj`, mlpWidth, width, biases.mlp);
    product(`${name}.mlp.up_proj`, mlpWidth, width, biases.mlp);
    product(`${name}.mlp.down_proj`, width, mlpWidth, biases.mlp);
  }
  return tensors;
}

/** Its matrices are [in, out]. */
function gpt2Tensors({ vocabulary, width, mlpWidth, layers, context, tied }: Settings): Map<string, readonly number[]> {
  const tensors = new Map<string, readonly number[]>([
    ['transformer.wte.weight', [vocabulary, width]],
    ['transformer.wpe.weight', [context, width]],
  ]);
  if (!tied) tensors.set('lm_head.weight', [vocabulary, width]);
  const pair = (name: string, ...shape: number[]): void => {
    tensors.set(`${name}.weight`, shape);
    tensors.set(`${name}.bias`, shape.slice(-1));
  };
  pair('transformer.ln_f', width);
  for (let layer = 0; layer < layers; layer++) {
    const name = `transformer.h.${layer}`;
    pair(`${name}.ln_1`, width);
    pair(`${name}.ln_2`, width);
    pair(`${name}.attn.c_attn`, width, 3 * width);
    pair(`${name}.attn.c_proj`, width, width);
    pair(`${name}.mlp.c_fc`, width, mlpWidth);
    pair(`${name}.mlp.c_proj`, mlpWidth, width);
  }
  return tensors;
}
