/** What people read of measures: figures with their intervals, beside chance or published models. */
import { languageOf } from '../data/language.ts';
import type { RowProblem } from '../data/rows/row.ts';
import type { ExamProblem } from '../data/tasks/exams/exam.ts';
import type { LeakReport } from '../data/tasks/leak-guard.ts';
import type { PairProblem } from '../data/tasks/minimal-pairs/pair-file.ts';
import { FLORES_REFERENCES, FLORES_SOURCE } from '../evaluation/flores-references.ts';
import type {
  AnswersResult,
  ExamResult,
  Fit,
  FloresResult,
  MeasureResult,
  PairsResult,
  Share,
  TextResult,
} from '../evaluation/results.ts';
import { amountOf } from './amount.ts';
import { ROW_REASONS } from './bad-rows.ts';
import { textTable } from './text-table.ts';

const REASONS: Readonly<Record<ExamProblem | PairProblem | RowProblem, string>> = {
  ...ROW_REASONS,
  'good-missing': 'has no good sentence',
  'bad-missing': 'has no bad sentence',
  'halves-equal': 'has the same sentence twice',
  'question-missing': 'has no question',
  'choices-missing': 'has no choices',
  'choices-few': 'has fewer than two choices',
  'choice-not-text': 'has a choice that is not text, or an empty one',
  'answer-missing': 'does not say which choice is right',
  'answer-unknown': 'names a right choice that is none of its choices',
  'answer-outside': 'names a right choice beyond its choices',
};
/** Rows that are named. */
const LISTED = 10;
const LISTED_LEAKS = 5;

/** What is told of a result; of a text only what of it the model has learned from, since its figures are the command's own. */
export function resultReport(result: MeasureResult): string[] {
  const { set, leaked } = result;
  const without = leaked?.without;
  return [
    ...(result.kind === 'text' ? [] : [measureReport(result)]),
    ...(leaked ? [leakReport(set, leaked)] : []),
    ...(without && without.kind !== 'text' ? [`without them:\n${measureReport(without)}`] : []),
  ];
}

export function measureReport(result: Exclude<MeasureResult, TextResult>): string {
  switch (result.kind) {
    case 'flores':
      return floresReport(result);
    case 'pairs':
      return pairsReport(result);
    case 'exam':
      return examReport(result);
    case 'answers':
      return answersReport(result);
    default:
      return result satisfies never;
  }
}

function floresReport({ set, bits, ...fit }: FloresResult): string {
  const interval = bits.interval ? ` (95 %: ${bits.interval.low.toFixed(2)} to ${bits.interval.high.toFixed(2)})` : '';
  return [
    `${set}: ${bits.mean.toFixed(2)} bits for the second half of a sentence${interval}, of ${amountOf(bits.count, 'sentence')}`,
    ...fitReport(fit),
  ].join('\n');
}

const LANGUAGES: Readonly<Record<string, keyof typeof FLORES_REFERENCES>> = { az: 'azj_Latn', tr: 'tur_Latn' };

/** Published models on FLORES in the language of the sentences, the best one first; '' where none are known. */
export function referenceReport(sentences: readonly string[]): string {
  const language = LANGUAGES[languageOf(sentences.join(' ')) ?? ''];
  if (!language) return '';
  const models = FLORES_REFERENCES[language].toSorted((a, b) => a.bits - b.bits);
  const rows = models.map(({ model, bits }) => [model, bits.toFixed(2)]);
  return `published models on FLORES-200 ${language} (${FLORES_SOURCE}):\n${textTable([['model', 'bits'], ...rows])}`;
}

const pairsReport = ({ set, all, phenomena, problems, ...fit }: PairsResult): string =>
  [
    `${set}: the right one of a pair is likelier`,
    textTable([
      ['phenomenon', 'share', '95 %', 'pairs'],
      ...phenomena.map(({ phenomenon, ...share }) => [phenomenon, ...shareCells(share)]),
      ['all (chance: 50.0 %)', ...shareCells(all)],
    ]),
    ...fitReport(fit),
    ...problemReport(set, problems),
  ].join('\n');

const examReport = ({ set, form, raw, normalised, chance, problems, ...fit }: ExamResult): string =>
  [
    `${set} (${form}): the right choice is the likeliest`,
    textTable([
      ['by', 'share', '95 %', 'questions'],
      ['the whole choice', ...shareCells(raw)],
      ['its characters', ...shareCells(normalised)],
      ['chance', perCent(chance), '', ''],
    ]),
    ...fitReport(fit),
    ...problemReport(set, problems),
  ].join('\n');

function answersReport({ set, scores, loops, distinct, cut, leftOut, answers }: AnswersResult): string {
  const different = distinct.map((share) => (share === null ? '–' : share.toFixed(2))).join(', ');
  return [
    `${set}: ${amountOf(answers.length, 'answer')} against their references`,
    textTable([
      ['measure', 'score', '95 %', ''],
      ...scores.map(({ measure, score, interval, signature }) => [
        ...[measure, score.toFixed(2)],
        ...[interval ? `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : '–', signature],
      ]),
    ]),
    `${perCent(loops.share)} of them end in a loop (95 %: ${perCent(loops.low)} to ${perCent(loops.high)}); distinct-1, -2, -3 over all: ${different}`,
    ...(cut > 0 ? [`${amountOf(cut, 'answer was', 'answers were')} cut by --max-tokens or the context`] : []),
    ...leftOutReport(leftOut),
  ].join('\n');
}

const LEFT_OUT_REASONS: Readonly<Record<AnswersResult['leftOut'][number]['reason'], string>> = {
  'prompt-too-long': 'leaves no room for an answer in the context',
  'prompt-empty': 'has no tokens',
  'prompt-refused': "is refused by the model's chat template",
};

function leftOutReport(leftOut: AnswersResult['leftOut']): string[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.slice(0, LISTED).map(({ row, reason }) => `  row ${row} ${LEFT_OUT_REASONS[reason]}`);
  const more = leftOut.length > LISTED ? [`  and ${leftOut.length - LISTED} more`] : [];
  return [`${amountOf(leftOut.length, 'prompt was', 'prompts were')} not asked`, ...rows, ...more];
}

function leakReport(set: string, { items, tooShort, leaks, share }: LeakReport): string {
  const short = tooShort > 0 ? `; of ${tooShort} with fewer than four words it cannot be told` : '';
  if (leaks.length === 0) return `${set}: none of its ${amountOf(items, 'item')} stands in the corpus${short}`;
  const found = leaks.slice(0, LISTED_LEAKS).map(({ item, words, sharedWords, places }) => {
    const [first] = places;
    return `  item ${item + 1}, ${sharedWords} of ${words} words: ${first?.source}, document ${first?.document}: ${first?.excerpt.replaceAll(/\s+/g, ' ')}`;
  });
  const more = leaks.length > LISTED_LEAKS ? [`  and ${leaks.length - LISTED_LEAKS} more`] : [];
  const heading = `${set}: ${leaks.length} of ${amountOf(items, 'item')} (${perCent(share)}) stand in the corpus, so that the model may know them by heart${short}`;
  return [heading, ...found, ...more].join('\n');
}

const perCent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const shareCells = ({ share, low, high, count }: Share): string[] => [
  share === null ? '–' : perCent(share),
  `${perCent(low)} to ${perCent(high)}`,
  String(count),
];

function fitReport({ cut, tooLong }: Fit): string[] {
  const lost = cut > 0 ? [`${amountOf(cut, 'text')} lost tokens at the beginning, which were only given`] : [];
  return tooLong > 0 ? [...lost, `${amountOf(tooLong, 'item')} left out: longer than a row`] : lost;
}

function problemReport(set: string, problems: (ExamResult | PairsResult)['problems']): string[] {
  if (problems.length === 0) return [];
  const rows = problems.slice(0, LISTED).map(({ row, problem }) => `  row ${row} ${REASONS[problem]}`);
  const more = problems.length > LISTED ? [`  and ${problems.length - LISTED} more`] : [];
  return [`${set}: ${amountOf(problems.length, 'row')} could not be used`, ...rows, ...more];
}
