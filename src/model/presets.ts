/**
 * Named models: a shape, how much a step learns from, and how many steps it is trained for. `vocabSize` is that of the preset; a project's own
 * tokenizer replaces it.
 */
import { defaultInitializerRange, type ModelConfig } from '../formats/hf-config.ts';
import type { Precision } from '../ops/operator.ts';
import { type Recipe, SIMPLE_RECIPE } from './recipe.ts';

export interface Preset {
  readonly id: 'starter' | 'az-100m' | 'azllama-150m';
  readonly config: ModelConfig;
  readonly seq: number;
  readonly batch: number;
  readonly accumulate: number;
  readonly precision: Precision;
  readonly steps: number;
  /** What its authors trained it with; where there are none, a recipe that suits it is proposed. */
  readonly published?: Recipe;
}

const common = {
  family: 'llama',
  normEps: 1e-5,
  ropeTheta: 10_000,
  bosTokenId: 0,
  eosTokenId: 1,
  padTokenId: 2,
};

/** As the two larger models were trained by their authors. */
const published = {
  ...SIMPLE_RECIPE,
  learningRate: 6e-4,
  minLearningRate: 6e-5,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
} as const;

export const PRESETS: readonly Preset[] = [
  {
    // About 1 M parameters: shows learning within a minute even on a weak GPU.
    id: 'starter',
    config: {
      vocabSize: 1024,
      hiddenSize: 128,
      layers: 4,
      heads: 4,
      kvHeads: 4,
      headSize: 32,
      ffnSize: 352,
      contextLength: 128,
      tied: true,
      initializerRange: defaultInitializerRange(128),
      ...common,
    },
    seq: 128,
    batch: 8,
    accumulate: 1,
    precision: 'f32',
    steps: 400,
  },
  {
    // 109.5 M: the from-scratch course for a 4 GB card, in its Llama form.
    id: 'az-100m',
    config: {
      vocabSize: 32_000,
      hiddenSize: 768,
      layers: 12,
      heads: 12,
      kvHeads: 12,
      headSize: 64,
      ffnSize: 2048,
      contextLength: 1024,
      tied: true,
      initializerRange: 0.02,
      ...common,
    },
    seq: 1024,
    batch: 4,
    accumulate: 8,
    precision: 'f16',
    steps: 3200,
    published: { ...published, warmupSteps: 200 },
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
    published: { ...published, warmupSteps: 500 },
  },
];
