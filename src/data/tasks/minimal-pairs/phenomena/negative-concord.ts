/** With heç kim, heç nə, heç vaxt or heç bir the verb is negative: Heç kim gəlmədi. */
import { PEOPLE } from '../lexicon/classes.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, subjectFor } from '../sentences.ts';

export const negativeConcord: Phenomenon = {
  id: 'negative-concord',
  draw(pick) {
    const { action, time, tense, complement } = drawDeed(pick, { when: ['past', 'now'] });
    const nobody = pick(['heç kim', 'heç kəs', `heç bir ${pick(PEOPLE.nouns)}`]);
    const who = pick([`${time} ${nobody}`, `${nobody} ${time}`, `${subjectFor(pick, 'o')} heç vaxt`]);
    const [right, wrong] = (['negative', 'affirmative'] as const).map((one) => finite(action.verb, tense, 'o', one));
    return `${who} ${complement} {${right}|${wrong}}.`;
  },
  byHand: [
    'Mən heç nə {görmürəm|görürəm}.',
    'Bu sözü heç kim {eşitmədi|eşitdi}.',
    'Biz heç yerə {getmədik|getdik}.',
    'Heç bir ağac {qurumadı|qurudu}.',
    'O, heç kimə {inanmır|inanır}.',
    'Otaqda heç nə {yoxdur|vardır}.',
    'Mən heç vaxt yalan {danışmıram|danışıram}.',
    'Heç kəs onun adını {bilmirdi|bilirdi}.',
    'Uşaq heç kimdən {qorxmur|qorxur}.',
    'Heç bir qonaq {gecikmədi|gecikdi}.',
    'Sən heç nə başa {düşmürsən|düşürsən}.',
  ],
};
