/** HellaSwag (Zellers et al. 2019): `ctx` goes on with one of `endings`; `label` is its index from 0, as text. */
import type { ExamForm } from './exam.ts';
import { choicesIn, indexFrom, question, textOf } from './parts.ts';

export const hellaswag: ExamForm = {
  id: 'hellaswag',
  matches: (fields) => ['ctx', 'endings', 'label'].every((field) => fields.has(field)),
  open: () => (record) => question([textOf(record.ctx)], choicesIn(record.endings), () => indexFrom(0, record.label)),
};
