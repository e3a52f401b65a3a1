/** Every language and script that the discriminator knows, with its words; some are another one's in its other alphabet. */
import { AZERBAIJANI_ARABIC, OTHERS, VOCABULARY } from './vocabulary.ts';

/** BCP 47, without the script where it is the usual one of the language; 'other' is any other language. */
export const LANGUAGE_LABELS = [
  'az',
  'az-Cyrl',
  'az-Arab',
  'tr',
  'uz',
  'uz-Cyrl',
  'kk',
  'kk-Latn',
  'ru',
  'en',
  'other',
] as const;

export type LanguageLabel = (typeof LANGUAGE_LABELS)[number];

export type Script = 'Latin' | 'Cyrillic' | 'Arabic';

export interface Variety {
  readonly label: LanguageLabel;
  readonly script: Script;
  /** Frequent ones first, separated by white space. */
  readonly words: string;
}

/** Alphabets as pairs of what is written and what is written for it; longer ones first where they overlap. */
const AZERBAIJANI_CYRILLIC =
  'a а b б c ҹ ç ч d д e е ə ә f ф g ҝ ğ ғ h һ x х ı ы i и j ж k к q г l л m м n н o о ö ө p п r р s с ş ш t т u у ü ү v в y ј z з';
const UZBEK_CYRILLIC =
  'oʻ ў gʻ ғ sh ш ch ч ya я yu ю yo ё ye е ʻ ъ a а b б d д e е f ф g г h ҳ i и j ж k к l л m м n н o о p п q қ r р s с t т u у v в x х y й z з';
/** Of 2021, and of 2018 with acutes. */
const KAZAKH_LATIN =
  'ё io ц ts ч ch щ şş ю iu я ia а a ә ä б b в v г g ғ ğ д d е e ж j з z и i й i к k қ q л l м m н n ң ñ о o ө ö п p р r с s т t у u ұ ū ү ü ф f х h һ h ш ş ы y і ı э e';
const KAZAKH_LATIN_2018 =
  'ё io ц ts ч ch ш sh ю iý я ia а a ә á б b в v г g ғ ǵ д d е e ж j з z и ı й ı к k қ q л l м m н n ң ń о o ө ó п p р r с s т t у ý ұ u ү ú ф f х h һ h ы y і i э e';

function inAlphabet(words: string, alphabet: string): string {
  const parts = alphabet.split(' ');
  const pairs = new Map(parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1] ?? '']] : [])));
  return words.replace(new RegExp([...pairs.keys()].join('|'), 'gu'), (part) => pairs.get(part) ?? part);
}

export const VARIETIES: readonly Variety[] = [
  { label: 'az', script: 'Latin', words: VOCABULARY.az },
  { label: 'tr', script: 'Latin', words: VOCABULARY.tr },
  { label: 'uz', script: 'Latin', words: VOCABULARY.uz },
  { label: 'kk-Latn', script: 'Latin', words: inAlphabet(VOCABULARY.kk, KAZAKH_LATIN) },
  { label: 'kk-Latn', script: 'Latin', words: inAlphabet(VOCABULARY.kk, KAZAKH_LATIN_2018) },
  { label: 'en', script: 'Latin', words: VOCABULARY.en },
  { label: 'az-Cyrl', script: 'Cyrillic', words: inAlphabet(VOCABULARY.az, AZERBAIJANI_CYRILLIC) },
  { label: 'uz-Cyrl', script: 'Cyrillic', words: inAlphabet(VOCABULARY.uz.replace(/\be/g, 'э'), UZBEK_CYRILLIC) },
  { label: 'kk', script: 'Cyrillic', words: VOCABULARY.kk },
  { label: 'ru', script: 'Cyrillic', words: VOCABULARY.ru },
  { label: 'az-Arab', script: 'Arabic', words: AZERBAIJANI_ARABIC },
  ...(['Latin', 'Cyrillic', 'Arabic'] as const).flatMap((script) =>
    OTHERS[script].map((words) => ({ label: 'other', script, words }) as const),
  ),
];
