/** The settings that a reader must find in the folder of a config. */
import type { ModelConfig } from '../../formats/hf-config.ts';
import type { LlamaConfig } from '../../model/families/llama.ts';
import type { MistralConfig } from '../../model/families/mistral.ts';
import type { RopeConfig } from '../../model/families/rope-scaling.ts';
import type { Rope, Settings, WeightType } from './settings.ts';

type Any = ModelConfig & Partial<Pick<LlamaConfig, 'attentionBias' | 'mlpBias'> & Pick<MistralConfig, 'slidingWindow'>>;

export function wantedSettings(config: Any, type: WeightType): Settings {
  const { family, attentionBias, mlpBias } = config;
  const isGpt2 = family === 'gpt2';
  return {
    modelType: attentionBias === 'qkv' ? 'qwen2' : family,
    vocabulary: config.vocabSize,
    width: config.hiddenSize,
    mlpWidth: config.ffnSize,
    layers: config.layers,
    heads: config.heads,
    kvHeads: config.kvHeads,
    headSize: config.headSize,
    context: config.contextLength,
    norm: isGpt2 ? 'layer' : 'rms',
    epsilon: config.normEps,
    activation: isGpt2 ? 'gelu-tanh' : 'silu',
    rope: isGpt2 ? null : wantedRope(config as RopeConfig),
    window: config.slidingWindow ?? null,
    biases: isGpt2
      ? { qkv: true, output: true, mlp: true }
      : { qkv: attentionBias !== undefined, output: attentionBias === 'all', mlp: mlpBias ?? false },
    headNorms: family === 'qwen3',
    tied: config.tied,
    type,
    begin: config.bosTokenId ?? null,
    ends: [config.eosTokenId ?? [], config.moreEosTokenIds ?? []].flat(),
    pad: config.padTokenId ?? null,
  };
}

function wantedRope({ ropeTheta: theta, ropeScaling: scaling }: RopeConfig): Rope {
  switch (scaling?.type) {
    case undefined:
      return { theta, scaling: { type: 'default' } };
    case 'linear':
      return { theta, scaling };
    case 'llama3': {
      const { type, factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = scaling;
      return { theta, scaling: { type, factor, low, high, originalContext: originalContextLength } };
    }
    default:
      return scaling satisfies never;
  }
}
