/** The endings of tense and person have the vowel of the verb: yazıram, gəlirəm, oxuyuram, görürəm. */
import { misspelled, spelled } from '../morphology/harmony.ts';
import { PERSONS } from '../morphology/nouns.ts';
import { verbForm } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

export const verbHarmony: Phenomenon = {
  id: 'verb-harmony',
  draw(pick) {
    const doer = pick(PERSONS);
    const { action, time, tense, complement } = drawDeed(pick, { doer });
    const form = verbForm(action.verb, tense, doer);
    const [right, wrong] = [spelled(form), pick(misspelled(form))];
    return `${opening(pick, subjectFor(pick, doer), time)} ${complement} {${right}|${wrong}}.`;
  },
  byHand: [
    'Mən səni hər gün {görürəm|görıram}.',
    'Külək bütün gecə {əsdi|əsdı}.',
    'Biz bu mahnını çox {sevirik|sevırıq}.',
    'Qar səhərə kimi {yağdı|yağdi}.',
    'Siz niyə bu qədər {gülürsünüz|gülursunuz}?',
    'Uşaq artıq {yatmışdır|yatmişdir}.',
    'Onlar sabah yeni evə {köçəcəklər|köçacaqlar}.',
    'Qonaqlar axşam saat altıda {gəldilər|gəldılar}.',
    'Sən bu məsələni yaxşı {bilirsən|bilırsan}.',
    'Günəş dağların arxasından {doğdu|doğdi}.',
    'Mən bu yolu piyada {getmişəm|getmışam}.',
  ],
};
