/**
 * Reads an exam from a file of records in any format. Its form is recognised by its fields. Every row comes out as a question, or
 * as a problem with its number.
 */
import { OcaqError } from '../../../errors.ts';
import type { ChosenFile } from '../../readers/reader-file.ts';
import { allRows } from '../../rows/read.ts';
import { type Row, type RowProblem, recordsAmong } from '../../rows/row.ts';
import { unwrap } from '../../rows/unwrap.ts';
import type { Answer, ExamProblem, ExamQuestion, RecordedQuestion } from './exam.ts';
import { EXAM_FORMS } from './table.ts';

/** What an index of a choice counts from. */
export type IndexBase = 'zero' | 'one';

export interface Exam {
  readonly form: string;
  readonly questions: readonly ExamQuestion[];
  /** Rows that are no question. */
  readonly problems: readonly { readonly row: number; readonly problem: ExamProblem | RowProblem }[];
  /** What indices were found to count from, or were said to; null where no answer is an index of unknown base. */
  readonly base: IndexBase | null;
}

/** @throws OcaqError as `examOf`, and as `readRows` does */
export async function readExam(file: ChosenFile, base?: IndexBase): Promise<Exam> {
  return examOf(await allRows(file), file.name, base);
}

/**
 * @param base what indices count from, where the file does not show it: one of 0 does, and one as large as there are choices
 * @throws OcaqError `exam-unknown` where the records have no known form, or none of them is a question; `exam-index-ambiguous`
 */
export function examOf(given: readonly Row[], fileName: string, base?: IndexBase): Exam {
  const rows = rowsWithin(given);
  const records = recordsAmong(rows);
  const fields = new Set(records.flatMap((record) => Object.keys(record)));
  const form = EXAM_FORMS.find(({ matches }) => matches(fields));
  if (!form) throw unknown(fileName, rows.length, 'fields');
  const read = form.open(records);
  const found = rows.map((row) => ({ row: row.row, read: 'record' in row ? read(row.record) : row.problem }));
  const asked = found.map((one) => one.read).filter((one) => typeof one !== 'string');
  if (asked.length === 0) throw unknown(fileName, rows.length, 'questions');

  const counted = baseOf(asked, fileName, base);
  const questions: ExamQuestion[] = [];
  const problems: { row: number; problem: ExamProblem | RowProblem }[] = [];
  for (const { row, read: one } of found) {
    if (typeof one === 'string') {
      problems.push({ row, problem: one });
      continue;
    }
    const answer = placeOf(one.answer, counted);
    if (answer >= 0 && answer < one.choices.length)
      questions.push({ row, prompt: one.prompt, choices: one.choices, answer });
    else problems.push({ row, problem: 'answer-outside' });
  }
  if (questions.length === 0) throw unknown(fileName, rows.length, 'questions');
  return { form: form.id, questions, problems, base: counted };
}

/** Those of the file, or those in its only object, where that is no question itself. */
function rowsWithin(rows: readonly Row[]): readonly Row[] {
  const [only, ...more] = rows;
  if (!only || more.length > 0 || !('record' in only)) return rows;
  const fields = new Set(Object.keys(only.record));
  return EXAM_FORMS.some(({ matches }) => matches(fields)) ? rows : (unwrap(only.record) ?? rows);
}

const placeOf = (answer: Answer, base: IndexBase | null): number =>
  'place' in answer ? answer.place : answer.index - (base === 'one' ? 1 : 0);

function baseOf(questions: readonly RecordedQuestion[], file: string, said?: IndexBase): IndexBase | null {
  const indexed = questions.flatMap(({ answer, choices }) =>
    'index' in answer ? [{ index: answer.index, count: choices.length }] : [],
  );
  if (indexed.length === 0) return null;
  if (said) return said;
  const fromZero = indexed.some(({ index }) => index === 0);
  const fromOne = indexed.some(({ index, count }) => index === count);
  if (fromZero !== fromOne) return fromZero ? 'zero' : 'one';
  throw new OcaqError(
    'exam-index-ambiguous',
    `${file}: whether its answers count from 0 or from 1 cannot be told: ${fromZero ? 'both 0 and the number of choices occur' : 'neither 0 nor the number of choices occurs'}. Say which.`,
    { file, reason: fromZero ? 'both' : 'neither' },
  );
}

const WHY = {
  fields: 'its records have no fields for a question, its choices and the right one',
  questions: 'none of its records has a question, at least two choices and the right one',
};

const unknown = (file: string, rows: number, reason: keyof typeof WHY): OcaqError =>
  new OcaqError(
    'exam-unknown',
    `${file} holds no exam that can be read: ${WHY[reason]}. Bring a JSON, JSONL, CSV, TSV or Parquet file with fields such as "question", "choices" and "answer".`,
    { file, rows, reason },
  );
