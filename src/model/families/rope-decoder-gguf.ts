/** What the families of `rope-decoder.ts` are in a GGUF. */
import { OcaqError } from '../../errors.ts';
import type { GgufValue } from '../../formats/gguf/layout.ts';
import { commonKeys, f32, type GgufForm, tensorNames, u32 } from './gguf-form.ts';
import { type RopeConfig, scaledFrequency } from './rope-scaling.ts';

const tensorName = tensorNames(
  'model.layers',
  {
    input_layernorm: 'attn_norm',
    'self_attn.q_proj': 'attn_q',
    'self_attn.k_proj': 'attn_k',
    'self_attn.v_proj': 'attn_v',
    'self_attn.q_norm': 'attn_q_norm',
    'self_attn.k_norm': 'attn_k_norm',
    'self_attn.o_proj': 'attn_output',
    post_attention_layernorm: 'ffn_norm',
    'mlp.gate_proj': 'ffn_gate',
    'mlp.up_proj': 'ffn_up',
    'mlp.down_proj': 'ffn_down',
  },
  { 'model.embed_tokens': 'token_embd', 'model.norm': 'output_norm', lm_head: 'output' },
);

/**
 * @param architecture `llama` alone rotates elements that lie side by side, and reads the factors of a `llama3` scaling
 * @param window keys that a position sees: there it sees all, which is the same as long as the context is no longer
 * @throws OcaqError `gguf-rope-scaling`
 */
export function ropeDecoderGguf(
  config: RopeConfig,
  architecture: 'llama' | 'qwen2' | 'qwen3',
  window = Number.POSITIVE_INFINITY,
): GgufForm {
  const { headSize, normEps, ropeTheta, ropeScaling } = config;
  const contextLength = Math.min(config.contextLength, window);
  if (ropeScaling?.type === 'llama3' && architecture !== 'llama')
    throw new OcaqError(
      'gguf-rope-scaling',
      `A GGUF of the architecture "${architecture}" has no place for the RoPE scaling "llama3", without which the model would give wrong answers. Export a Hugging Face folder instead.`,
      { architecture, scaling: ropeScaling.type },
    );
  return {
    architecture,
    contextLength,
    pairsLieTogether: architecture === 'llama',
    keys: {
      ...commonKeys(config, contextLength),
      'attention.layer_norm_rms_epsilon': f32(normEps),
      'attention.key_length': u32(headSize),
      'attention.value_length': u32(headSize),
      'rope.dimension_count': u32(headSize),
      'rope.freq_base': f32(ropeTheta),
      ...linearScaling(config),
    },
    constants: ropeScaling?.type === 'llama3' ? [{ name: 'rope_freqs.weight', values: frequencyFactors(config) }] : [],
    tensorName,
  };
}

const linearScaling = ({ ropeScaling }: RopeConfig): Record<string, GgufValue> =>
  ropeScaling?.type === 'linear'
    ? { 'rope.scaling.type': { type: 'string', value: 'linear' }, 'rope.scaling.factor': f32(ropeScaling.factor) }
    : {};

/** By what each frequency is divided, [headSize / 2]. */
const frequencyFactors = ({ headSize, ropeTheta, ropeScaling }: RopeConfig): Float32Array =>
  Float32Array.from({ length: headSize / 2 }, (_, pair) => {
    const frequency = ropeTheta ** ((-2 * pair) / headSize);
    return frequency / scaledFrequency(frequency, ropeScaling);
  });
