/** What a run is told before it begins: its recipe, its sizes, how often it is looked at. */
import type { Recipe } from '../model/recipe.ts';
import { checkSetting, type SettingRange } from '../model/setting-range.ts';

export interface LoopSettings extends Recipe {
  /** Optimizer steps of the run. */
  readonly steps: number;
  /** Rows per micro-batch, tokens per row, micro-batches per optimizer step. */
  readonly batch: number;
  readonly seq: number;
  readonly accumulate: number;
  readonly seed: number;
  /** Every so many steps; 0 = never. */
  readonly evalEvery: number;
  readonly sampleEvery: number;
  readonly saveEvery: number;
}

type NumberSetting = {
  [Name in keyof LoopSettings]: LoopSettings[Name] extends number ? Name : never;
}[keyof LoopSettings];

const RANGE_OF = {
  steps: 'count-from-1',
  batch: 'count-from-1',
  seq: 'count-from-1',
  accumulate: 'count-from-1',
  evalEvery: 'count',
  sampleEvery: 'count',
  saveEvery: 'count',
  warmupSteps: 'count',
  learningRate: 'above-0',
  minLearningRate: 'from-0',
  weightDecay: 'from-0',
  clip: 'from-0',
  beta1: 'below-1',
  beta2: 'below-1',
  momentum: 'below-1',
  iterations: 'count-to-10',
  holdShare: 'to-1',
} as const satisfies Record<Exclude<NumberSetting, 'seed'>, SettingRange>;

/** @throws OcaqError `setting-out-of-range` */
export function checkSettings(settings: LoopSettings): void {
  for (const name of Object.keys(RANGE_OF) as (keyof typeof RANGE_OF)[])
    checkSetting(name, RANGE_OF[name], settings[name]);
  for (const [group, scales] of Object.entries(settings.groups))
    for (const [name, scale] of Object.entries(scales)) checkSetting(`groups.${group}.${name}`, 'from-0', scale);
}
