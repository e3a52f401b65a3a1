/** The verb agrees with its subject in person: mən oxuyuram, sən oxuyursan. */
import { PROFESSIONS } from '../lexicon/people.ts';
import { PERSONS, type Person } from '../morphology/nouns.ts';
import { copula, finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

/** Persons of the same number whose endings differ in length by two letters at most. */
const OTHERS: Readonly<Record<Person, readonly Person[]>> = {
  mən: ['sən', 'o'],
  sən: ['mən'],
  o: ['mən'],
  biz: ['onlar'],
  siz: ['onlar'],
  onlar: ['siz'],
};

export const personAgreement: Phenomenon = {
  id: 'person-agreement',
  draw: (pick) => pick([verbal, verbal, verbal, nominal])(pick),
  byHand: [
    'Mən bu şəhərdə {doğulmuşam|doğulmusan}.',
    'Sən həmişə düz {danışırsan|danışıram}.',
    'Siz dünən bizə niyə {gəlmədiniz|gəlmədilər}?',
    'Onlar bu evdə {yaşayırlar|yaşayırıq}.',
    'Biz sabah dağa {qalxacağıq|qalxacaqlar}.',
    'Anam hər səhər çay {dəmləyir|dəmləyirəm}.',
    'Mən sənə inanmaq {istəyirəm|istəyir}.',
    'Sən məni uzaqdan {tanıdın|tanıdım}.',
    'Mən artıq uşaq {deyiləm|deyilsən}.',
    'Sən mənim ən yaxın {dostumsan|dostumam}.',
    'Siz bu işi yaxşı {bilirsiniz|bilirlər}.',
  ],
};

function verbal(pick: Pick): string {
  const doer = pick(PERSONS);
  const { action, time, tense, complement } = drawDeed(pick, { doer });
  const [right, wrong] = [doer, pick(OTHERS[doer])].map((person) => finite(action.verb, tense, person));
  return `${opening(pick, subjectFor(pick, doer), time)} ${complement} {${right}|${wrong}}.`;
}

function nominal(pick: Pick): string {
  const who = pick(['mən', 'sən', 'o'] as const);
  const profession = pick(PROFESSIONS);
  const [right, wrong] = ([who, who === 'mən' ? 'sən' : 'mən'] as const).map((person) => copula(profession, person));
  const where = pick(['bu şəhərdə', 'bizim kənddə', 'artıq', 'indi']);
  return `${subjectFor(pick, who)} ${where} {${right}|${wrong}}.`;
}
