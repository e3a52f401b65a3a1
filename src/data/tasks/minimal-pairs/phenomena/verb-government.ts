/** Each verb asks for its case: itdən qorxmaq, şəklə baxmaq, anasına kömək etmək. */
import { ACTIONS } from '../lexicon/actions.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { complementIn, drawDeed, opening, subjectFor } from '../sentences.ts';

const STRICT = ACTIONS.filter(({ never }) => never.length > 0);

export const verbGovernment: Phenomenon = {
  id: 'verb-government',
  // "sinifdən" and "sinfi"
  mostLonger: 3,
  draw(pick) {
    const { action, noun, time, tense } = drawDeed(pick, { actions: STRICT, when: ['past', 'now', 'state', 'future'] });
    const { verb, governs, never } = action;
    const [right, wrong] = [governs, pick(never)].map((of) => complementIn(noun, of, 'o'));
    return `${opening(pick, subjectFor(pick, 'o'), time)} {${right}|${wrong}} ${finite(verb, tense, 'o')}.`;
  },
  byHand: [
    'Uşaq {qaranlıqdan|qaranlığa} qorxur.',
    'Mən {sənə|səni} inanıram.',
    'Turistlər qədim {qalaya|qalanı} tamaşa etdilər.',
    'O, siqaret {çəkməkdən|çəkməyə} imtina etdi.',
    'Biz {qonaqları|qonaqlara} evə dəvət etdik.',
    'Bacım {mənə|məni} zəng etdi.',
    'Tələbələr {lüğətdən|lüğətə} istifadə edirlər.',
    'Nənəm {nəvələrini|nəvələrinə} çox sevir.',
    'Həkim {xəstəyə|xəstəni} dərman verdi.',
    'Mən sənin {səsini|səsinə} eşitdim.',
    'Komandamız {qələbəyə|qələbəni} nail oldu.',
  ],
};
