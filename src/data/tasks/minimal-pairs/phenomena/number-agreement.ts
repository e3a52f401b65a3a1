/** The verb agrees with a pronoun in number: mən gəldim, biz gəldik; sən gəldin, siz gəldiniz. */
import type { Person } from '../morphology/nouns.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, opening } from '../sentences.ts';

const OTHER_NUMBER = { mən: 'biz', biz: 'mən', sən: 'siz', siz: 'sən' } as const satisfies Partial<
  Record<Person, Person>
>;

export const numberAgreement: Phenomenon = {
  id: 'number-agreement',
  // "oxuyursan" and "oxuyursunuz"
  mostLonger: 3,
  draw(pick) {
    const doer = pick(['mən', 'sən', 'biz', 'siz'] as const);
    const { action, time, tense, complement } = drawDeed(pick, { doer });
    const [right, wrong] = [doer, OTHER_NUMBER[doer]].map((person) => finite(action.verb, tense, person));
    return `${opening(pick, doer, time)} ${complement} {${right}|${wrong}}.`;
  },
  byHand: [
    'Biz bu mahnını məktəbdə {öyrənmişik|öyrənmişəm}.',
    'Mən dünən çox {yoruldum|yorulduq}.',
    'Siz haradan {gəlirsiniz|gəlirsən}?',
    'Sən bu gün nə vaxt {oyandın|oyandınız}?',
    'Biz yağışın altında {islandıq|islandım}.',
    'Mən bu kitabı iki dəfə {oxumuşam|oxumuşuq}.',
    'Siz hələ {gəncsiniz|gəncsən}.',
    'Biz yay tətilini nənəmizdə {keçirəcəyik|keçirəcəyəm}.',
    'Mən bu işdən heç razı {deyiləm|deyilik}.',
    'Sən mənə həqiqəti {dedin|dediniz}.',
    'Biz hər bazar günü futbol {oynayırıq|oynayıram}.',
  ],
};
