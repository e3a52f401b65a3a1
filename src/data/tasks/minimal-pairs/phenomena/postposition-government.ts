/** Each postposition asks for its case: dərsdən sonra, yağışa görə, qatar ilə. */
import { POSTPOSITIONS } from '../lexicon/postpositions.ts';
import { inCase } from '../morphology/nouns.ts';
import type { Phenomenon } from '../phenomenon.ts';

export const postpositionGovernment: Phenomenon = {
  id: 'postposition-government',
  // "qatar" and "qatardan"
  mostLonger: 3,
  draw(pick) {
    const { word, governs, nouns, says, never } = pick(POSTPOSITIONS);
    const noun = pick(nouns);
    return `{${inCase(noun, governs)}|${inCase(noun, pick(never))}} ${word} ${pick(says)}.`;
  },
  byHand: [
    '{Səndən|Sənə} başqa heç kimim yoxdur.',
    'Biz {axşama|axşamdan} qədər səni gözlədik.',
    'Bu kitabı {mənim|məndən} üçün aldılar.',
    '{Yeməkdən|Yeməyi} əvvəl əllərini yu.',
    'O, öz {vətəni|vətəninə} haqqında şeir yazıb.',
    'Gəmi {sahilə|sahili} doğru üzürdü.',
    'Uşaq çörəyi {bıçaq|bıçağa} ilə kəsdi.',
    '{Səhərdən|Səhərə} bəri heç nə yeməmişəm.',
    'Alimlər {xəstəliyə|xəstəliyi} qarşı dərman axtarırlar.',
    '{Soyuğa|Soyuğu} baxmayaraq bazar adamla dolu idi.',
    'Mən bunu {sənin|sənə} üçün etdim.',
  ],
};
