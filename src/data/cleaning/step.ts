/**
 * What a cleaning step is: a function of one document that returns its new text, or drops it. Steps know no language:
 * letter case is never touched.
 */

/** Plain values, stored with what was cleaned. */
export type StepOptions = Readonly<Record<string, number | string | boolean>>;

/** The document's new text ('' drops it), with a sample of what was taken out where that is not plain to see. */
export type Clean = (document: string) => { text: string; removed?: string } | null;

/** What steps know of the documents before, of all sources. */
export interface CorpusSoFar {
  /** Hashes of the documents that were kept; 'exact-duplicates' reads it and adds to it. */
  readonly seen: Set<string>;
}

/** An entry of the table of steps. */
export interface StepKind<Id extends string = string, Options extends StepOptions = StepOptions> {
  /** Stable: it is stored, and messages are looked up by it. */
  readonly id: Id;
  readonly defaults: Options;
  create(options: Options, corpus: CorpusSoFar): Clean;
}

/** A step ready to run. */
export interface CleaningStep {
  readonly id: string;
  readonly clean: Clean;
}

/** An entry whose `create` is typed by its defaults. */
export function defineStep<Id extends string, Options extends StepOptions>(
  step: StepKind<Id, Options>,
): StepKind<Id, Options> {
  return step;
}
