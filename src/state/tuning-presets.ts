/** Published recipes of tuning as presets: each sets what its authors say of it, and leaves the rest as it is. Pure. */
import type { TrainingSettings } from '../worker/api.ts';
import type { InstructState } from './instruct.ts';
import { DEFAULT_LORA, type MethodChoice } from './method.ts';

export const tuningPresetIds = ['alpaca-5000', 'uz-qlora', 'lora-r8'] as const;

export type TuningPresetId = (typeof tuningPresetIds)[number];

interface TuningPreset {
  readonly method: Partial<Pick<MethodChoice, 'kind' | 'lora'>>;
  readonly recipe: Partial<Pick<InstructState, 'template' | 'batch' | 'accumulate' | 'passes'>>;
  /** Tokens of a row, at most. */
  readonly seq?: number;
  readonly settings: Partial<Pick<TrainingSettings, 'steps' | 'learningRate' | 'minLearningRate'>>;
}

const PRESETS: Readonly<Record<TuningPresetId, TuningPreset>> = {
  // Barbarossa and AzLlama: every weight, on a translated Alpaca set.
  'alpaca-5000': { method: { kind: 'full' }, recipe: { template: 'az', passes: null }, settings: { steps: 5000 } },
  // Mistral-Uz.
  'uz-qlora': {
    method: { kind: 'qlora-int8' },
    recipe: { batch: 4, accumulate: 8, passes: 3 },
    seq: 1024,
    settings: { learningRate: 2e-4, minLearningRate: 2e-5 },
  },
  // The usual first choice of guides to fine-tuning.
  'lora-r8': {
    method: { kind: 'lora', lora: { ...DEFAULT_LORA, rank: 8, alpha: 32, dropout: 0.05 } },
    recipe: {},
    settings: {},
  },
};

/** @param context of the base: rows cannot be longer */
export function presetChanges(
  id: TuningPresetId,
  context: number,
  edits: InstructState['edits'],
): {
  readonly method: TuningPreset['method'];
  readonly instruct: TuningPreset['recipe'] & Partial<Pick<InstructState, 'seq' | 'edits'>>;
} {
  const { method, recipe, seq, settings } = PRESETS[id];
  const { steps, ...others } = edits;
  const kept = recipe.passes === undefined && steps !== undefined ? { ...others, steps } : others;
  return {
    method,
    instruct: { ...recipe, ...(seq && { seq: Math.min(seq, context) }), edits: { ...kept, ...settings } },
  };
}
