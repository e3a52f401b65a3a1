/**
 * Exams of no form of their own, by usual names of fields (any case): a question, with a text before it where there is one;
 * choices as a list, as columns or inside an object; and the right one by label, letter, index or text.
 */
import type { JsonRecord } from '../../rows/row.ts';
import type { ExamForm } from './exam.ts';
import { anyAnswer, type Choices, choicesIn, choicesOf, question, textOf } from './parts.ts';

const CONTEXTS = ['context', 'passage', 'paragraph', 'kontekst', 'mətn', 'metin'];
const QUESTIONS = ['question', 'prompt', 'query', 'goal', 'stem', 'ctx', 'sual', 'soru'];
const LISTS = ['choices', 'options', 'endings', 'answers', 'variantlar', 'seçenekler', 'şıklar'];
const COLUMNS = [
  ['option_a', 'option_b', 'option_c', 'option_d', 'option_e'],
  ['a', 'b', 'c', 'd', 'e'],
  ['choice_a', 'choice_b', 'choice_c', 'choice_d', 'choice_e'],
  ...['choice', 'option', 'answer', 'ending'].map((name) => [1, 2, 3, 4, 5].map((place) => `${name}${place}`)),
  ...['choice', 'option', 'solution', 'ending'].map((name) => [0, 1, 2, 3, 4].map((place) => `${name}${place}`)),
  ['sol1', 'sol2'],
];
const ANSWERS = [
  ...['answer', 'answerkey', 'answer_key', 'correct_answer', 'correct_option', 'correct', 'gold'],
  ...['answer_index', 'label', 'target', 'cavab', 'doğru_cavab', 'cevap'],
];

export const plain: ExamForm = {
  id: 'plain',
  matches: (fields) => {
    const lower = new Set([...fields].map((field) => field.toLowerCase()));
    const hasAny = (names: readonly string[]) => names.some((name) => lower.has(name));
    const hasColumns = COLUMNS.some(([first = '', second = '']) => lower.has(first) && lower.has(second));
    return hasAny(QUESTIONS) && hasAny(ANSWERS) && (hasAny(LISTS) || hasColumns);
  },
  open: () => (record) => {
    const lower = Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
    const context = CONTEXTS.map((name) => textOf(lower[name])).find((text) => text !== null);
    const asked = QUESTIONS.map((name) => textOf(lower[name])).find((text) => text !== null) ?? null;
    const answer = ANSWERS.map((name) => lower[name]).find((value) => textOf(value) !== null);
    return question(context === undefined ? [asked] : [context, asked], choicesAmong(lower), (texts, labels) =>
      anyAnswer(answer, texts, labels),
    );
  },
};

function choicesAmong(record: JsonRecord): Choices | null {
  for (const name of LISTS) {
    const choices = choicesIn(record[name]);
    if (choices) return choices;
  }
  const columns = COLUMNS.map((names) => choicesOf(record, names)).find(({ texts }) => texts.length > 0);
  return columns ?? null;
}
