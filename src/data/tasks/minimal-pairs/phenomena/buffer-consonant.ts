/**
 * Between two vowels a consonant is put in, which one by the ending (almanı, almaya, alması, oxuyur), and none after a
 * consonant (kitabı, kitaba).
 */
import { governing } from '../lexicon/actions.ts';
import { PARTS, POSSESSIONS } from '../lexicon/parts.ts';
import { endsInVowel, suffixed } from '../morphology/harmony.ts';
import { type Case, inCase, owned, stemBeforeVowel } from '../morphology/nouns.ts';
import { finite, verbForm } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, isKin, opening, subjectFor } from '../sentences.ts';

/** How the ending is written where the buffer is wrong: after a vowel it is missing, after a consonant one is put in. */
const WRONG: Readonly<Partial<Record<Case, { readonly afterVowel: string; readonly afterConsonant: string }>>> = {
  accusative: { afterVowel: 'yI', afterConsonant: 'nI' },
  dative: { afterVowel: 'A', afterConsonant: 'yA' },
  genitive: { afterVowel: 'In', afterConsonant: 'nIn' },
};
/** So that the buffer is all that differs. */
const keepsStem = (noun: string): boolean => stemBeforeVowel(noun) === noun;
const OBJECTS = governing('accusative', 'dative')
  .filter(({ nouns }) => !nouns.some(isKin))
  .map((action) => ({ ...action, nouns: action.nouns.filter(keepsStem) }));
const ENDED_IN_VOWEL = [...PARTS, ...POSSESSIONS].filter(({ head }) => endsInVowel(head));
const DEFINITE = ['past', 'now', 'future'] as const;

export const bufferConsonant: Phenomenon = {
  id: 'buffer-consonant',
  draw: (pick) => pick([complement, owner, head, verb])(pick),
  byHand: [
    'Uşaq {anasına|anasıa} sarıldı.',
    'Mən {bacımın|bacımnın} otağında gözlədim.',
    'Qapının {arxasında|arxaında} kimsə dayanmışdı.',
    'Sərçə {pəncərəyə|pəncərəə} qondu.',
    '{Nənənin|Nənəin} nağılları çox maraqlıdır.',
    'Dərs saat doqquzda {başlayır|başlaır}.',
    'Balaca qız hələ {yeriyə|yeriə} bilmir.',
    'Biz {ölkəmizi|ölkəmizni} çox sevirik.',
    'Onun {atası|ataı} həkimdir.',
    'Bu {kəndin|kəndnin} havası təmizdir.',
    'Mən səni burada {gözləyəcəyəm|gözləəcəyəm}.',
  ],
};

const misbuffered = (noun: string, of: Case): string => {
  const { afterVowel = '', afterConsonant = '' } = WRONG[of] ?? {};
  return suffixed(noun, endsInVowel(noun) ? afterVowel : afterConsonant);
};

function complement(pick: Pick): string {
  const { action, noun, time, tense } = drawDeed(pick, { actions: OBJECTS, when: DEFINITE });
  const { verb: stem, governs } = action;
  const who = opening(pick, subjectFor(pick, 'o'), time);
  return `${who} {${inCase(noun, governs)}|${misbuffered(noun, governs)}} ${finite(stem, tense, 'o')}.`;
}

function owner(pick: Pick): string {
  const { head, owners, says } = pick([...PARTS, ...POSSESSIONS]);
  const noun = pick(owners.filter(keepsStem));
  return `{${inCase(noun, 'genitive')}|${misbuffered(noun, 'genitive')}} ${owned(head, 'o')} ${pick(says)}.`;
}

function head(pick: Pick): string {
  const { head, owners, says } = pick(ENDED_IN_VOWEL);
  return `${inCase(pick(owners), 'genitive')} {${owned(head, 'o')}|${suffixed(head, 'I')}} ${pick(says)}.`;
}

function verb(pick: Pick): string {
  const actions = governing('accusative').filter((one) => endsInVowel(one.verb));
  const { action, time, tense, complement } = drawDeed(pick, { actions, when: ['habit', 'now', 'future'] });
  const { stem, ending } = verbForm(action.verb, tense, 'o');
  const wrong = suffixed(stem, ending.replace(/^y/, ''));
  return `${opening(pick, subjectFor(pick, 'o'), time)} ${complement} {${finite(action.verb, tense, 'o')}|${wrong}}.`;
}
