/** Before a vowel the last k of a word of several syllables becomes y, and its q becomes ğ: çörəyi, uşağı; not so tankı. */
import { ACTIONS } from '../lexicon/actions.ts';
import { PARTS, POSSESSIONS } from '../lexicon/parts.ts';
import { suffixed } from '../morphology/harmony.ts';
import { caseForm, inCase, owned, stemBeforeVowel } from '../morphology/nouns.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

const softens = (noun: string): boolean => /[kq]$/.test(noun) && stemBeforeVowel(noun) !== noun;

const OBJECTS = ACTIONS.filter(({ governs }) => governs === 'accusative' || governs === 'dative')
  .map((action) => ({ ...action, nouns: action.nouns.filter(softens) }))
  .filter(({ nouns }) => nouns.length > 0);
const ALL_PARTS = [...PARTS, ...POSSESSIONS];
const OWNERS = ALL_PARTS.map((part) => ({ ...part, owners: part.owners.filter(softens) })).filter(
  ({ owners }) => owners.length > 0,
);
const HEADS = ALL_PARTS.filter(({ head }) => softens(head));
const DEFINITE = ['past', 'now', 'future'] as const;

export const consonantSoftening: Phenomenon = {
  id: 'consonant-softening',
  draw: (pick) => pick([object, owner, head])(pick),
  byHand: [
    'Uşaq {ayağını|ayaqını} daşa vurdu.',
    'Nənəm {çörəyə|çörəkə} yağ sürtdü.',
    'Biz {bulağın|bulaqın} suyundan içdik.',
    'Qız {barmağına|barmaqına} üzük taxdı.',
    'Onun {ürəyi|ürəki} tez-tez döyünürdü.',
    'Külək {papağımı|papaqımı} apardı.',
    'Mən səninlə {gedəcəyəm|gedəcəkəm}.',
    'Biz bayramda kəndə {qayıdacağıq|qayıdacaqıq}.',
    'Əsgərlər {bayrağı|bayraqı} yuxarı qaldırdılar.',
    'Balaca {pişiyin|pişikin} gözləri yaşıldır.',
    'Kəndlilər {torpağı|torpaqı} yazda şumlayırlar.',
  ],
};

function object(pick: Pick): string {
  const { action, noun, time, tense } = drawDeed(pick, { actions: OBJECTS, when: DEFINITE });
  const wrong = suffixed(noun, caseForm(noun, action.governs).ending);
  const who = opening(pick, subjectFor(pick, 'o'), time);
  return `${who} {${inCase(noun, action.governs)}|${wrong}} ${finite(action.verb, tense, 'o')}.`;
}

function owner(pick: Pick): string {
  const { head, owners, says } = pick(OWNERS);
  const noun = pick(owners);
  return `{${inCase(noun, 'genitive')}|${suffixed(noun, 'In')}} ${owned(head, 'o')} ${pick(says)}.`;
}

function head(pick: Pick): string {
  const { head, owners, says } = pick(HEADS);
  return `${inCase(pick(owners), 'genitive')} {${owned(head, 'o')}|${suffixed(head, 'I')}} ${pick(says)}.`;
}
