/** A question that has a question word takes no question particle: Kim gəldi? */
import { ACTIONS } from '../lexicon/actions.ts';
import { suffixed } from '../morphology/harmony.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

const WHY = ['niyə', 'nə üçün'];
/** One does not ask why somebody does what happens to one. */
const INTENDED = ACTIONS.filter(({ verb }) => !['itir', 'tap', 'gör'].includes(verb));

export const questionWord: Phenomenon = {
  id: 'question-word',
  draw(pick) {
    const { action, time, tense, complement } = drawDeed(pick, { actions: INTENDED });
    const who = subjectFor(pick, 'o');
    const asked = pick([opening(pick, 'kim', time), `${opening(pick, who, time)} ${pick(WHY)}`]);
    const verb = finite(action.verb, tense, 'o');
    return `${asked} ${complement} {${verb}|${suffixed(verb, 'mI')}}?`;
  },
  byHand: [
    'Bu gün hava {necədir|necədirmi}?',
    'Qatar saat neçədə yola {düşür|düşürmü}?',
    'Sən harada {yaşayırsan|yaşayırsanmı}?',
    'Bu kimin {kitabıdır|kitabıdırmı}?',
    'Sənin neçə yaşın {var|varmı}?',
    'Siz hansı küçədə {qalırsınız|qalırsınızmı}?',
    'Uşaqlar hara {qaçdılar|qaçdılarmı}?',
    'Bu sözün mənası {nədir|nədirmi}?',
    'Kim mənə kömək {edəcək|edəcəkmi}?',
    'Sən bazardan nə {aldın|aldınmı}?',
    'Bu meyvənin qiyməti nə {qədərdir|qədərdirmi}?',
  ],
};
