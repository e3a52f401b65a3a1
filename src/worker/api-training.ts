/** The contract's part about the settings of runs, and about runs that come from other runs. See api.ts. */

import type { QuantisedType } from '../formats/quantised/table.ts';
import type { LoraConfig } from '../model/lora.ts';
import type { Recipe } from '../model/recipe.ts';
import type { RateSweep } from '../training/rate-finder.ts';
import type { Id } from './api-ids.ts';

export type { LoraConfig, QuantisedType, RateSweep };

/** Low-rank adapters (LoRA), and how the base beside them is held. */
export interface AdapterMethod {
  readonly lora: LoraConfig;
  /** Given where the matrices within its layers are quantised (QLoRA). */
  readonly matrices?: QuantisedType | undefined;
}

/** What a run changes of the model: every parameter, or adapters beside them, which stay as they are. */
export type TrainingMethod = { readonly kind: 'full' } | ({ readonly kind: 'lora' } & AdapterMethod);

export interface TrainingSettings extends Recipe {
  steps: number;
  seed: number;
  /** Held-out evaluation, samples and checkpoints every so many steps; 0 turns each off. */
  evalEvery: number;
  sampleEvery: number;
  saveEvery: number;
  samplePrompt: string;
}

/** A pass over a corpus whose documents are packed by best fit. */
export interface PackedPass {
  rows: number;
  /** In the rows, whose rest is padding. */
  tokens: number;
}

/** What is changed of a run as it is resumed; with nothing given it is bit for bit what it was. */
export interface Resumption {
  /** Its peak learning rate from there on; the last one moves with it. */
  learningRate?: number;
  /** Of a run that has diverged: it goes back to before that. */
  back?: { leavesBatchesOut: boolean };
}

/** What a restarted run may set otherwise: its optimizer, rows and their order, start and mean are those of the checkpoint. */
export type RestartSettings = Omit<
  TrainingSettings,
  'optimizer' | 'seed' | 'residualInit' | 'packing' | 'documentMask' | 'shiftWindows' | 'averageWeights'
>;

/** A new run that continues from a checkpoint of another: its weights, moments and place in the data. */
export interface BranchOptions {
  checkpoint: Id;
  settings: RestartSettings;
  /** Goes on with the corpus as it is now, from its beginning; with that of the checkpoint unless given. */
  newText?: boolean;
}

export interface BranchPlan extends BranchOptions {
  /** Of the checkpoint. */
  step: number;
  /** Bit for bit what one run with these settings would have been. */
  isExact: boolean;
  /** The learning rate until there is the one that a run with these settings would have had. */
  isSameRate: boolean;
  /** Steps in which the learning rate leads from its last value to that of the settings; 0 where they agree. */
  rewarmSteps: number;
}

/** Of a run that does another again, with that. */
export interface RepeatComparison {
  readonly original: Id;
  /** That both have done. */
  readonly steps: number;
  /** The first one whose loss is another; null: all are the same bits. */
  readonly firstOther: { readonly step: number; readonly there: number; readonly here: number } | null;
  /** Of one step each: whether all weights and moments are the same bits. */
  readonly checkpoints: readonly { readonly step: number; readonly isSame: boolean }[];
}
