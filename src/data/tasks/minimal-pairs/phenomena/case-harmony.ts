/** The endings of dative, locative and ablative have the vowel of the word: bağa, evə; bağda, evdə; bağdan, evdən. */
import { governing } from '../lexicon/actions.ts';
import { misspelled, spelled } from '../morphology/harmony.ts';
import { caseForm } from '../morphology/nouns.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon } from '../phenomenon.ts';
import { drawDeed, isKin, opening, subjectFor } from '../sentences.ts';

const ACTIONS = governing('dative', 'locative', 'ablative').filter(({ nouns }) => !nouns.some(isKin));

export const caseHarmony: Phenomenon = {
  id: 'case-harmony',
  draw(pick) {
    const { action, noun, time, tense } = drawDeed(pick, { actions: ACTIONS });
    const form = caseForm(noun, action.governs);
    const who = opening(pick, subjectFor(pick, 'o'), time);
    return `${who} {${spelled(form)}|${pick(misspelled(form))}} ${finite(action.verb, tense, 'o')}.`;
  },
  byHand: [
    'Uşaqlar yayı dəniz {kənarında|kənarındə} keçirdilər.',
    'Mən bu xəbəri {radiodan|radiodən} eşitdim.',
    'Atam hər səhər {işə|işa} piyada gedir.',
    'Quşlar {ağacda|ağacdə} yuva qurub.',
    'Balıqlar {suda|sudə} yaşayır.',
    'Qatar {stansiyadan|stansiyadən} vaxtında çıxdı.',
    'Nənəm {kənddə|kəndda} təkbaşına yaşayır.',
    'Biz axşam {teatra|teatrə} gedəcəyik.',
    'Şagirdlər {lövhəyə|lövhəya} baxırlar.',
    'Bu paltar {ipəkdən|ipəkdan} tikilib.',
    'Qonaqlar {gəmidən|gəmidan} endilər.',
  ],
};
