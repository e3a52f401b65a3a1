/**
 * Instruction sets: from the rows of a file to records that training can use. The shape of the records and the fields
 * that hold their parts are recognised over the whole set, or given. Texts are taken as they are written. A row that is
 * no usable record is listed with its reason, never dropped silently; what was done to the others is counted.
 */
import { OcaqError } from '../../errors.ts';
import { type Row, recordsAmong } from '../rows/row.ts';
import { unwrap } from '../rows/unwrap.ts';
import { foreignAnswers } from './languages.ts';
import { type Reading, readExchange, recognise, type SetField, setFields } from './recognise.ts';
import { type Remark, remarksOf } from './remarks.ts';
import type { InstructionProblem } from './shapes/shape.ts';

export type { InstructionProblem };

export interface InstructionRecord {
  instruction: string;
  /** Context for the instruction; '' when there is none. */
  input: string;
  output: string;
  /** What the model is told before the prompt, where there is such a text. */
  system?: string;
  /** Where it stands in its file, from 1; see `Row`. */
  row: number;
}

/** What the rows of a set give by a reading. */
export interface ReadRecords {
  records: InstructionRecord[];
  /** Every row that gave no record, in order. */
  problems: { row: number; reason: InstructionProblem }[];
  /** Rows of the records that each remark is about. */
  remarks: { remark: Remark; rows: number[] }[];
  /** Answers of conversations after their first, which are not learned. */
  laterAnswers: number;
}

export interface InstructionSet extends ReadRecords {
  reading: Reading;
  fields: SetField[];
}

/** The rows that hold the records: those of the file, or those in its only object. */
export function recordRows(rows: readonly Row[]): readonly Row[] {
  const [only, ...more] = rows;
  if (!only || more.length > 0 || !('record' in only)) return rows;
  const reading = recognise([only.record]);
  if (reading && readRecords(rows, reading).records.length > 0) return rows;
  return unwrap(only.record) ?? rows;
}

/**
 * @param rows as `recordRows` gives them
 * @param given how to read them; recognised when left out
 * @throws OcaqError `instructions-none` when no row is a usable record, nor would be one if lists of texts were joined
 */
export function readSet(rows: readonly Row[], fileName: string, given?: Reading): InstructionSet {
  const objects = recordsAmong(rows);
  const fields = setFields(objects);
  const reading = given ?? recognise(objects, fields);
  if (!reading) throw noneUsable(fileName, rows.length, objects.length === 0 ? 'not-json' : 'no-fields');

  const read = readRecords(rows, reading);
  if (read.records.length === 0 && !hasLists(read)) {
    throw noneUsable(fileName, rows.length, objects.length === 0 ? 'not-json' : 'no-pair');
  }
  const inOthers = foreignAnswers(read.records).map(
    ({ language, rows: about }) => ({ remark: `answer-in-${language}`, rows: about }) as const,
  );
  return { ...read, remarks: [...read.remarks, ...inOthers], reading, fields };
}

export function readRecords(rows: readonly Row[], reading: Reading): ReadRecords {
  const records: InstructionRecord[] = [];
  const problems: ReadRecords['problems'] = [];
  const remarks = new Map<Remark, number[]>();
  let laterAnswers = 0;
  for (const row of rows) {
    const read = 'record' in row ? readExchange(row.record, reading) : row.problem;
    if (typeof read === 'string') {
      problems.push({ row: row.row, reason: read });
      continue;
    }
    const { instruction, input, output, system } = read;
    if ('record' in row && row.notation === 'python') read.treatments.push('python-literal');
    records.push({ instruction, input, output, row: row.row, ...(system === '' ? {} : { system }) });
    laterAnswers += read.laterAnswers;
    for (const remark of remarksOf(read)) {
      const about = remarks.get(remark) ?? [];
      about.push(row.row);
      remarks.set(remark, about);
    }
  }
  return { records, problems, remarks: [...remarks].map(([remark, about]) => ({ remark, rows: about })), laterAnswers };
}

/** Whether there are rows that joining lists would make usable. */
export const hasLists = ({ problems }: Pick<ReadRecords, 'problems'>): boolean =>
  problems.some(({ reason }) => reason === 'text-is-list');

const NONE_USABLE = {
  'not-json': 'it is not JSON with records in it',
  'no-fields': 'its records have no fields for an instruction and its answer',
  'no-pair': 'none of its records has both an instruction and an answer, as text',
};

function noneUsable(file: string, rows: number, reason: keyof typeof NONE_USABLE): OcaqError {
  return new OcaqError(
    'instructions-none',
    `${file} holds no usable instruction record: ${NONE_USABLE[reason]}. Bring a JSON, JSONL, CSV or TSV file whose records have fields such as "instruction" and "output".`,
    { file, rows, reason },
  );
}
