/**
 * Which of four languages a text is in: Azerbaijani, Turkish, English or Russian. Told by letters and by function words,
 * which are about every third word of running text; no answer where the evidence is thin or divided. A text in a fifth
 * language that shares neither is no answer either.
 */

export type KnownLanguage = 'az' | 'tr' | 'en' | 'ru';

/** Words that one of the three Latin languages has and the others have not, or that two of them share. */
const WORDS: Readonly<Record<Exclude<KnownLanguage, 'ru'>, string>> = {
  az: 'və bir bu üçün ilə olan olaraq daha çox kimi deyil qədər sonra necə nə ən var yox isə də da o bunu onun mən sən biz siz hər hansı idi edir olur ola bilər deyə lakin amma ya ki',
  tr: 've bir bu için ile olan olarak daha çok gibi değil kadar sonra nasıl ne en var yok ise de da o bunu onun ben sen biz siz her hangi idi eder olur olabilir diye ancak ama ya ki mi şu',
  en: 'the of and to in is that for it as with on are be this was by an from or at which you not have can will how what their has its your if we more when they would there been were but these into who do i he she his her my about',
};

const LETTERS: Readonly<Record<'az' | 'tr' | 'turkic' | 'ru' | 'notRussian', RegExp>> = {
  /** Of Azerbaijani alone among the three, but for names and loans with x and q in English. */
  az: /ə/u,
  tr: /[âîû]/u,
  turkic: /[ığşçöü]/u,
  ru: /[ёъыэщ]/u,
  notRussian: /[әғқңөұүһіїєґўјљњћђ]/u,
};

const OF_WORD: readonly (readonly [KnownLanguage, ReadonlySet<string>])[] = (['az', 'tr', 'en'] as const).map(
  (language) => [language, new Set(WORDS[language].split(' '))] as const,
);

/** By how much the first must lead the second, per word of the text. */
const LEAST_LEAD = 0.1;
/** Words of a text that would have an ə if it were Azerbaijani. */
const SCHWA_WITHIN = 7;
/** Words that are looked at; the language of a text does not change after them. */
const MOST_WORDS = 2000;

/** @returns null where it is not certain */
export function languageOf(text: string): KnownLanguage | null {
  const words = (text.match(/\p{L}+/gu) ?? [])
    .slice(0, MOST_WORDS)
    .map((word) => word.replaceAll('İ', 'i').toLowerCase());
  const cyrillic = words.filter((word) => /\p{Script=Cyrillic}/u.test(word));
  if (cyrillic.length > words.length / 2) return isRussian(cyrillic) ? 'ru' : null;

  const scores: Record<KnownLanguage, number> = { az: 0, tr: 0, en: 0, ru: 0 };
  let turkic = 0;
  for (const word of words) {
    for (const [language, known] of OF_WORD) if (known.has(word)) scores[language] += 1;
    if (LETTERS.az.test(word)) scores.az += 2;
    else if (LETTERS.turkic.test(word)) {
      turkic += 1;
      if (/[xq]/.test(word)) scores.az += 1.5;
      else if (LETTERS.tr.test(word)) scores.tr += 1;
    } else if (/[wx]|th|tion|ing$|ed$/.test(word)) scores.en += 0.5;
  }
  // Every third word or so of Azerbaijani has an ə: a longer text without any is not in it.
  const hasSchwa = words.some((word) => LETTERS.az.test(word));
  if (!hasSchwa && words.length >= SCHWA_WITHIN) scores.tr += turkic;
  else for (const language of ['az', 'tr'] as const) scores[language] += turkic / 2;
  const [first, second] = Object.entries(scores).sort(([, a], [, b]) => b - a) as [KnownLanguage, number][];
  if (!first || !second || first[1] < 2) return null;
  return first[1] - second[1] >= Math.max(1, LEAST_LEAD * words.length) ? first[0] : null;
}

function isRussian(words: readonly string[]): boolean {
  if (words.length < 3) return false;
  return words.filter((word) => LETTERS.notRussian.test(word)).length <= words.length / 20;
}
