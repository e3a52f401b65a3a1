/** The parts of a question as records hold them: texts, choices, and the many ways to say which choice is right. */
import { isRecord, type JsonRecord } from '../../rows/row.ts';
import type { Answer, ExamProblem, RecordedQuestion } from './exam.ts';

/** Numbers are as JSON writes them; null for what is no text, or an empty one. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

/** Choices with what each is called, where the record says it. */
export interface Choices {
  readonly texts: readonly unknown[];
  readonly labels: readonly string[] | null;
}

/** A list of texts; of objects with `text` and `label`; or an object of two lists of these names. */
export function choicesIn(value: unknown): Choices | null {
  if (isRecord(value)) {
    const { text, label } = value;
    return Array.isArray(text) ? { texts: text, labels: labelsIn(label, text.length) } : null;
  }
  if (!Array.isArray(value)) return null;
  if (!value.every(isRecord)) return { texts: value, labels: null };
  return {
    texts: value.map(({ text }) => text),
    labels: labelsIn(
      value.map(({ label }) => label),
      value.length,
    ),
  };
}

/** Choices in columns of their own: as many of them, from the first on, as the record fills. */
export function choicesOf(record: JsonRecord, columns: readonly string[]): Choices {
  const cells = columns.map((column) => record[column]);
  const last = cells.findLastIndex((cell) => textOf(cell) !== null);
  return { texts: cells.slice(0, last + 1), labels: null };
}

function labelsIn(value: unknown, count: number): string[] | null {
  if (!Array.isArray(value) || value.length !== count) return null;
  const labels = value.map(textOf);
  return labels.every((label) => label !== null) ? labels : null;
}

/** @param prompt parts that are given, in their order; a space joins them, as the Goldfish evaluation of Belebele has it */
export function question(
  prompt: readonly (string | null)[],
  choices: Choices | null,
  answer: (texts: readonly string[], labels: Choices['labels']) => Answer | ExamProblem,
): RecordedQuestion | ExamProblem {
  const given = prompt.filter((part) => part !== null);
  if (given.length < prompt.length) return 'question-missing';
  if (!choices) return 'choices-missing';
  if (choices.texts.length < 2) return 'choices-few';
  const texts = choices.texts.map(textOf);
  if (!texts.every((text) => text !== null)) return 'choice-not-text';
  const found = answer(texts, choices.labels);
  if (typeof found === 'string') return found;
  if ('place' in found && !(found.place >= 0 && found.place < texts.length)) return 'answer-outside';
  return { prompt: given.join(' '), choices: texts, answer: found };
}

/** A whole number, also as text; null for all else. */
export function wholeNumber(value: unknown): number | null {
  const text = textOf(value);
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}

/** An index that counts from `base`. */
export function indexFrom(base: 0 | 1, value: unknown): Answer | ExamProblem {
  if (textOf(value) === null) return 'answer-missing';
  const index = wholeNumber(value);
  return index === null ? 'answer-unknown' : { place: index - base };
}

/**
 * The right choice by its label, by an index, by a letter ("B", "b)", "(B)"), or by its own text, tried in this order: a number
 * is a label where choices have labels, and else an index even if a choice is that number.
 */
export function anyAnswer(
  value: unknown,
  texts: readonly string[],
  labels: readonly string[] | null,
): Answer | ExamProblem {
  const text = textOf(value);
  if (text === null) return 'answer-missing';
  const labelled = labels?.indexOf(text) ?? -1;
  if (labelled >= 0) return { place: labelled };
  const index = wholeNumber(text);
  if (index !== null) return { index };
  const letter = /^\(?([a-z])[).:]?$/i.exec(text)?.[1];
  if (letter) return { place: letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0) };
  const same = texts.indexOf(text);
  return same >= 0 ? { place: same } : 'answer-unknown';
}
