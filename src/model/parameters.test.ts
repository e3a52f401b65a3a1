import { describe, expect, it } from 'vitest';
import { parameterTable, parseModelConfig } from './families/table.ts';
import { fromDeviceOrder, type Parameter, toDeviceOrder } from './parameters.ts';

const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 8,
  hidden_size: 8,
  head_dim: 4,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 4,
  max_position_embeddings: 8,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const parameter = (id: string): Parameter => parameterTable(config).find((p) => p.id === id) as Parameter;
/** Each row filled with its number. */
const numbered = ({ rows, cols }: Parameter) =>
  Float32Array.from({ length: rows * cols }, (_, i) => Math.floor(i / cols));
const rowsOf = (values: Float32Array, cols: number) => [...values].filter((_, i) => i % cols === 0);

describe('rows of q, k and v on the device', () => {
  it('pairs of q and k lie side by side, head by head; v stays as it is', () => {
    const qkv = parameter('layers.0.qkv');
    const moved = toDeviceOrder(qkv, numbered(qkv));
    expect(rowsOf(moved, 8)).toEqual([0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 13, 14, 15]);
    expect(fromDeviceOrder(qkv, moved)).toEqual(numbered(qkv));
  });

  it('other parameters are left alone', () => {
    const o = parameter('layers.0.o');
    expect(toDeviceOrder(o, numbered(o))).toEqual(numbered(o));
  });
});
