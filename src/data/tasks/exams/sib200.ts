/**
 * SIB-200 (Adelani et al. 2024): `text` and its `category`, one of seven in English. As a cloze, a sentence goes on with the name
 * of its topic: in the language of the file where that is listed here, else in English.
 */
import { languageOf } from '../../language.ts';
import type { JsonRecord } from '../../rows/row.ts';
import type { ExamForm } from './exam.ts';
import { question, textOf } from './parts.ts';

const CATEGORIES = [...['science/technology', 'travel', 'politics', 'sports', 'health', 'entertainment', 'geography']];

const NAMES: Readonly<Partial<Record<string, readonly string[]>>> = {
  az: ['elm və texnologiya', 'səyahət', 'siyasət', 'idman', 'sağlamlıq', 'əyləncə', 'coğrafiya'],
  tr: ['bilim ve teknoloji', 'seyahat', 'siyaset', 'spor', 'sağlık', 'eğlence', 'coğrafya'],
};

export const sib200: ExamForm = {
  id: 'sib200',
  matches: (fields) => fields.has('category') && fields.has('text'),
  open(records) {
    const names = NAMES[languageOf(textsOf(records)) ?? ''] ?? CATEGORIES;
    return ({ text, category }) =>
      question([textOf(text)], { texts: names, labels: null }, () => {
        const named = textOf(category);
        if (named === null) return 'answer-missing';
        const place = CATEGORIES.indexOf(named);
        return place < 0 ? 'answer-unknown' : { place };
      });
  },
};

/** On one line, so that the language is that of the most of them. */
const textsOf = (records: readonly JsonRecord[]): string =>
  records.flatMap(({ text }) => (typeof text === 'string' ? [text.replace(/\s+/g, ' ')] : [])).join(' ');
