/** What answers of a model to a set of prompts are worth: how like they are to the references, and how much they repeat themselves. */

import { promptText } from '../../data/instruct/prompt-set.ts';
import { type Interval, wilsonInterval } from '../../data/intervals.ts';
import type { AnswersResult, ScoredAnswer } from '../results.ts';
import { bleu } from './bleu.ts';
import { bootstrapInterval, pairedInterval } from './bootstrap.ts';
import { chrf, chrfPlusPlus } from './chrf.ts';
import { repetitionOf } from './repetition.ts';
import { referencesOfEach, type Segment, scoreOf, sumsOf, type TextMeasureId } from './text-measure.ts';
import type { Answer, LeftOut } from './write-answers.ts';

/** Every measure that compares answers with references; a new one is a file here and its place in the list. */
const TEXT_MEASURES = [bleu, chrf, chrfPlusPlus] as const;

/**
 * @param answers at least one
 * @param seed of the sets that intervals are made of
 */
export function answersResult(
  set: string,
  answers: readonly Answer[],
  leftOut: readonly LeftOut[],
  seed: number,
): AnswersResult {
  const segments = answers.map(segmentOf);
  const references = referencesOfEach(segments);
  const { texts, loops, distinct } = repetitionOf(segments.map(({ text }) => text));
  return {
    kind: 'answers',
    set,
    scores: TEXT_MEASURES.map(({ id, statistics, score, signature }) => {
      const ofEach = segments.map(statistics);
      const interval = bootstrapInterval(ofEach, score, seed);
      return { measure: id, score: score(sumsOf(ofEach)), interval, signature: signature(references) };
    }),
    loops: { share: loops / answers.length, ...wilsonInterval(loops, answers.length) },
    distinct,
    cut: answers.filter(({ stopped }) => stopped === 'length' || stopped === 'context').length,
    leftOut,
    answers: answers.map(({ item, text }, i) => ({
      row: item.row,
      prompt: promptText(item),
      references: item.references,
      text,
      chrf: scoreOf(chrfPlusPlus, [segments[i]!]),
      isLoop: texts[i]!.loop !== null,
    })),
  };
}

const segmentOf = ({ item, text }: Answer): Segment => ({ text, references: item.references });

/** How far one model's answers to the same prompts score above another's. */
export interface AnswersDifference {
  /** `loops`: the share of answers that loop, in percent. */
  readonly measure: TextMeasureId | 'loops';
  /** The second less the first. */
  readonly difference: number;
  /** Of 95 %, by the same prompts for both; where 0 is outside of it, other prompts would hardly turn it round. */
  readonly interval: Interval | null;
}

/** What two models answered to one prompt. */
export interface AnswerPair {
  readonly first: ScoredAnswer;
  readonly second: ScoredAnswer;
}

/** Prompts that only one of the two has answered are left out, and those of a row that is another prompt. */
export function answerPairs(first: readonly ScoredAnswer[], second: readonly ScoredAnswer[]): AnswerPair[] {
  const others = new Map(second.map((answer) => [answer.row, answer]));
  return first.flatMap((answer) => {
    const other = others.get(answer.row);
    return other && isSamePrompt(answer, other) ? [{ first: answer, second: other }] : [];
  });
}

const isSamePrompt = (a: ScoredAnswer, b: ScoredAnswer): boolean =>
  a.prompt === b.prompt && JSON.stringify(a.references) === JSON.stringify(b.references);

/** @param pairs at least one */
export function compareAnswers(pairs: readonly AnswerPair[], seed: number): AnswersDifference[] {
  return [...TEXT_MEASURES, LOOPS].map(({ id, statistics, score }) => {
    const a = pairs.map(({ first }) => statistics(first));
    const b = pairs.map(({ second }) => statistics(second));
    return {
      measure: id,
      difference: score(sumsOf(b)) - score(sumsOf(a)),
      interval: pairedInterval(a, b, score, seed),
    };
  });
}

const LOOPS = {
  id: 'loops' as const,
  statistics: ({ text }: Segment) => [repetitionOf([text]).loops, 1],
  score: ([loops = 0, texts = 0]: readonly number[]) => (100 * loops) / texts,
};
