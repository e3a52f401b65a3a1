/**
 * What a cleaning step is. There are two kinds. A step of level 'document' makes a new text of one document, or drops it,
 * and knows of no other: it may run in any worker. A step of level 'corpus' drops documents because of others. What it
 * needs to know of a document is its fingerprint, computed of the document alone and stored beside it; it judges
 * fingerprints in the order of the corpus. Document steps come first. No step touches letter case without being asked to.
 */

import type { NgramModel } from '../ngram-model.ts';
import type { LeakIndex } from './leak-index.ts';

/** Plain values, stored with what was cleaned. */
export type StepOptions = Readonly<Record<string, number | string | boolean>>;

/** What is known of a document besides its text. */
export interface DocumentFacts {
  /** From the columns of its row that hold numbers, by name; empty where its file has none. */
  readonly scores: Readonly<Record<string, number>>;
}

/** What a person chooses texts for: models will be tested on them, or other texts are measured by them. */
export type ReferenceUse = 'evaluation' | 'trusted';

/** What steps may use besides the document and their options: large values that are no settings. */
export interface CleaningContext {
  /** The texts that models will be tested on; absent: none were chosen. */
  readonly evaluation?: LeakIndex;
  /** Hashes (`lineHash`) of lines that many documents of the source have; absent: none were counted. */
  readonly repeatedLines?: ReadonlySet<number>;
  /** Of text that was chosen as trusted; absent: none was. */
  readonly trusted?: NgramModel;
}

export interface Kept {
  readonly text: string;
  /** A sample of what was taken out, where that is not plain to see. */
  readonly removed?: string;
  /** Something that a person should know of, though it was left as it is; messages are looked up by it. */
  readonly remark?: string;
}

export interface Dropped {
  readonly text: null;
  /** Which rule of the step the document broke; messages are looked up by it. Absent where the step has one rule. */
  readonly rule?: string;
  /** What the rule measured, in the unit of its bound. */
  readonly measured?: number;
  readonly bound?: number;
  /** What it was dropped for, as found in the text: a language, a phrase. */
  readonly removed?: string;
}

/** An empty text drops the document, by no rule. */
export type Clean = (document: string, facts: DocumentFacts) => Kept | Dropped;

interface Kind<Id extends string, Options extends StepOptions> {
  /** Stable: it is stored, and messages are looked up by it. */
  readonly id: Id;
  /** Another one with every change that gives another result for the same options: what was cleaned before is then stale. */
  readonly version: number;
  readonly defaults: Options;
  /** Not run unless it is switched on. */
  readonly offByDefault?: true;
  /** Texts without which it does nothing. */
  readonly needs?: ReferenceUse;
}

export interface DocumentStepKind<Id extends string = string, Options extends StepOptions = StepOptions>
  extends Kind<Id, Options> {
  readonly level: 'document';
  create(options: Options, context: CleaningContext): Clean;
}

/** Of a fixed length for given options. */
export type Fingerprint = Uint8Array<ArrayBuffer>;

export interface CorpusJudge {
  /** @returns null: it is kept; else the place of the document that it is dropped for, and how like they are, 0 … 1 */
  find(fingerprint: Fingerprint): { readonly like: number; readonly similarity: number } | null;
  /**
   * Remembers a document that every step keeps.
   * @param place the running number of the document in the corpus, ascending from call to call
   */
  remember(fingerprint: Fingerprint, place: number): void;
}

export interface CorpusStepKind<Id extends string = string, Options extends StepOptions = StepOptions>
  extends Kind<Id, Options> {
  readonly level: 'corpus';
  /** UTF-8 documents of any length; the same one always has the same fingerprint. */
  fingerprint(options: Options): (document: string) => Fingerprint;
  open(options: Options): CorpusJudge;
}

/** An entry of the table of steps. */
export type StepKind = DocumentStepKind | CorpusStepKind;

/** An entry whose `create` is typed by its defaults. */
export const defineStep = <Id extends string, Options extends StepOptions>(
  step: Omit<DocumentStepKind<Id, Options>, 'level'>,
): DocumentStepKind<Id, Options> => ({ level: 'document', ...step });

export const defineCorpusStep = <Id extends string, Options extends StepOptions>(
  step: Omit<CorpusStepKind<Id, Options>, 'level'>,
): CorpusStepKind<Id, Options> => ({ level: 'corpus', ...step });
