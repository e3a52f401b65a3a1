/** The plural ending has the vowel of the word: uşaqlar, itlər. */
import { CLASSES } from '../lexicon/classes.ts';
import { misspelled, spelled } from '../morphology/harmony.ts';
import type { Phenomenon } from '../phenomenon.ts';

export const pluralHarmony: Phenomenon = {
  id: 'plural-harmony',
  draw(pick) {
    const { nouns, qualities, says } = pick(CLASSES);
    const plural = { stem: pick(nouns), ending: 'lAr' };
    const before = pick(['', `${pick(qualities)} `, 'bu ', 'həmin ']);
    return `${before}{${spelled(plural)}|${pick(misspelled(plural))}} ${pick(says)}.`;
  },
  byHand: [
    'Yayda {günlər|günlar} uzun olur.',
    'Göydə {ulduzlar|ulduzlər} parıldayır.',
    'Payızda {quşlar|quşlər} isti ölkələrə uçur.',
    'Bu {sözlər|sözlar} mənə çox təsir etdi.',
    'Səbətdəki {almalar|almalər} çox şirin idi.',
    'Dənizdə böyük {gəmilər|gəmilar} görünürdü.',
    'Nənəmin {əlləri|əlları} həmişə isti olurdu.',
    'Küçədəki {işıqlar|işıqlər} axşam yanır.',
    'Bu məktəbdə {müəllimlər|müəllimlar} çox tələbkardır.',
    'Qışda {dağlar|dağlər} qarla örtülür.',
    'Körpənin {gözləri|gözlari} mavidir.',
  ],
};
