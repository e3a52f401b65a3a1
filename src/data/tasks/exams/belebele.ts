/**
 * Belebele (Bandarkar et al. 2023): `flores_passage`, `question`, `mc_answer1` to `mc_answer4`, and `correct_answer_num`, which
 * counts from 1, as text.
 */
import type { ExamForm } from './exam.ts';
import { indexFrom, question, textOf } from './parts.ts';

const ANSWERS = ['mc_answer1', 'mc_answer2', 'mc_answer3', 'mc_answer4'];

export const belebele: ExamForm = {
  id: 'belebele',
  matches: (fields) =>
    ['flores_passage', 'question', 'correct_answer_num', ...ANSWERS].every((field) => fields.has(field)),
  open: () => (record) =>
    question(
      [textOf(record.flores_passage), textOf(record.question)],
      { texts: ANSWERS.map((field) => record[field]), labels: null },
      () => indexFrom(1, record.correct_answer_num),
    ),
};
