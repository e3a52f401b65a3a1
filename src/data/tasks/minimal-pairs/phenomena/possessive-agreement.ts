/** The possessive ending has the person of the owner: mənim kitabım, sənin kitabın. */
import { BELONGINGS } from '../lexicon/classes.ts';
import { owned, type Person, pronounInCase } from '../morphology/nouns.ts';
import type { Phenomenon } from '../phenomenon.ts';

/** Not "kitabın" and "kitabı": they are also cases of what nobody need own. */
const OTHERS = {
  mən: ['biz', 'siz'],
  sən: ['mən', 'biz', 'siz'],
  o: ['mən'],
  biz: ['mən', 'siz'],
  siz: ['mən', 'biz'],
} as const satisfies Partial<Record<Person, readonly Person[]>>;

export const possessiveAgreement: Phenomenon = {
  id: 'possessive-agreement',
  draw(pick) {
    const { nouns, says } = pick(BELONGINGS);
    const owner = pick(['mən', 'sən', 'o', 'biz', 'siz'] as const);
    const noun = pick(nouns);
    const wrong = owned(noun, pick<Person>(OTHERS[owner]));
    return `${pronounInCase(owner, 'genitive')} {${owned(noun, owner)}|${wrong}} ${pick(says)}.`;
  },
  byHand: [
    'Mənim {atam|atamız} həkimdir.',
    'Sənin {gözlərin|gözlərim} çox gözəldir.',
    'Bizim {evimiz|eviniz} dənizin sahilindədir.',
    'Sizin {uşaqlarınız|uşaqlarımız} hansı məktəbdə oxuyur?',
    'Onun {səsi|səsim} məni oyatdı.',
    'Mənim {adım|adımız} Kamrandır.',
    'Sənin {sözün|sözüm} mənə çatdı.',
    'Bizim {vaxtımız|vaxtım} azdır.',
    'Sizin {fikriniz|fikrim} mənim üçün vacibdir.',
    'Mənim {dostum|dostunuz} sabah gələcək.',
    'Bizim {kəndimizdə|kəndinizdə} iki bulaq var.',
  ],
};
