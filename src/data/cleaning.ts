/**
 * Cleaning as a pipeline of named, ordered steps. A step sees one document and returns its new text, or null to drop
 * it; the pipeline counts what every step did and keeps a few examples of it, so a person can check. A new kind of
 * cleaning is a new function that returns a CleaningStep. Steps know no language: letter case is never touched.
 * Memory: one document, the examples, and for duplicates one hash per document kept.
 */
import { beforeAndAfter, beginning } from './excerpt.ts';
import { documentHash } from './heldout.ts';
import { utf8Length } from './utf8.ts';

export interface CleaningStep {
  readonly id: string;
  /** The cleaned text ('' drops the document), with a sample of what was taken out where that is not plain to see. */
  apply(document: string): { text: string; removed?: string } | null;
}

export interface StepReport {
  id: string;
  documentsIn: number;
  documentsOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Documents that went on with another text. */
  changed: number;
  /** Documents that were dropped. */
  removed: number;
  /** The first few documents that were changed or dropped (`after` null), shown around the first difference. */
  examples: StepExample[];
}

export interface StepExample {
  before: string;
  after: string | null;
  /** A sample of what was taken out. */
  removed?: string;
}

export interface Pipeline {
  /** The cleaned document, or null when a step dropped it. */
  process(document: string): string | null;
  /** What every step did so far, in order; a copy. */
  report(): StepReport[];
}

const MAX_EXAMPLES = 5;
const EXAMPLE_LENGTH = 200;

export function createPipeline(steps: readonly CleaningStep[]): Pipeline {
  const stages = steps.map((step) => ({ step, report: newReport(step.id) }));
  return {
    process(document) {
      let text = document;
      let bytes = utf8Length(text);
      for (const { step, report } of stages) {
        report.documentsIn++;
        report.bytesIn += bytes;
        const result = step.apply(text);
        if (result === null || result.text === '') {
          report.removed++;
          addExample(report, text, null, result?.removed);
          return null;
        }
        if (result.text !== text) {
          report.changed++;
          addExample(report, text, result.text, result.removed);
          text = result.text;
          bytes = utf8Length(text);
        }
        report.documentsOut++;
        report.bytesOut += bytes;
      }
      return text;
    },
    report: () => stages.map(({ report }) => structuredClone(report)),
  };
}

const newReport = (id: string): StepReport => ({
  id,
  documentsIn: 0,
  documentsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  changed: 0,
  removed: 0,
  examples: [],
});

function addExample(report: StepReport, before: string, after: string | null, removed: string | undefined): void {
  if (report.examples.length >= MAX_EXAMPLES) return;
  const shown =
    after === null
      ? { before: beginning(before, EXAMPLE_LENGTH), after }
      : beforeAndAfter(before, after, EXAMPLE_LENGTH);
  report.examples.push(removed ? { ...shown, removed: beginning(removed, EXAMPLE_LENGTH) } : shown);
}

// ----------------------------------------------------------------------------------------------------------- steps

export interface CleaningOptions {
  /** Hashes of the documents that were kept so far, of all sources; 'exact-duplicates' reads it and adds to it. */
  seen: Set<string>;
  shortLines?: ShortLinesOptions;
}

/** The steps in the order in which they belong. */
export function defaultSteps({ seen, shortLines: short }: CleaningOptions): CleaningStep[] {
  return [unicodeNfc(), whitespace(), shortLines(short), exactDuplicates(seen)];
}

/** Separators of lines other than \n (vertical tab, form feed, U+0085, U+2028, U+2029; \r with or without \n). */
const LINE_SEPARATORS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const NO_BREAK_SPACES = /[\u00a0\u2007\u202f]/g;
/** Control characters but \t and \n, soft hyphen, zero-width space and word joiner, byte order mark, direction marks. */
const INVISIBLE = /[^\P{Cc}\t\n]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/**
 * Zero-width (non-)joiners where they have no meaning. They have one after Arabic, Syriac and Mongolian letters, after
 * marks (Indic viramas) and, the joiner, within emoji: there they stay.
 */
const LOOSE_JOINERS =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/gu;

/**
 * 'unicode-nfc': composed characters (NFC); invisible and control characters taken out, no-break spaces made spaces,
 * other line separators made \n, lone surrogates (which no encoding can hold) made U+FFFD.
 */
export function unicodeNfc(): CleaningStep {
  return {
    id: 'unicode-nfc',
    apply(document) {
      const visible = document
        .replace(LINE_SEPARATORS, '\n')
        .replace(NO_BREAK_SPACES, ' ')
        .replace(INVISIBLE, '')
        .replace(LOOSE_JOINERS, '');
      const text = visible.toWellFormed().normalize('NFC');
      return text === document ? { text } : { text, removed: namesOf(document) };
    },
  };
}

/** The invisible characters of a text as U+XXXX, each once: they would not show in an example. */
function namesOf(document: string): string {
  const found = [LINE_SEPARATORS, NO_BREAK_SPACES, INVISIBLE, LOOSE_JOINERS].flatMap(
    (kind) => document.match(kind) ?? [],
  );
  const names = found.map((text) => `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`);
  return [...new Set(names)].join(' ');
}

/**
 * 'whitespace': runs of spaces and tabs become one space, also at the beginning of lines; spaces at line ends go; three
 * or more line breaks become two; the document's ends are trimmed.
 */
export function whitespace(): CleaningStep {
  return {
    id: 'whitespace',
    apply: (document) => ({
      text: document
        .replace(/[^\S\n]{2,}/g, ' ')
        .replace(/[^\S\n]\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    }),
  };
}

export interface ShortLinesOptions {
  /** Documents with fewer characters (code points) are dropped; default 20. */
  minDocumentCharacters?: number;
  /** Lines with fewer letters are taken out where they stand alone; default 3. */
  minLineLetters?: number;
}

/**
 * 'short-lines': takes out lines with hardly a letter ("* * *", "12", "IV") where they stand alone, that is between
 * blank lines or the document's ends, with the blank line after them; lines inside a paragraph, a list or a table stay.
 * Then drops documents that are shorter than a short sentence. The defaults are cautious: what goes is page numbers,
 * ornaments and crumbs.
 */
export function shortLines({ minDocumentCharacters = 20, minLineLetters = 3 }: ShortLinesOptions = {}): CleaningStep {
  return {
    id: 'short-lines',
    apply(document) {
      const removed: string[] = [];
      const text = withoutStrayLines(document, minLineLetters, removed);
      if (isShorter(text, minDocumentCharacters)) return null;
      return removed.length > 0 ? { text, removed: removed.join('\n') } : { text };
    },
  };
}

function withoutStrayLines(document: string, minLetters: number, removed: string[]): string {
  const lines = document.split('\n');
  const isBlank = (at: number) => (lines[at] ?? '').trim() === '';
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const stray = !isBlank(i) && isBlank(i - 1) && isBlank(i + 1) && hasFewerLetters(line, minLetters);
    if (!stray) {
      kept.push(line);
      continue;
    }
    removed.push(line);
    i++; // the blank line after it
  }
  return removed.length > 0 ? kept.join('\n').trim() : document;
}

function hasFewerLetters(line: string, limit: number): boolean {
  let letters = 0;
  for (const _letter of line.matchAll(/\p{L}/gu)) {
    letters++;
    if (letters >= limit) break;
  }
  return letters < limit;
}

function isShorter(text: string, characters: number): boolean {
  if (text.length >= 2 * characters) return false;
  return [...text].length < characters;
}

/**
 * 'exact-duplicates': drops a document whose hash (see heldout.ts: composition and white space do not count) is in
 * `seen`, and adds those it keeps. Share one set between sources to find duplicates across them. About 100 bytes each.
 */
export function exactDuplicates(seen: Set<string>): CleaningStep {
  return {
    id: 'exact-duplicates',
    apply(document) {
      const hash = documentHash(document);
      if (seen.has(hash)) return null;
      seen.add(hash);
      return { text: document };
    },
  };
}
