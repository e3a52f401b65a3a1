/**
 * Finite forms of verbs, from their stems ("oxu", "kömək et"), which a light verb has its noun before; participles, the
 * infinitive, the question particle and the copula.
 */
import { beginsWithVowel, endsInVowel, type Form, spelled, suffixed, syllables } from './harmony.ts';
import type { Person } from './nouns.ts';

export type Tense =
  | 'present'
  | 'past'
  | 'perfect'
  | 'future'
  | 'aorist'
  | 'conditional'
  /** "gəlirmiş": what was told of. */
  | 'evidential'
  /** "gəlirdi" */
  | 'imperfect';

export type Polarity = 'affirmative' | 'negative';

type Endings = Readonly<Record<Person, string>>;

const ENDINGS: Endings = { mən: 'Am', sən: 'sAn', o: '', biz: 'IQ', siz: 'sInIz', onlar: 'lAr' };
const ENDINGS_OF_PAST: Endings = { mən: 'm', sən: 'n', o: '', biz: 'Q', siz: 'nIz', onlar: 'lAr' };
/** The ş of -mış falls away in the second person. */
const PERFECT: Endings = { mən: 'mIşAm', sən: 'mIsAn', o: 'mIşdIr', biz: 'mIşIQ', siz: 'mIsInIz', onlar: 'mIşlAr' };
const FUTURE: Endings = { mən: 'AcAGAm', sən: 'AcAQsAn', o: 'AcAQ', biz: 'AcAGIQ', siz: 'AcAQsInIz', onlar: 'AcAQlAr' };
const NEVER: Endings = { mən: 'mArAm', sən: 'mAzsAn', o: 'mAz', biz: 'mArIQ', siz: 'mAzsInIz', onlar: 'mAzlAr' };

/** @returns the stem as it stands before the ending, and the ending with tense, polarity and person */
export function verbForm(verb: string, tense: Tense, person: Person, polarity: Polarity = 'affirmative'): Form {
  const ending = polarity === 'negative' ? negativeEnding(tense, person) : affirmativeEnding(tense, person);
  return formOf(verb, ending);
}

export const finite = (verb: string, tense: Tense, person: Person, polarity: Polarity = 'affirmative'): string =>
  spelled(verbForm(verb, tense, person, polarity));

function affirmativeEnding(tense: Tense, person: Person): string {
  switch (tense) {
    case 'present':
      return `Ir${ENDINGS[person]}`;
    case 'evidential':
      return `IrmIş${ENDINGS[person]}`;
    case 'imperfect':
      return `IrdI${ENDINGS_OF_PAST[person]}`;
    case 'past':
      return `dI${ENDINGS_OF_PAST[person]}`;
    case 'perfect':
      return PERFECT[person];
    case 'future':
      return FUTURE[person];
    case 'aorist':
      return `Ar${ENDINGS[person]}`;
    case 'conditional':
      return `sA${ENDINGS_OF_PAST[person]}`;
    default:
      return tense satisfies never;
  }
}

/** The present loses the vowel of -ma: "gəlmir". */
function negativeEnding(tense: Tense, person: Person): string {
  switch (tense) {
    case 'present':
    case 'evidential':
    case 'imperfect':
      return `m${affirmativeEnding(tense, person)}`;
    case 'future':
      return `mAy${FUTURE[person]}`;
    case 'aorist':
      return NEVER[person];
    case 'past':
    case 'perfect':
    case 'conditional':
      return `mA${affirmativeEnding(tense, person)}`;
    default:
      return tense satisfies never;
  }
}

/** An ending that begins with a vowel: after a vowel it takes y, and before it the t of "get" becomes d. */
function formOf(verb: string, ending: string): Form {
  if (!beginsWithVowel(ending)) return { stem: verb, ending };
  return endsInVowel(verb) ? { stem: verb, ending: `y${ending}` } : { stem: stemBeforeVowel(verb), ending };
}

/** "ged" of "get", "qayıd" of "qayıt"; "yat" and other short stems stay. */
function stemBeforeVowel(verb: string): string {
  const word = verb.split(' ').at(-1) ?? verb;
  const softens = word.endsWith('t') && (syllables(word) > 1 || word === 'get' || word === 'et');
  return softens ? `${verb.slice(0, -1)}d` : verb;
}

/** "oxuyan" */
export const participle = (verb: string): string => spelled(formOf(verb, 'An'));

/** "oxuduğum": what I read or have read. */
export const ownParticiple = (verb: string, person: Person): string =>
  suffixed(verb, `dI${{ mən: 'GIm', sən: 'GIn', o: 'GI', biz: 'GImIz', siz: 'GInIz', onlar: 'QlArI' }[person]}`);

/** "oxuya", which "bil" goes to. */
export const converb = (verb: string): string => spelled(formOf(verb, 'A'));

export const infinitive = (verb: string): string => suffixed(verb, 'mAQ');

/** The question particle, which is written to the word before it: "gəldinmi". */
export const questionForm = (word: string): Form => ({ stem: word, ending: 'mI' });

/** "həkiməm", "tələbəsən", of the third person "həkimdir", which holds for several too. */
export function copula(noun: string, person: Person): string {
  if (person === 'o' || person === 'onlar') return suffixed(noun, 'dIr');
  const ending = ENDINGS[person];
  return suffixed(noun, endsInVowel(noun) && beginsWithVowel(ending) ? `y${ending}` : ending);
}
