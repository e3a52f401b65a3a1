/**
 * Exams as clozes: of each question the choice that is likeliest behind the prompt and a space, by its whole log-likelihood and by
 * that of a character of it (what lm-evaluation-harness calls acc and acc_norm). Of choices that are alike the first is taken.
 */

import { meanOf } from '../data/intervals.ts';
import type { ExamQuestion } from '../data/tasks/exams/exam.ts';
import type { Exam } from '../data/tasks/exams/read.ts';
import { continuation, type ScoringTokenizer } from './continuation.ts';
import { type Measure, placed, shareOf } from './measure.ts';
import type { ExamResult } from './results.ts';

export function examAccuracy(
  set: string,
  { form, questions, problems }: Pick<Exam, 'form' | 'questions' | 'problems'>,
  tokenizer: ScoringTokenizer,
): Measure<ExamResult> {
  const sequences = questions.flatMap(({ prompt, choices }) =>
    choices.map((choice) => continuation(tokenizer, prompt, `${prompt} ${choice}`)),
  );
  return {
    items: questions.map(({ prompt, choices }) => ({ texts: [prompt], sequences: choices.length })),
    sequences,
    result(nats, cut) {
      let at = 0;
      const scored = questions.flatMap((question) => {
        const losses = nats.slice(at, at + question.choices.length);
        at += losses.length;
        return losses.every((loss) => loss !== null) ? [{ question, losses }] : [];
      });
      const right = (chosen: typeof likeliest) =>
        scored.filter(({ question, losses }) => chosen(question, losses) === question.answer).length;
      return {
        kind: 'exam',
        set,
        form,
        raw: shareOf(right(likeliest), scored.length),
        normalised: shareOf(right(likeliestByCharacter), scored.length),
        chance: meanOf(questions.map(({ choices }) => 1 / choices.length)),
        problems,
        cut,
        tooLong: questions.length - scored.length,
      };
    },
    only: (items) => examAccuracy(set, { form, questions: placed(questions, items), problems }, tokenizer),
  };
}

const likeliest = (_: ExamQuestion, losses: readonly number[]): number => losses.indexOf(Math.min(...losses));

const likeliestByCharacter = (question: ExamQuestion, losses: readonly number[]): number =>
  likeliest(
    question,
    losses.map((loss, i) => loss / [...(question.choices[i] ?? '')].length),
  );
