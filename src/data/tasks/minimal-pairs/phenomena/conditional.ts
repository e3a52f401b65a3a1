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
    'Əgər mən vaxtında {gəlsəm|gəlsən}, işimiz tez qurtarar.',
    'Əgər sən qapını {açsan|açsam}, otaq soyuyar.',
    'Əgər biz indi yola {çıxsaq|çıxsam}, heç kim bizi gözləməz.',
    'Əgər siz {istəsəniz|istəsəm}, biz birlikdə gedərik.',
    'Əgər mən həkim {olsam|olsan}, atam çox sevinər.',
    'Əgər sən yaxşı {oxusan|oxusam}, imtahandan keçəcəksən.',
    'Əgər onlar kömək {etsələr|etsək}, işimiz asan olar.',
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
