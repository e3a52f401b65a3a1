/** What a person should know of a corpus that was read and cleaned, a sentence or two each. */

import type { LeakIndex } from '../data/cleaning/leak-index.ts';
import type { CleaningStepReport } from '../data/cleaning/report.ts';
import { duplicateFigures } from '../data/corpus-report/figures.ts';
import { licenceRemarks } from '../data/licences.ts';
import { type LeftOutKind, sumsOfLeftOut } from '../data/readers/reader.ts';
import { amountOf } from './amount.ts';
import { badRowsText } from './bad-rows.ts';
import { type CorpusInput, type InputReport, type PassedOver, reasonName, reasonText } from './corpus-input.ts';
import type { CorpusRun } from './corpus-run.ts';
import { licenceText } from './report-language.ts';

/** Of fewer, a held-out share of 5 % is a handful of documents. */
const FEW_DOCUMENTS = 100;
const NAMED = 3;
const LISTED_FILES = 20;

/** @param kept documents that are left */
export function corpusWarnings(
  inputs: readonly CorpusInput[],
  { report, steps }: CorpusRun,
  kept: number,
  evaluation?: LeakIndex,
): string[] {
  return [
    ...readingWarnings(report),
    ...encodingWarnings(report),
    ...steps.flatMap(remarkWarnings),
    ...duplicateWarnings(steps),
    ...licenceRemarks(inputs.filter(({ files }) => files.length > 0)).map(licenceText),
    ...evaluationWarnings(evaluation),
    ...fewWarnings(steps, kept),
  ];
}

function fewWarnings(steps: readonly CleaningStepReport[], kept: number): string[] {
  if (kept >= FEW_DOCUMENTS) return [];
  const [most] = [...steps].sort((a, b) => b.removed - a.removed);
  if (kept === 0 && most && most.removed > 0)
    return [`No document is left. The step "${most.id}" removed most of them: ${most.removed}. Look at its options.`];
  const left = amountOf(kept, 'document is', 'documents are');
  return [`Only ${left} left: what is held out says little. Add texts, or split long ones.`];
}

/** Files and rows that gave no document, and what readers left out or cut. */
export function readingWarnings({ passedOver, counts }: InputReport): string[] {
  const reasons = [...new Set(passedOver.map(({ reason }) => reason))];
  const files = reasons.map((reason) => {
    const all = passedOver.filter((one) => one.reason === reason);
    const named = all.slice(0, NAMED).map((one) => `  ${one.file}${one.message ? `: ${reasonText(one)}` : ''}`);
    const more = all.length > NAMED ? [`  and ${all.length - NAMED} more`] : [];
    return [`Files passed over (${reasonName(reason)}): ${all.length}`, ...named, ...more].join('\n');
  });
  const withBadRows = counts.filter((one) => one.counts.badRows > 0);
  const rows = withBadRows.slice(0, LISTED_FILES).map((one) => badRowsText(one.file, one.counts));
  const more = withBadRows.length - rows.length;
  const cut = counts.reduce((sum, one) => sum + one.counts.cutDocuments, 0);
  return [
    ...files,
    ...rows,
    ...(more > 0 ? [`Rows of ${amountOf(more, 'more file')} could not be used.`] : []),
    ...leftOutWarnings(counts),
    ...(cut > 0 ? [`${amountOf(cut, 'document was', 'documents were')} too long and cut into several.`] : []),
  ];
}

/** What is no text of its own, over all files; names and numbers of each file are in the report. */
function leftOutWarnings(counts: InputReport['counts']): string[] {
  const sums = sumsOfLeftOut({ leftOut: counts.flatMap((one) => one.counts.leftOut) });
  const empty = counts.reduce((sum, one) => sum + one.counts.emptyDocuments, 0);
  const parts = sums.map(({ kind, amount }) => amountOf(amount, ...LEFT_OUT[kind]));
  return [
    ...(parts.length > 0 ? [`Left out while reading: ${parts.join('; ')}.`] : []),
    ...(empty > 0 ? [`${amountOf(empty, 'document was', 'documents were')} empty.`] : []),
  ];
}

/** One, and several. */
const LEFT_OUT: Readonly<Record<LeftOutKind, readonly [string, string]>> = {
  'page-part': ['character of menus, footers and the like', 'characters of menus, footers and the like'],
  namespace: ['page that is no article', 'pages that are no articles'],
  redirect: ['redirect', 'redirects'],
  section: ['section of sources and links', 'sections of sources and links'],
  table: ['table', 'tables'],
  chapter: ["chapter without the book's own text", "chapters without the book's own text"],
  'page-line': ['line repeated at the edges of pages', 'lines repeated at the edges of pages'],
  include: ['place that takes in another file', 'places that take in another file'],
};

/** Bytes that were no text, and encodings that are a guess. */
export function encodingWarnings({ files, counts }: InputReport): string[] {
  const uncertain = files.filter(({ encoding }) => !encoding.isCertain);
  const bad = counts.filter((one) => one.counts.badSequences > 0);
  return [
    ...uncertain
      .slice(0, LISTED_FILES)
      .map(
        ({ file, encoding }) =>
          `${file} was read as ${encoding.name}, which its bytes leave open; --encoding of "corpus clean" says it.`,
      ),
    ...bad
      .slice(0, LISTED_FILES)
      .map(
        (one) => `${one.file} has ${amountOf(one.counts.badSequences, ...BAD_SEQUENCES)}, each of which became U+FFFD.`,
      ),
  ];
}

const BAD_SEQUENCES = ['sequence of bytes that is not text', 'sequences of bytes that are not text'] as const;

const remarkWarnings = ({ id, remarks }: CleaningStepReport): string[] =>
  Object.entries(remarks).map(
    ([remark, times]) => `Documents that ${REMARKS[remark] ?? `were noticed (${remark})`}: ${times} (${id}).`,
  );

const REMARKS: Readonly<Record<string, string>> = {
  uncertain: 'seem to be in a wrong encoding, but not certainly enough to be repaired',
  'dotless-for-dotted': 'have "ı" in the place of "i", as careless lower-casing leaves it',
  'dotted-for-dotless': 'have "i" in the place of "ı" throughout',
  'azerbaijani-cyrillic': 'are Azerbaijani in Cyrillic letters, and were left so',
  'azerbaijani-arabic': 'are Azerbaijani in Arabic letters',
  'no-score': 'have no score to be judged by, and were kept',
};

function duplicateWarnings(steps: readonly CleaningStepReport[]): string[] {
  const { near, nearShare } = duplicateFigures(steps, []);
  if (near === 0) return [];
  return [
    `Documents that are nearly the same as earlier ones, and were left out: ${near} (${(100 * nearShare).toFixed(1)} %).`,
  ];
}

function evaluationWarnings(evaluation: LeakIndex | undefined): string[] {
  if (!evaluation || evaluation.shortTexts === 0) return [];
  const { shortTexts, texts } = evaluation;
  return [
    `Texts for evaluation that have fewer than thirteen words, and cannot be looked for: ${shortTexts} of ${texts}.`,
  ];
}

/** What `report.json` says of files: those that were passed over, and rows and parts that gave no document. */
export const readingDetails = ({ passedOver, counts }: InputReport) => ({
  passed_over: passedOver satisfies readonly PassedOver[],
  reading: counts
    .filter(
      ({ counts: of }) =>
        of.badRows > 0 || of.leftOut.length > 0 || of.cutDocuments + of.emptyDocuments + of.badSequences > 0,
    )
    .map(({ file, counts: of }) => ({
      file,
      bad_rows: of.badRowReasons,
      bad_row_examples: of.badRowExamples,
      other_fields: of.otherFields,
      left_out: of.leftOut,
      cut_documents: of.cutDocuments,
      empty_documents: of.emptyDocuments,
      bad_sequences: of.badSequences,
    })),
});
