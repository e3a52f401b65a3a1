/**
 * Azerbaijani in Cyrillic (the alphabet of 1958–1991) in the Latin letters of today (law of 25 December 1991, with Ə of 1992).
 * The 32 letters have one each. Those that only the alphabet before 1958 and Russian names have are written as names from
 * Russian are today: Й y, Э e, Ю yu, Я ya, Ё yo, Ц ts, Щ ş; hard and soft sign are left out.
 */

const LOWER_CASE: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'q',
  ғ: 'ğ',
  д: 'd',
  е: 'e',
  ә: 'ə',
  ж: 'j',
  з: 'z',
  и: 'i',
  ы: 'ı',
  ј: 'y',
  к: 'k',
  ҝ: 'g',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  ө: 'ö',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ү: 'ü',
  ф: 'f',
  х: 'x',
  һ: 'h',
  ч: 'ç',
  ҹ: 'c',
  ш: 'ş',
  й: 'y',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ё: 'yo',
  ц: 'ts',
  щ: 'ş',
  ъ: '',
  ь: '',
};

/** By the rule of Azerbaijani: i → İ, ı → I. */
const upperCase = (latin: string): string => latin.replaceAll('i', 'İ').toUpperCase();

const UPPER_CASE = new Map(
  Object.entries(LOWER_CASE).map(([letter, latin]) => [letter.toUpperCase(), upperCase(latin)]),
);
const LETTERS: ReadonlyMap<string, string> = new Map([...Object.entries(LOWER_CASE), ...UPPER_CASE]);
const IS_UPPER_CASE = /\p{Lu}/u;

/** Letters that the alphabet of 1958 has and Russian has not. */
const OWN_LETTER = /[ғәјҝөүһҹ]/iu;
/** Letters that Russian has and the alphabet of 1958 has not. */
const RUSSIAN_LETTER = /[йэюяёцщъь]/iu;

/** Line by line; a line with letters of Russian and none of its own is Russian, and stays. */
export const cyrillicToLatin = (text: string): string =>
  text.replace(/[^\n]+/g, (line) => (isForeign(line) ? line : lineToLatin(line)));

const isForeign = (line: string): boolean => !OWN_LETTER.test(line) && RUSSIAN_LETTER.test(line);

const lineToLatin = (line: string): string =>
  line.replace(/[\u0400-\u04ff]/g, (letter, at: number) => {
    const latin = LETTERS.get(letter) ?? letter;
    if (latin.length < 2 || !UPPER_CASE.has(letter)) return latin;
    // "Yuri", but "YURİ"
    const neighbour = /\p{L}/u.test(line.charAt(at + 1)) ? line.charAt(at + 1) : line.charAt(at - 1);
    return IS_UPPER_CASE.test(neighbour) ? latin : latin.charAt(0) + latin.slice(1).toLowerCase();
  });
