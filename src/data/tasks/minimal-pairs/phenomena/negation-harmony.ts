/** The negative ending -ma, -mə, in the present -mır, -mir, -mur, -mür, has the vowel of the verb: yazmadı, gəlmədi. */
import { misspelled, spelled } from '../morphology/harmony.ts';
import { PERSONS } from '../morphology/nouns.ts';
import { verbForm } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

export const negationHarmony: Phenomenon = {
  id: 'negation-harmony',
  draw(pick) {
    const doer = pick(PERSONS);
    const { action, time, tense, complement } = drawDeed(pick, { doer, when: ['past', 'now', 'future'] });
    const form = verbForm(action.verb, tense, doer, 'negative');
    const who = opening(pick, subjectFor(pick, doer), time);
    return `${who} ${complement} {${spelled(form)}|${pick(misspelled(form))}}.`;
  },
  byHand: [
    'Mən ət {yemirəm|yemıram}.',
    'Bu gün qar {yağmır|yağmir}.',
    'Uşaq hələ {danışmır|danışmir}.',
    'Onlar bizi {görmədilər|görmadılar}.',
    'Sən məni {anlamırsan|anlamirsən}.',
    'Saat artıq {işləmir|işləmır}.',
    'Biz heç vaxt yalan {demirik|demırıq}.',
    'Bu qapı {açılmadı|açılmədi}.',
    'Mən bunu {unutmayacağam|unutməyəcəyəm}.',
    'Qış hələ {qurtarmayıb|qurtarməyib}.',
    'Çay {soyumadı|soyumədi}.',
  ],
};
