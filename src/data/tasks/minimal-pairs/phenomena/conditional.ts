/** The conditional has the person of its subject (mən gəlsəm, sən gəlsən), and its -sa, -sə the vowel of the verb. */
import { misspelled } from '../morphology/harmony.ts';
import { PERSONS, type Person } from '../morphology/nouns.ts';
import { finite, verbForm } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

const OUTCOMES = [
  'çox yaxşı olar',
  'hamı sevinəcək',
  'nənəm çox sevinəcək',
  'hər şey düzələr',
  'işimiz asanlaşar',
  'heç kim inciməz',
];
const MOST_LONGER = 2;

export const conditional: Phenomenon = {
  id: 'conditional',
  mostLonger: MOST_LONGER,
  draw(pick) {
    const doer = pick(PERSONS);
    const { action, time, complement } = drawDeed(pick, { doer, when: ['future'] });
    const right = finite(action.verb, 'conditional', doer);
    const wrong = pick([otherPersons, otherVowels])(pick, action.verb, doer);
    const who = pick(['əgər ', '']) + (doer === 'o' ? `${time} ${subjectFor(pick, doer)}` : opening(pick, doer, time));
    return `${who} ${complement} {${right}|${wrong}}, ${pick(OUTCOMES)}.`;
  },
  byHand: [
    'Mən vaxtında {gəlsəm|gəlsən}, sənə kömək edərəm.',
    'Sən məni {eşitsən|eşitsəm}, cavab ver.',
    'Biz indi yola {çıxsaq|çıxsam}, qatara çatarıq.',
    'Siz {istəsəniz|istəsəm}, birlikdə gedərik.',
    'Mən həkim {olsam|olsaq}, xəstələrə pulsuz baxaram.',
    'Əgər sən yaxşı {oxusan|oxusam}, imtahandan keçəcəksən.',
    'Onlar bizi {görsələr|görsək}, çox sevinərlər.',
    'Yağış {yağsa|yağsə}, biz evdə qalarıq.',
    'Siz bu yolla {getsəniz|getsaniz}, kəndə çatarsınız.',
    'Biz tez {dursaq|dursək}, günəşin doğmasını görərik.',
    'Hava isti {olsa|olsə}, dənizə gedəcəyik.',
  ],
};

function otherPersons(pick: Pick, verb: string, doer: Person): string {
  const right = finite(verb, 'conditional', doer);
  const others = PERSONS.map((person) => finite(verb, 'conditional', person)).filter(
    (one) => one !== right && Math.abs(one.length - right.length) <= MOST_LONGER,
  );
  return pick(others);
}

const otherVowels = (pick: Pick, verb: string, doer: Person): string =>
  pick(misspelled(verbForm(verb, 'conditional', doer)));
