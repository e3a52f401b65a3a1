/** After a numeral the noun stays in the singular: üç kitab. */
import { governing } from '../lexicon/actions.ts';
import { CLASSES } from '../lexicon/classes.ts';
import { NUMERALS } from '../lexicon/numerals.ts';
import { plural } from '../morphology/nouns.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

const isCounted = (noun: string): boolean => CLASSES.some(({ nouns }) => nouns.includes(noun));
const OBJECTS = governing('accusative')
  .filter(({ verb }) => ['oxu', 'yaz', 'al', 'sat', 'gətir', 'yu', 'ək', 'tərcümə et'].includes(verb))
  .map((action) => ({ ...action, nouns: action.nouns.filter(isCounted) }));

export const numeralSingular: Phenomenon = {
  id: 'numeral-singular',
  // The plural ending
  mostLonger: 3,
  draw: (pick) => pick([subject, existence, object])(pick),
  byHand: [
    'Bir ildə on iki {ay|aylar} var.',
    'Səbətdə on {yumurta|yumurtalar} qalıb.',
    'Bir həftə yeddi {gündür|günlərdir}.',
    'Həyətdə beş {uşaq|uşaqlar} oynayır.',
    'Bu binanın doqquz {mərtəbəsi|mərtəbələri} var.',
    'Nənəm üç {gün|günlər} bizdə qaldı.',
    'Kitabın iki yüz {səhifəsi|səhifələri} var.',
    'O, dörd {dil|dillər} bilir.',
    'Mən bu filmi bir neçə {dəfə|dəfələr} görmüşəm.',
    'Stolun dörd {ayağı|ayaqları} var.',
    'Bizim sinifdə iyirmi {şagird|şagirdlər} oxuyur.',
  ],
};

function subject(pick: Pick): string {
  const { nouns, says } = pick(CLASSES);
  return `${counted(pick, pick(nouns))} ${pick(says)}.`;
}

function existence(pick: Pick): string {
  const { nouns, places } = pick(CLASSES);
  return `${pick(places)} ${counted(pick, pick(nouns))} var.`;
}

function object(pick: Pick): string {
  const { action, noun, time, tense } = drawDeed(pick, { actions: OBJECTS, when: ['past', 'future'] });
  const who = opening(pick, subjectFor(pick, 'o'), time);
  return `${who} ${counted(pick, noun)} ${finite(action.verb, tense, 'o')}.`;
}

const counted = (pick: Pick, noun: string): string => `${pick(NUMERALS)} {${noun}|${plural(noun)}}`;
