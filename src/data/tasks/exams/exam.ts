/** Exams: questions with choices of which one is right, and what a form of such records offers. */
import type { JsonRecord } from '../../rows/row.ts';

export interface ExamQuestion {
  /** Where it stands in its file, see `Row`. */
  readonly row: number;
  /** What is given, without white space at its ends. */
  readonly prompt: string;
  /** At least two, none of them empty. */
  readonly choices: readonly string[];
  /** The place of the right one, from 0. */
  readonly answer: number;
}

/** Why a record is no question. */
export type ExamProblem =
  | 'question-missing'
  | 'choices-missing'
  | 'choices-few'
  | 'choice-not-text'
  | 'answer-missing'
  | 'answer-unknown'
  | 'answer-outside';

/** The right choice as a record names it: its place, or an index of which only the whole file tells whether it counts from 0 or 1. */
export type Answer = { readonly place: number } | { readonly index: number };

export interface RecordedQuestion {
  readonly prompt: string;
  readonly choices: readonly string[];
  readonly answer: Answer;
}

export interface ExamForm {
  /** Stable: it is stored with results. */
  readonly id: string;
  /** Whether records with these fields have the form. */
  matches(fields: ReadonlySet<string>): boolean;
  /** What reads one record of a file. @param records all of the file */
  open(records: readonly JsonRecord[]): (record: JsonRecord) => RecordedQuestion | ExamProblem;
}
