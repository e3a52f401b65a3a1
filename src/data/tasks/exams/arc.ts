/**
 * ARC (Clark et al. 2018) as the Hub has it: `question`, `choices` with the lists `text` and `label`, and `answerKey`, which is one of
 * the labels, letters in most rows and numbers in some.
 */
import type { ExamForm } from './exam.ts';
import { anyAnswer, choicesIn, question, textOf } from './parts.ts';

export const arc: ExamForm = {
  id: 'arc',
  matches: (fields) => ['question', 'choices', 'answerKey'].every((field) => fields.has(field)),
  open: () => (record) =>
    question([textOf(record.question)], choicesIn(record.choices), (texts, labels) =>
      anyAnswer(record.answerKey, texts, labels),
    ),
};
