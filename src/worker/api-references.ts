/** The part of the contract about texts that cleaning steps compare documents with. Part of `api.ts`, from where it is imported. */
import type { ReferenceUse } from '../data/cleaning/step.ts';
import type { SourceFiles } from './api-files.ts';
import type { Id } from './api-ids.ts';

export type { ReferenceUse };

/** Of an instruction set: all records, or those that are held out of training. */
export type RecordsPart = 'all' | 'held-out';

export type ReferenceOrigin =
  | { kind: 'files'; source: SourceFiles }
  | { kind: 'source'; source: Id }
  | { kind: 'instructions'; set: Id; part: RecordsPart };

/** Texts that were chosen for a step. */
export interface ReferenceRecord {
  id: Id;
  use: ReferenceUse;
  name: string;
  addedAt: number;
  /** What they were copied from; it may be deleted by now. */
  from: Exclude<ReferenceOrigin, { kind: 'files' }> | { kind: 'files' };
  texts: number;
  /** UTF-8, of the texts that are kept. */
  bytes: number;
  /** Of those that there were: of much trusted text only as much is kept as a model learns from. */
  readBytes: number;
  /** Of evaluation texts those that are too short to be found in a document. */
  shortTexts: number;
  /** Of its files: rows that gave no text, and files in archives that could not be read. */
  badRows: number;
  skippedFiles: number;
}

/** Documents in the order of how much they surprise a model, in bits per character: the value at 5, 50 and 95 of a hundred. */
export interface SurpriseRange {
  documents: number;
  low: number;
  middle: number;
  high: number;
}

export interface Surprise {
  /** Trusted texts under a model of nine tenths of them, those of the other tenth; null where they are too few for that. */
  trusted: SurpriseRange | null;
  /** A sample of the corpus as it comes to the step; null where nothing does. */
  corpus: SurpriseRange | null;
}
