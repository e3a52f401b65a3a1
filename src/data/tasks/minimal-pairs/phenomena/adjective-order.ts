/** An adjective stands before its noun: Rəfdə maraqlı kitab var. */
import { governing } from '../lexicon/actions.ts';
import { CLASSES, THINGS } from '../lexicon/classes.ts';
import { POSTPOSITIONS } from '../lexicon/postpositions.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

/** Adjectives that after a noun could say how something is done. */
const ALSO_ADVERBS = ['yeni', 'təzə', 'gözəl', 'uzun', 'maraqlı', 'nadir', 'bahalı'];

const strictly = (qualities: readonly string[]): string[] => qualities.filter((one) => !ALSO_ADVERBS.includes(one));
const qualitiesOf = (noun: string): string[] =>
  THINGS.filter(({ nouns }) => nouns.includes(noun)).flatMap(({ qualities }) => strictly(qualities));
const isDescribed = (noun: string): boolean => qualitiesOf(noun).length > 0;

const OBJECTS = governing('accusative')
  .filter(({ verb }) => ['al', 'sat', 'gətir', 'tap'].includes(verb))
  .map((action) => ({ ...action, nouns: action.nouns.filter(isDescribed) }));
const BARE = POSTPOSITIONS.filter(({ governs }) => governs === 'nominative')
  .map((one) => ({ ...one, nouns: one.nouns.filter(isDescribed) }))
  .filter(({ nouns }) => nouns.length > 0);

export const adjectiveOrder: Phenomenon = {
  id: 'adjective-order',
  isOrder: true,
  draw: (pick) => pick([existence, existence, object, postposition])(pick),
  byHand: [
    'Bağçada {qırmızı güllər|güllər qırmızı} var.',
    'Divarda {böyük saat|saat böyük} vardı.',
    'Anam bazardan {iri balıq|balıq iri} almışdı.',
    'Kənddə {köhnə körpü|körpü köhnə} var.',
    'Mən {köhnə mahnılar|mahnılar köhnə} dinləyirəm.',
    '{Yaşlı adamlar|Adamlar yaşlı} haqqında qanun qəbul edildi.',
    'Meşədə {hündür ağaclar|ağaclar hündür} var.',
    'Uşaq {balaca əlləri|əlləri balaca} ilə qapını itələdi.',
    'Göydə {ağ buludlar|buludlar ağ} vardı.',
    'Dostum mənə {qırmızı qələm|qələm qırmızı} verdi.',
    'Otaqda {dəyirmi stol|stol dəyirmi} yoxdur.',
  ],
};

const swapped = (first: string, second: string): string => `{${first} ${second}|${second} ${first}}`;

function existence(pick: Pick): string {
  const { nouns, qualities, places } = pick(CLASSES);
  return `${pick(places)} ${swapped(pick(strictly(qualities)), pick(nouns))} ${pick(['var', 'yoxdur'])}.`;
}

function object(pick: Pick): string {
  const { action, noun, time, tense } = drawDeed(pick, { actions: OBJECTS, when: ['past', 'future'] });
  const who = opening(pick, subjectFor(pick, 'o'), time);
  return `${who} ${swapped(pick(qualitiesOf(noun)), noun)} ${finite(action.verb, tense, 'o')}.`;
}

function postposition(pick: Pick): string {
  const { word, nouns, says } = pick(BARE);
  const noun = pick(nouns);
  return `${swapped(pick(qualitiesOf(noun)), noun)} ${word} ${pick(says)}.`;
}
