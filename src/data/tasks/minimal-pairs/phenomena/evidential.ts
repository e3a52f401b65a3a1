/**
 * What is told by others has -mış after the ending of tense, in harmony with it: gedirmiş, oxuyurmuş; in the other order
 * ("getmişir") the endings do not combine.
 */
import { PROFESSIONS } from '../lexicon/people.ts';
import { type Form, misspelled, spelled, suffixed } from '../morphology/harmony.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, subjectFor } from '../sentences.ts';

const SOURCES = ['deyilənə görə', 'eşitdiyimə görə', 'sən demə', 'dediklərinə görə'];

export const evidential: Phenomenon = {
  id: 'evidential',
  draw: (pick) => pick([order, harmony, harmony, noun])(pick),
  byHand: [
    'Deyirlər ki, burada qədim bir qala {varmış|varmiş}.',
    'Sən demə, o mənim köhnə {dostummuş|dostummış}.',
    'Biri var {imiş|ımış}, biri yox imiş.',
    'Sən demə, uşaqlar bütün gecə {oynayırmışlar|oynamışırlar}.',
    'Deyilənə görə, bu göldə böyük balıqlar {olurmuş|olmuşur}.',
    'Nənəm cavan vaxtı çox gözəl {oxuyurmuş|oxuyurmış}.',
    'Eşitdiyimə görə, onlar Şəkiyə {köçəcəkmişlər|köçmüşəcəklər}.',
    'Sən demə, mən yanlış yolla {gedirmişəm|gedirmışam}.',
    'Deyilənə görə, bu dağda canavar {yaşayırmış|yaşamışır}.',
    'Qədimdə bu şəhərin dörd qapısı {varmış|varmuş}.',
    'Sən demə, qapı {açıqmış|açıqmiş}.',
  ],
};

function order(pick: Pick): string {
  const { verb, opened } = told(pick);
  return `${opened} {${finite(verb, 'evidential', 'o')}|${suffixed(verb, 'mIşIr')}}.`;
}

function harmony(pick: Pick): string {
  const { verb, opened } = told(pick);
  return `${opened} ${contrast({ stem: finite(verb, 'present', 'o'), ending: 'mIş' }, pick)}.`;
}

const noun = (pick: Pick): string =>
  `${pick(SOURCES)}, ${subjectFor(pick, 'o')} ${contrast({ stem: pick(PROFESSIONS), ending: 'mIş' }, pick)}.`;

function told(pick: Pick): { verb: string; opened: string } {
  const { action, time, complement } = drawDeed(pick, { when: ['habit', 'state'] });
  return { verb: action.verb, opened: `${pick(SOURCES)}, ${subjectFor(pick, 'o')} ${time} ${complement}` };
}

const contrast = (form: Form, pick: Pick): string => `{${spelled(form)}|${pick(misspelled(form))}}`;
