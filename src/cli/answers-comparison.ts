/** Two models' answers to the same set of prompts: how far apart they are over all of them, and prompt by prompt. */
import { type AnswersDifference, answerPairs, compareAnswers } from '../evaluation/answers/answer-scores.ts';
import type { AnswersResult, MeasureResult, ScoredAnswer } from '../evaluation/results.ts';
import { amountOf } from './amount.ts';
import { textTable } from './text-table.ts';

export interface AnswersComparison {
  readonly set: string;
  /** With the same prompts for both, see `compareAnswers`. */
  readonly differences: readonly AnswersDifference[];
  /** Those that both have answered; the one first by which the second gains most. */
  readonly prompts: readonly ComparedAnswers[];
}

interface ComparedAnswers extends Pick<ScoredAnswer, 'row' | 'prompt' | 'references'> {
  readonly first: Written;
  readonly second: Written;
  /** Of chrF++, the second less the first. */
  readonly difference: number;
}

type Written = Pick<ScoredAnswer, 'text' | 'chrf' | 'isLoop'>;

/** Prompts that are told at either end, those where the second gains and where it loses. */
const LISTED = 5;
/** Characters of a text in the table. */
const SHOWN = 40;
/** Of the sets that intervals are made of. */
const SEED = 0;

/** Of every set of prompts that both have answered, at least in part. */
export function answersComparisons(
  first: readonly MeasureResult[],
  second: readonly MeasureResult[],
): AnswersComparison[] {
  const others = second.filter(isOfAnswers);
  return first.filter(isOfAnswers).flatMap(({ set, answers }) => {
    const other = others.find((one) => one.set === set);
    const pairs = other ? answerPairs(answers, other.answers) : [];
    if (pairs.length === 0) return [];
    const prompts = pairs.map(({ first: one, second: two }) => ({
      ...{ row: one.row, prompt: one.prompt, references: one.references },
      ...{ first: written(one), second: written(two), difference: two.chrf - one.chrf },
    }));
    return [
      {
        set,
        differences: compareAnswers(pairs, SEED),
        prompts: prompts.toSorted((a, b) => b.difference - a.difference),
      },
    ];
  });
}

const isOfAnswers = (result: MeasureResult): result is AnswersResult => result.kind === 'answers';

const written = ({ text, chrf, isLoop }: ScoredAnswer): Written => ({ text, chrf, isLoop });

export function comparisonReport({ set, differences, prompts }: AnswersComparison): string {
  const gains = prompts.filter(({ difference }) => difference > 0).slice(0, LISTED);
  const losses = prompts.filter(({ difference }) => difference < 0).slice(-LISTED);
  return [
    `${set}: the second less the first, by ${amountOf(prompts.length, 'prompt')} that both have answered`,
    textTable([['measure', 'difference', '95 %'], ...differences.map(differenceRow)]),
    ...(gains.length > 0 ? ['where the second gains most, by chrF++:', answersTable(gains)] : []),
    ...(losses.length > 0 ? ['where it loses most:', answersTable(losses.toReversed())] : []),
  ].join('\n');
}

const differenceRow = ({ measure, difference, interval }: AnswersDifference): string[] => [
  measure,
  signed(difference),
  interval ? `${signed(interval.low)} to ${signed(interval.high)}` : '–',
];

const answersTable = (prompts: readonly ComparedAnswers[]): string =>
  textTable([
    ['prompt', 'first', '', 'second', ''],
    ...prompts.map(({ row, prompt, first, second }) => [
      ...[`  ${row} ${excerpt(prompt)}`, excerpt(first.text), first.chrf.toFixed(1)],
      ...[excerpt(second.text), second.chrf.toFixed(1)],
    ]),
  ]);

const signed = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(2)}`;

function excerpt(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : characters.join('');
}
