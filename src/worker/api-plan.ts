/** The contract's part about plans: what they take, how fast they are, where the time goes. See api.ts. */

import type { Proposal, SizeLimit } from '../model/coach.ts';
import type { Advice } from '../model/coach-advice.ts';
import type { MemoryChoice, SizedChoice } from '../model/planner.ts';
import type { MemoryCategory } from '../plan/step-plan.ts';
import type { InstructOptions } from './api-instruct.ts';
import type { RunNeeds } from './api-storage.ts';

export type { Advice, MemoryCategory, MemoryChoice, Proposal, SizedChoice, SizeLimit };

export interface PlanReport {
  parameters: number;
  bytes: Record<MemoryCategory, number>;
  totalBytes: number;
  /** What the mean of the weights takes besides, in a run whose recipe keeps it. */
  meanBytes: number;
  /** What Muon in the place of AdamW would save, and its update's share of a step's arithmetic. */
  muon: { savedBytes: number; share: number; isSuited: boolean };
  budgetBytes: number;
  fits: boolean;
  choice: MemoryChoice;
  /** What would have been preferred, but is larger than the budget. */
  tooLarge: SizedChoice[];
  /** The next choice, which is within the budget too; null where there is none. */
  runnerUp: SizedChoice | null;
  /** Where the budget asks for sacrifices: the plan of steps of one batch, where it asks for fewer of them; null elsewhere. */
  oneBatch: SizedChoice | null;
  /** Where layers would be recomputed, or nothing fits: the same step in more and smaller batches that spares that; else null. */
  smallerBatches: (SizedChoice & { batch: number; accumulate: number }) | null;
  /** Where nothing is within the budget: rows per batch and tokens per row that would be; null where none would. */
  wouldFit: { rows: number; seq: number; totalBytes: number } | null;
  /** Largest single buffer against what the adapter allows. */
  largestBufferBytes: number;
  flopsPerToken: number;
  tokensPerStep: number;
}

/** A tuning run, as far as its plan depends on it. */
export interface TuningShape
  extends Pick<
    InstructOptions,
    | 'baseCheckpoint'
    | 'method'
    | 'precision'
    | 'seq'
    | 'batch'
    | 'accumulate'
    | 'packed'
    | 'promptWeight'
    | 'embeddingDropout'
  > {
  averageWeights: boolean;
}

export interface TuningPlan {
  totalBytes: number;
  /** What its checkpoints will take. */
  needs: RunNeeds;
  fits: boolean;
  /** Parameters that are trained, of the model's and the adapters'. */
  trained: number;
  /** Modules of the base that adapters may lie beside, by the last part of their names. */
  modules: string[];
}

export interface SpeedReport {
  /** 'measured' by running real steps on this device. */
  tokensPerSecond: number;
  millisecondsPerStep: number;
  measuredSteps: number;
}

/** Where the time of an optimizer step goes. Times were measured on this device; operations and bytes are the plan's. */
export interface ProfileReport {
  /** The longest first. */
  rows: ProfileRow[];
  /** The sum of the rows, and an optimizer step measured as a whole. */
  partsMilliseconds: number;
  stepMilliseconds: number;
  /** What the roof and the plan foretell for a whole step. */
  predictedMilliseconds: number;
  /** What the device can do at most, measured in the same run. */
  roof: { flopsPerSecond: number; bytesPerSecond: number };
}

/** The launches of an optimizer step that do the same: one kernel on one shape. */
export interface ProfileRow {
  kernel: string;
  /** e.g. '4096×2304×768'; '' where the kernel names no size. */
  sizes: string;
  pass: 'forward' | 'backward' | 'update';
  /** Launches in an optimizer step. */
  count: number;
  /** Of all of them. */
  milliseconds: number;
  /** Of `partsMilliseconds`. */
  share: number;
  flopsPerSecond: number;
  bytesPerSecond: number;
  /** Above 1 where a kernel finds its numbers in a cache. */
  shareOfRoof: { arithmetic: number; memory: number };
  /** Time that the roof and the plan foretell, over that which was measured. */
  predictedOverMeasured: number;
  /** The wall clock where the adapter's timestamps are absent or implausible. */
  clock: 'timestamps' | 'wall';
}
