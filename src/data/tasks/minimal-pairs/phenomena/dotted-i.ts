/** İ, i and I, ı are different letters: qırmızı, not qirmızı; kitab, not kıtab; İradə, not Iradə. */
import { CLASSES } from '../lexicon/classes.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed } from '../sentences.ts';

const LETTERS = /[iı]/g;
const INITIALS = ['İlham', 'İradə', 'İlqar', 'İsmayıl', 'İlahə', 'İbrahim', 'İnarə', 'İsgəndər'];

export const dottedI: Phenomenon = {
  id: 'dotted-i',
  draw: (pick) => pick([inNoun, inNoun, inQuality, initial])(pick),
  byHand: [
    '{İstanbul|Istanbul} boğazın iki sahilində yerləşir.',
    'Bizim {qızımız|qizımız} bu il məktəbə gedir.',
    'Nənəmin {kiçik|kıçik} bir bağı var.',
    'Axşamlar {ildırım|ıldırım} çaxırdı.',
    'Mən {altı|alti} saat yatdım.',
    'Bu il {qış|qiş} çox soyuq keçdi.',
    'Atam mənə {sarı|sari} velosiped aldı.',
    'Bu {yaxşı|yaxşi} xəbərdir.',
    'Sabah {iclas|ıclas} keçiriləcək.',
    'Keçən il biz {İtaliyada|Italiyada} olduq.',
    'Pəncərənin {altında|altinda} gül bitir.',
  ],
};

function inNoun(pick: Pick): string {
  const { says, nouns } = pick(CLASSES);
  return `${pick(['', 'bu ', 'həmin '])}${misdotted(pick, pick(nouns.filter(hasI)))} ${pick(says)}.`;
}

function inQuality(pick: Pick): string {
  const { says, nouns, qualities } = pick(CLASSES.filter((one) => one.qualities.some(hasI)));
  return `${misdotted(pick, pick(qualities.filter(hasI)))} ${pick(nouns)} ${pick(says)}.`;
}

function initial(pick: Pick): string {
  const { action, time, tense, complement } = drawDeed(pick);
  const name = pick(INITIALS);
  return `${time} {${name}|I${name.slice(1)}} ${complement} ${finite(action.verb, tense, 'o')}.`;
}

const hasI = (word: string): boolean => word.search(LETTERS) >= 0;

/** One of its i or ı changed into the other letter. */
function misdotted(pick: Pick, word: string): string {
  const place = pick([...word.matchAll(LETTERS)]).index;
  const other = word[place] === 'i' ? 'ı' : 'i';
  return `{${word}|${word.slice(0, place)}${other}${word.slice(place + 1)}}`;
}
