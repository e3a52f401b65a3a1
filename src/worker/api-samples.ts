/** The contract's part about what a run's model writes while it learns. See api.ts. */
import type { Id, PromptTemplateId } from './api-ids.ts';

/** What a model wrote after so many steps. */
export interface SamplePoint {
  step: number;
  /** What it continued, or the instruction that it answered. */
  prompt: string;
  text: string;
  /** Of a held-out record: what belongs to the instruction, and the answer that the record gives. */
  record?: { input: string; output: string };
}

/** A record of an instruction set that no run learns from. */
export interface HeldOutRecord {
  row: number;
  instruction: string;
  input: string;
}

export interface SamplesApi {
  /** The first few of a set whose prompts leave room for an answer; the tokenizer of the checkpoint counts. */
  listHeldOut(set: Id, baseCheckpoint: Id, template: PromptTemplateId, seq: number): Promise<HeldOutRecord[]>;
}
