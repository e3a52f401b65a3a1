/**
 * A run of cleaning steps over documents. It has two halves. A `DocumentCleaner` takes documents through the steps that need
 * nothing but them, and takes the fingerprints of what is left: any number of workers may have one each. One `CorpusSieve`
 * judges the fingerprints in the order of the corpus. So the result does not depend on how many workers there are.
 */
import { documentHash } from '../heldout.ts';
import type { RawDocument } from '../raw-document.ts';
import { utf8Length } from '../utf8.ts';
import { addReports, type CleaningStepReport, count, exampleOf, MAX_EXAMPLES, newReport } from './report.ts';
import type { CorpusJudge, DocumentFacts, Dropped, Fingerprint } from './step.ts';
import type { OpenSteps } from './table.ts';

/** What the document steps left of a document. */
export type CleanedDocument = KeptDocument | DroppedDocument;

export interface KeptDocument {
  readonly text: string;
  /** Of its UTF-8. */
  readonly bytes: number;
  readonly hash: string;
  /** Ids of the steps that changed it, in their order. */
  readonly changedBy: readonly string[];
  /** One for each of the corpus steps. */
  readonly fingerprints: readonly Fingerprint[];
}

export interface DroppedDocument {
  readonly text: null;
  /** Id of the step that dropped it. */
  readonly droppedBy: string;
  readonly rule?: string;
  /** The place of the earlier document that it was dropped for. */
  readonly like?: number;
  /** Ids of the steps that had changed it before, in their order. */
  readonly changedBy?: readonly string[];
}

const NO_FACTS: DocumentFacts = { scores: {} };

export class DocumentCleaner {
  readonly #steps: OpenSteps;
  #reports: CleaningStepReport[];

  constructor(steps: OpenSteps) {
    this.#steps = steps;
    this.#reports = steps.document.map(({ id }) => newReport(id));
  }

  clean({ text: raw, scores }: RawDocument): CleanedDocument {
    const facts = scores ? { scores } : NO_FACTS;
    const changedBy: string[] = [];
    let text = raw;
    let bytes = utf8Length(text);
    for (const [i, { id, clean }] of this.#steps.document.entries()) {
      const report = this.#reports[i] as CleaningStepReport;
      report.documentsIn++;
      report.bytesIn += bytes;
      const result = clean(text, facts);
      if (result.text === null || result.text === '') {
        const { rule, removed } = { rule: undefined, ...result };
        noteDrop(report, text, result.text === null ? result : { text: null, ...(removed ? { removed } : {}) });
        return { text: null, droppedBy: id, ...(rule === undefined ? {} : { rule }), ...changes(changedBy) };
      }
      const { text: after, ...about } = result;
      const isNoted = after !== text || about.remark !== undefined;
      if (isNoted && report.examples.length < MAX_EXAMPLES) report.examples.push(exampleOf(text, after, about));
      if (about.remark !== undefined) count(report.remarks, about.remark);
      if (after !== text) {
        report.changed++;
        changedBy.push(id);
        text = after;
        bytes = utf8Length(text);
      }
      report.documentsOut++;
      report.bytesOut += bytes;
    }
    const fingerprints = this.#steps.corpus.map(({ fingerprint }) => fingerprint(text));
    return { text, bytes, hash: documentHash(text), changedBy, fingerprints };
  }

  /** What the document steps did since this was asked last, in their order. */
  takeReport(): CleaningStepReport[] {
    const reports = this.#reports;
    this.#reports = this.#steps.document.map(({ id }) => newReport(id));
    return reports;
  }
}

export class CorpusSieve {
  readonly #judges: readonly { readonly id: string; readonly judge: CorpusJudge }[];
  #reports: CleaningStepReport[];

  constructor({ corpus }: OpenSteps) {
    this.#judges = corpus.map(({ id, open }) => ({ id, judge: open() }));
    this.#reports = this.#judges.map(({ id }) => newReport(id));
  }

  /**
   * @param place the running number of the document in the corpus, ascending from call to call
   * @returns null: it is kept
   */
  judge({ text, bytes, fingerprints }: KeptDocument, place: number): DroppedDocument | null {
    for (const [i, { id, judge }] of this.#judges.entries()) {
      const report = this.#reports[i] as CleaningStepReport;
      report.documentsIn++;
      report.bytesIn += bytes;
      const found = judge.find(fingerprints[i] as Fingerprint);
      if (found) {
        noteDrop(report, text, { text: null, measured: found.similarity });
        return { text: null, droppedBy: id, like: found.like };
      }
      report.documentsOut++;
      report.bytesOut += bytes;
    }
    this.remember(fingerprints, place);
    return null;
  }

  /** Of a document that is kept, now or before. */
  remember(fingerprints: readonly Fingerprint[], place: number): void {
    for (const [i, { judge }] of this.#judges.entries()) judge.remember(fingerprints[i] as Fingerprint, place);
  }

  /** What the corpus steps did since this was asked last, in their order. */
  takeReport(): CleaningStepReport[] {
    const reports = this.#reports;
    this.#reports = this.#judges.map(({ id }) => newReport(id));
    return reports;
  }
}

/** Both halves, one document after the other. */
export class Pipeline {
  readonly #cleaner: DocumentCleaner;
  readonly #sieve: CorpusSieve;
  readonly #reports: CleaningStepReport[];
  #place = 0;

  constructor(steps: OpenSteps) {
    this.#cleaner = new DocumentCleaner(steps);
    this.#sieve = new CorpusSieve(steps);
    this.#reports = [...steps.document, ...steps.corpus].map(({ id }) => newReport(id));
  }

  /** @returns null: a step dropped it */
  process(document: RawDocument): string | null {
    const place = this.#place++;
    const cleaned = this.#cleaner.clean(document);
    if (cleaned.text === null) return null;
    return this.#sieve.judge(cleaned, place) === null ? cleaned.text : null;
  }

  /** What every step did so far, in order; a copy. */
  report(): CleaningStepReport[] {
    addReports(this.#reports, [...this.#cleaner.takeReport(), ...this.#sieve.takeReport()]);
    return structuredClone(this.#reports);
  }
}

const changes = (changedBy: readonly string[]): Pick<DroppedDocument, 'changedBy'> =>
  changedBy.length > 0 ? { changedBy } : {};

function noteDrop(report: CleaningStepReport, before: string, { text: _text, ...about }: Dropped): void {
  report.removed++;
  if (about.rule !== undefined) count(report.rules, about.rule);
  if (report.examples.length < MAX_EXAMPLES) report.examples.push(exampleOf(before, null, about));
}
