/** The part of the contract about what cleaning does to the corpus. Part of `api.ts`, from where it is imported. */
import type { CleaningStepReport } from '../data/cleaning/report.ts';
import type { DocumentPlace } from './api-documents.ts';
import type { Id } from './api-ids.ts';

/** What steps would do, by a sample from all sources; what repeats is only found within it. */
export interface DryRun {
  /** Of the sample. */
  documents: number;
  bytes: number;
  /** Of all sources, as they were read. */
  bytesOfAll: number;
  milliseconds: number;
  steps: CleaningStepReport[];
}

/**
 * Documents by what became of them between two stages of a source's cleaning. Stage 0 is the documents as they were read,
 * stage n what was left after the first n of its steps (`SourceRecord.steps`).
 */
export interface StageQuery {
  source: Id;
  /** Of the stages, the earlier one first. */
  stages: readonly [from: number, to: number];
  /** Which are wanted: those that the later stage does not have, those that it has with another text, or both. */
  what: 'removed' | 'changed' | 'both';
  /** Only those that this rule dropped; null: all. */
  rule: string | null;
  /** The first that is looked at; null: the first of the source. */
  from: DocumentPlace | null;
  count: number;
}

export interface StageDocument {
  place: DocumentPlace;
  /** As the earlier stage has it, and as the later one; null: it was dropped between them. Cut around the first difference. */
  before: string;
  after: string | null;
  /** The step that dropped it, its rule, and what the rule measured against which bound. */
  droppedBy?: string;
  rule?: string;
  measured?: number;
  bound?: number;
  /** A sample of what was found in it or taken out of it. */
  removed?: string;
  /** What the document that it repeats begins with; null: that one was deleted since, with its source. */
  like?: string | null;
}

export interface StagePage {
  documents: StageDocument[];
  /** The first of the next page; null where these are the last. */
  next: DocumentPlace | null;
}
