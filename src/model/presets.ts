/**
 * Named models: a shape, how much a step learns from, and how many steps it is trained for. `vocabSize` is that of the preset; a project's own
 * tokenizer replaces it.
 */
import { defaultInitializerRange, type ModelConfig } from '../formats/hf-config.ts';
import { type Recipe, SIMPLE_RECIPE } from './recipe.ts';
import type { Shape } from './speed.ts';

export interface Preset extends Shape {
  readonly id: 'starter' | 'az-5m' | 'az-20m' | 'az-night' | 'az-100m' | 'azllama-150m' | 'az-150m-qwen3';
  readonly steps: number;
  /** What its authors trained it with; where there are none, a recipe that suits it is proposed … */
  readonly published?: Recipe;
  /** … with another optimizer than AdamW. */
  readonly optimizer?: 'muon';
}

const common = {
  family: 'llama',
  normEps: 1e-5,
  ropeTheta: 10_000,
  bosTokenId: 0,
  eosTokenId: 1,
  padTokenId: 2,
};

interface LlamaShape {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Inner width of the MLP. */
  readonly ffn: number;
  readonly context: number;
  readonly vocab: number;
}

/** A Llama with one table for input and output, and as many key and value heads as heads. */
export const llamaConfig = ({ width, layers, heads, ffn, context, vocab }: LlamaShape): ModelConfig => ({
  vocabSize: vocab,
  hiddenSize: width,
  layers,
  heads,
  kvHeads: heads,
  headSize: width / heads,
  ffnSize: ffn,
  contextLength: context,
  tied: true,
  initializerRange: defaultInitializerRange(width),
  ...common,
});

export const PRESETS: readonly Preset[] = [
  {
    // About 1 M parameters: shows learning within a minute even on a weak GPU.
    id: 'starter',
    config: llamaConfig({ width: 128, layers: 4, heads: 4, ffn: 352, context: 128, vocab: 1024 }),
    seq: 128,
    batch: 8,
    accumulate: 1,
    precision: 'f32',
    steps: 400,
  },
  {
    // 5.1 M: an hour's model on a small card.
    id: 'az-5m',
    config: llamaConfig({ width: 256, layers: 5, heads: 4, ffn: 704, context: 256, vocab: 4096 }),
    seq: 256,
    batch: 16,
    accumulate: 1,
    precision: 'f32',
    steps: 12_500,
  },
  {
    // 20.8 M: one night on a small card.
    id: 'az-20m',
    config: llamaConfig({ width: 384, layers: 10, heads: 6, ffn: 1024, context: 512, vocab: 8192 }),
    seq: 512,
    batch: 16,
    accumulate: 1,
    precision: 'f16',
    steps: 25_500,
  },
  {
    // 64.9 M: what a small card trains well in a night and a day.
    id: 'az-night',
    config: llamaConfig({ width: 576, layers: 14, heads: 9, ffn: 1536, context: 1024, vocab: 16_000 }),
    seq: 1024,
    batch: 4,
    accumulate: 4,
    precision: 'f16',
    steps: 39_500,
  },
  {
    // 109.5 M: the from-scratch course for a 4 GB card, in its Llama form.
    id: 'az-100m',
    config: llamaConfig({ width: 768, layers: 12, heads: 12, ffn: 2048, context: 1024, vocab: 32_000 }),
    seq: 1024,
    batch: 4,
    accumulate: 8,
    precision: 'f16',
    steps: 3200,
  },
  {
    // 153.0 M: AzLlama; about a million tokens a step.
    id: 'azllama-150m',
    config: {
      vocabSize: 32_000,
      hiddenSize: 768,
      layers: 12,
      heads: 12,
      kvHeads: 4,
      headSize: 64,
      ffnSize: 3072,
      contextLength: 2048,
      tied: false,
      initializerRange: 0.02,
      ...common,
    },
    seq: 2048,
    batch: 1,
    accumulate: 512,
    precision: 'f16',
    steps: 1000,
    published: {
      ...SIMPLE_RECIPE,
      learningRate: 6e-4,
      minLearningRate: 6e-5,
      warmupSteps: 500,
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.95,
      clip: 1,
    },
  },
  {
    // 182.5 M, 151 M of them within layers: deep and narrow, with few key and value heads. Sixteen micro-batches a step make
    // Muon's share of the time small.
    id: 'az-150m-qwen3',
    config: {
      ...common,
      family: 'qwen3',
      vocabSize: 40_960,
      hiddenSize: 768,
      layers: 24,
      heads: 12,
      kvHeads: 4,
      headSize: 64,
      ffnSize: 2048,
      contextLength: 1024,
      tied: true,
      initializerRange: defaultInitializerRange(768),
      normEps: 1e-6,
    },
    seq: 1024,
    batch: 4,
    accumulate: 16,
    precision: 'f16',
    steps: 12_000,
    optimizer: 'muon',
  },
];
