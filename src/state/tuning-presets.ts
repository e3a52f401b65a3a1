/**
 * Published recipes of tuning as presets: each sets what its authors say of it, and of what another preset sets the usual, so
 * that nothing of that one remains. Pure.
 */
import type { TrainingSettings } from '../worker/api.ts';
import type { InstructState } from './instruct.ts';
import { DEFAULT_LORA, type MethodChoice } from './method.ts';

export const tuningPresetIds = ['alpaca-5000', 'uz-qlora', 'lora-r8'] as const;

export type TuningPresetId = (typeof tuningPresetIds)[number];

type Recipe = Pick<InstructState, 'template' | 'batch' | 'accumulate' | 'passes' | 'seq'>;

interface TuningPreset {
  readonly method: Pick<MethodChoice, 'kind' | 'lora'>;
  readonly recipe: Recipe;
  readonly settings: Partial<Pick<TrainingSettings, 'steps' | 'learningRate' | 'minLearningRate'>>;
}

const USUAL: Recipe = { template: null, batch: 8, accumulate: 1, passes: null, seq: null };

const PRESETS: Readonly<Record<TuningPresetId, TuningPreset>> = {
  // Barbarossa and AzLlama: every weight, on a translated Alpaca set.
  'alpaca-5000': {
    method: { kind: 'full', lora: DEFAULT_LORA },
    recipe: { ...USUAL, template: 'az' },
    settings: { steps: 5000 },
  },
  // Mistral-Uz.
  'uz-qlora': {
    method: { kind: 'qlora-int8', lora: DEFAULT_LORA },
    recipe: { ...USUAL, batch: 4, accumulate: 8, passes: 3, seq: 1024 },
    settings: { learningRate: 2e-4, minLearningRate: 2e-5 },
  },
  // The usual first choice of guides to fine-tuning.
  'lora-r8': {
    method: { kind: 'lora', lora: { ...DEFAULT_LORA, rank: 8, alpha: 32, dropout: 0.05 } },
    recipe: USUAL,
    settings: {},
  },
};

/** The rows that a preset asks for, in tokens, where the context of the base is shorter; null where it is not. */
export function rowsCut(id: TuningPresetId, context: number): number | null {
  const { seq } = PRESETS[id].recipe;
  return seq !== null && seq > context ? seq : null;
}

/** @param context of the base: rows cannot be longer */
export function presetChanges(
  id: TuningPresetId,
  context: number,
  edits: InstructState['edits'],
): { readonly method: TuningPreset['method']; readonly instruct: Recipe & Pick<InstructState, 'edits'> } {
  const { method, recipe, settings } = PRESETS[id];
  // What follows the steps and the rate follows those of the preset again.
  const { steps, learningRate, minLearningRate, warmupSteps, evalEvery, sampleEvery, saveEvery, ...kept } = edits;
  const seq = recipe.seq === null ? null : Math.min(recipe.seq, context);
  return { method, instruct: { ...recipe, seq, edits: { ...kept, ...settings } } };
}
