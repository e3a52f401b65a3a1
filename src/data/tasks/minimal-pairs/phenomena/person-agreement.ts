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
    'Hər səhər anam çay {dəmləyir|dəmləyirəm}.',
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
  const subject = subjectFor(pick, doer);
  // A name at the beginning could be that of whom one speaks to.
  const who = doer === 'o' ? `${time} ${subject}` : opening(pick, subject, time);
  return `${who} ${complement} {${right}|${wrong}}.`;
}

function nominal(pick: Pick): string {
  const who = pick(['mən', 'sən'] as const);
  const profession = pick(PROFESSIONS);
  const [right, wrong] = ([who, who === 'mən' ? 'sən' : 'mən'] as const).map((person) => copula(profession, person));
  const since = pick(['artıq', 'indi', 'on ildir', 'çoxdan']);
  return `${who} ${since} {${right}|${wrong}}.`;
}
