/** The question particle -mı, -mi, -mu, -mü has the vowel of the word that it is written to: gəldinmi, oxudunmu. */
import { misspelled, spelled } from '../morphology/harmony.ts';
import { finite, questionForm } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

export const questionParticle: Phenomenon = {
  id: 'question-particle',
  draw(pick) {
    const doer = pick(['sən', 'o', 'siz'] as const);
    const { action, time, tense, complement } = drawDeed(pick, { doer });
    const form = questionForm(finite(action.verb, tense, doer));
    return `${opening(pick, subjectFor(pick, doer), time)} ${complement} {${spelled(form)}|${pick(misspelled(form))}}?`;
  },
  byHand: [
    'Bu çanta {səninmi|səninmı}?',
    'Atan {evdədirmi|evdədirmı}?',
    'Sən məni {gördünmü|gördünmu}?',
    'Çay artıq {soyuyubmu|soyuyubmü}?',
    'Hava bu gün {soyuqdurmu|soyuqdurmi}?',
    'Sizin uşağınız {varmı|varmi}?',
    'Bu söz {düzdürmü|düzdürmı}?',
    'Burada bir həkim {yoxdurmu|yoxdurmı}?',
    'Siz onu {tanıyırsınızmı|tanıyırsınızmi}?',
    'Qatar vaxtında {gələcəkmi|gələcəkmı}?',
    'Yağış {dayandımı|dayandımu}?',
  ],
};
