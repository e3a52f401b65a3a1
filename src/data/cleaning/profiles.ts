/**
 * Thresholds that FineWeb-2 (arXiv:2506.20920) published for each language, in its `configs/<language>.yml`, as options of our
 * steps. Each was fitted to the web text of its language, so a profile is taken whole. Scores of languages are those of
 * GlotLID there.
 */

export type ProfileId = 'azj' | 'tur' | 'kaz' | 'uzn';

export interface Profile {
  readonly language: { readonly languages: string; readonly minScore: number };
  readonly 'gopher-repetition': {
    readonly maxRepeatedLines: number;
    readonly maxTop2Grams: number;
    readonly maxTop3Grams: number;
    readonly maxTop4Grams: number;
    readonly maxRepeated5Grams: number;
    readonly maxRepeated6Grams: number;
    readonly maxRepeated7Grams: number;
    readonly maxRepeated8Grams: number;
    readonly maxRepeated9Grams: number;
    readonly maxRepeated10Grams: number;
  };
  readonly 'fineweb-quality': { readonly minLinesWithStop: number; readonly maxLineBreaksPerWord: number };
  readonly 'gopher-quality': {
    readonly minMeanWordLength: number;
    readonly maxMeanWordLength: number;
    readonly minWordsWithLetters: number;
    readonly stopWords: string;
  };
}

/** @param top of 2-, 3- and 4-grams; @param repeated of 5- to 10-grams */
function repetition(
  maxRepeatedLines: number,
  [maxTop2Grams, maxTop3Grams, maxTop4Grams]: readonly [number, number, number],
  repeated: readonly [number, number, number, number, number, number],
): Profile['gopher-repetition'] {
  const [maxRepeated5Grams, maxRepeated6Grams, maxRepeated7Grams] = repeated;
  const [, , , maxRepeated8Grams, maxRepeated9Grams, maxRepeated10Grams] = repeated;
  return {
    maxRepeatedLines,
    maxTop2Grams,
    maxTop3Grams,
    maxTop4Grams,
    maxRepeated5Grams,
    maxRepeated6Grams,
    maxRepeated7Grams,
    maxRepeated8Grams,
    maxRepeated9Grams,
    maxRepeated10Grams,
  };
}

export const PROFILES: Readonly<Record<ProfileId, Profile>> = {
  azj: {
    language: { languages: 'az', minScore: 0.3 },
    'gopher-repetition': repetition(0.879, [0.514, 0.475, 0.405], [0.3, 0.271, 0.252, 0.227, 0.202, 0.179]),
    'fineweb-quality': { minLinesWithStop: 0.188, maxLineBreaksPerWord: 0.179 },
    'gopher-quality': {
      minMeanWordLength: 3,
      maxMeanWordLength: 13,
      minWordsWithLetters: 0.725,
      stopWords:
        'və ilə ildə bir bu azərbaycan olan üçün sonra də kimi il isə o görə da tərəfindən çox ki onun edir idi',
    },
  },
  tur: {
    language: { languages: 'tr', minScore: 0.875 },
    'gopher-repetition': repetition(0.272, [0.214, 0.168, 0.147], [0.154, 0.144, 0.134, 0.124, 0.113, 0.103]),
    'fineweb-quality': { minLinesWithStop: 0.091, maxLineBreaksPerWord: 0.222 },
    'gopher-quality': {
      minMeanWordLength: 3,
      maxMeanWordLength: 21,
      minWordsWithLetters: 0.773,
      stopWords: 've bir olarak bu ile için olan da de tarafından yılında sonra en daha ilk the',
    },
  },
  kaz: {
    language: { languages: 'kk', minScore: 0.844 },
    'gopher-repetition': repetition(0.304, [0.172, 0.147, 0.127], [0.159, 0.148, 0.136, 0.126, 0.115, 0.104]),
    'fineweb-quality': { minLinesWithStop: 0.176, maxLineBreaksPerWord: 0.186 },
    'gopher-quality': {
      minMeanWordLength: 3,
      maxMeanWordLength: 12,
      minWordsWithLetters: 0.694,
      stopWords:
        'және су бойынша мен жылы коды өзен орналасқан мәліметтер жер бұл саны тұрғындарының адамды оның болып алып мемлекеттік құрайды жаңа ол гз бар жатқан',
    },
  },
  uzn: {
    language: { languages: 'uz', minScore: 0.631 },
    'gopher-repetition': repetition(0.254, [0.871, 0.543, 0.357], [0.15, 0.139, 0.128, 0.12, 0.109, 0.093]),
    'fineweb-quality': { minLinesWithStop: 0.25, maxLineBreaksPerWord: 0.159 },
    'gopher-quality': {
      minMeanWordLength: 3,
      maxMeanWordLength: 13,
      minWordsWithLetters: 0.691,
      stopWords:
        'va bilan u uchun joylashgan bir bu boʻlgan ham uning aholi birinchi edi eng tomonidan boʻlib nafar qiladi km2 yoki sifatida',
    },
  },
};
