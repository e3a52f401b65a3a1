/** An adjective stands before its noun: Rəfdə maraqlı kitab var. */
import { governing } from '../lexicon/actions.ts';
import { CLASSES } from '../lexicon/classes.ts';
import { POSTPOSITIONS } from '../lexicon/postpositions.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

/** Adjectives that say nothing of how something is done. */
const STATIC = new Set([
  'köhnə',
  'böyük',
  'ağ',
  'qara',
  'iri',
  'nadir',
  'bahalı',
  'qırmızı',
  'hündür',
  'göy',
  'yaralı',
]);

const qualitiesOf = (noun: string): string[] =>
  CLASSES.filter(({ nouns }) => nouns.includes(noun)).flatMap(({ qualities }) =>
    qualities.filter((one) => STATIC.has(one)),
  );
const isDescribed = (noun: string): boolean => qualitiesOf(noun).length > 0;

const OBJECTS = governing('accusative')
  .filter(({ verb }) => ['al', 'sat', 'gətir', 'yu', 'tap'].includes(verb))
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
    'Anam bazardan {təzə balıq|balıq təzə} almışdı.',
    'Kənddə {köhnə körpü|körpü köhnə} var.',
    'Mən {köhnə mahnılar|mahnılar köhnə} dinləyirəm.',
    '{Yaşlı adamlar|Adamlar yaşlı} haqqında qanun qəbul edildi.',
    'Meşədə {hündür ağaclar|ağaclar hündür} bitir.',
    'Uşaq {balaca əlləri|əlləri balaca} ilə qapını itələdi.',
    'Göydə {ağ buludlar|buludlar ağ} vardı.',
    'Dostum mənə {bahalı hədiyyə|hədiyyə bahalı} verdi.',
    '{Soyuq su|Su soyuq} içmək istəyirəm.',
  ],
};

const swapped = (first: string, second: string): string => `{${first} ${second}|${second} ${first}}`;

function existence(pick: Pick): string {
  const { nouns, qualities, places } = pick(CLASSES);
  return `${pick(places)} ${swapped(pick(qualities), pick(nouns))} ${pick(['var', 'yoxdur'])}.`;
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
