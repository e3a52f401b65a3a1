/** Plural, cases and possessive endings of nouns, and the pronouns that own and act. */
import { beginsWithVowel, endsInVowel, type Form, spelled, suffixed, syllables } from './harmony.ts';

export type Case = 'nominative' | 'genitive' | 'dative' | 'accusative' | 'locative' | 'ablative';

/** The six persons, by their pronouns. */
export const PERSONS = ['mən', 'sən', 'o', 'biz', 'siz', 'onlar'] as const;
export type Person = (typeof PERSONS)[number];

const AFTER_CONSONANT: Readonly<Record<Case, string>> = {
  nominative: '',
  genitive: 'In',
  dative: 'A',
  accusative: 'I',
  locative: 'dA',
  ablative: 'dAn',
};
const AFTER_VOWEL = { ...AFTER_CONSONANT, genitive: 'nIn', dative: 'yA', accusative: 'nI' };
/** After the possessive ending of the third person. */
const AFTER_POSSESSIVE: Readonly<Record<Case, string>> = {
  nominative: '',
  genitive: 'nIn',
  dative: 'nA',
  accusative: 'nI',
  locative: 'ndA',
  ablative: 'ndAn',
};

const OWNED_AFTER_CONSONANT: Readonly<Record<Person, string>> = {
  mən: 'Im',
  sən: 'In',
  o: 'I',
  biz: 'ImIz',
  siz: 'InIz',
  onlar: 'I',
};
const OWNED_AFTER_VOWEL: Readonly<Record<Person, string>> = {
  mən: 'm',
  sən: 'n',
  o: 'sI',
  biz: 'mIz',
  siz: 'nIz',
  onlar: 'sI',
};

/** Words that lose their last vowel before an ending that begins with one. */
export const VOWEL_LOSING: Readonly<Record<string, string>> = {
  ağıl: 'ağl',
  ağız: 'ağz',
  alın: 'aln',
  beyin: 'beyn',
  boyun: 'boyn',
  burun: 'burn',
  cisim: 'cism',
  çiyin: 'çiyn',
  eyib: 'eyb',
  əsil: 'əsl',
  ətir: 'ətr',
  fəsil: 'fəsl',
  fikir: 'fikr',
  isim: 'ism',
  qarın: 'qarn',
  qəbir: 'qəbr',
  meyil: 'meyl',
  nəsil: 'nəsl',
  oğul: 'oğl',
  ömür: 'ömr',
  ovuc: 'ovc',
  qisim: 'qism',
  sətir: 'sətr',
  səbir: 'səbr',
  sinif: 'sinf',
  şəkil: 'şəkl',
  zehin: 'zehn',
};

/** Loans whose k or q stays, and "su" and "nə", which take y. */
const OTHER_STEMS: Readonly<Record<string, string>> = {
  fabrik: 'fabrik',
  hüquq: 'hüquq',
  əxlaq: 'əxlaq',
  nə: 'nəy',
  su: 'suy',
};

/** What an ending that begins with a vowel goes to: "uşağ" of "uşaq", "çörəy" of "çörək", "burn" of "burun". */
export function stemBeforeVowel(noun: string): string {
  const irregular = VOWEL_LOSING[noun] ?? OTHER_STEMS[noun];
  if (irregular !== undefined) return irregular;
  return softens(noun) ? softened(noun) : noun;
}

/** Whether its last k or q becomes y or ğ: in words of two syllables or more. */
const softens = (noun: string): boolean => /[kq]$/.test(noun) && syllables(noun) > 1 && !(noun in OTHER_STEMS);

const softened = (noun: string): string => noun.slice(0, -1) + (noun.endsWith('q') ? 'ğ' : 'y');

export const plural = (noun: string): string => suffixed(noun, 'lAr');

export const caseForm = (noun: string, of: Case): Form =>
  formOf(noun, (endsInVowel(stemBeforeVowel(noun)) ? AFTER_VOWEL : AFTER_CONSONANT)[of]);

export const inCase = (noun: string, of: Case): string => spelled(caseForm(noun, of));

/** "Its owner's": `owned('kitab', 'mən')` is "kitabım". */
export const owned = (noun: string, owner: Person): string => spelled(ownedForm(noun, owner));

export const ownedForm = (noun: string, owner: Person): Form =>
  formOf(noun, (endsInVowel(stemBeforeVowel(noun)) ? OWNED_AFTER_VOWEL : OWNED_AFTER_CONSONANT)[owner]);

/** "kitabı" → "kitabına", "kitabım" → "kitabıma". */
export function ownedInCase(noun: string, owner: Person, of: Case): string {
  const word = owned(noun, owner);
  return isThird(owner) ? suffixed(word, AFTER_POSSESSIVE[of]) : inCase(word, of);
}

const isThird = (person: Person): boolean => person === 'o' || person === 'onlar';

const formOf = (noun: string, ending: string): Form => ({
  stem: beginsWithVowel(ending) ? stemBeforeVowel(noun) : noun,
  ending,
});

export function pronounInCase(person: Person, of: Case): string {
  if (of === 'nominative') return person;
  if (of === 'genitive' && (person === 'mən' || person === 'biz')) return `${person}im`;
  return inCase(person === 'o' ? 'on' : person, of);
}
