/**
 * Joins two lines of a paragraph, and undoes the hyphenation at the end of the first where it is certain: the hyphen is a soft
 * one, or the whole word stands elsewhere in the text. Otherwise a hyphen that the text has elsewhere between the same parts
 * is kept, and the rest decides by syllables: Turkic languages part words before a consonant with a vowel behind it, or
 * between two vowels, and never leave a single letter behind.
 */
const WORDS = /\p{L}+(?:-\p{L}+)*/gu;
const MOST_WORDS = 100_000;
const LONGEST_WORD = 60;
const VOWEL = 'aeəıioöuüâîûäаеёиоуыэюяәөүұі';
const OPENS_SYLLABLE = new RegExp(`^[^${VOWEL}][${VOWEL}]`, 'u');
const HAS_VOWEL = new RegExp(`[${VOWEL}]`, 'u');
const ENDS_IN_VOWEL = new RegExp(`[${VOWEL}]$`, 'u');
const BEGINS_WITH_VOWEL = new RegExp(`^[${VOWEL}]`, 'u');

export class LineJoiner {
  readonly #seen = new Set<string>();

  /** Words of a line, by which later joins are decided. */
  learn(line: string): void {
    if (this.#seen.size > MOST_WORDS) return;
    for (const [word] of line.matchAll(WORDS)) this.#seen.add(lower(word));
  }

  join(first: string, second: string): string {
    if (first.endsWith('\u00ad')) return first.slice(0, -1) + second;
    if (!/[\p{L}\p{N}][-‐]$/u.test(first)) return `${first} ${second}`;
    const before = /(\p{L}+).$/u.exec(first.slice(-LONGEST_WORD))?.[1];
    const after = /^\p{Ll}+/u.exec(second)?.[0];
    const isHyphenated = before !== undefined && after !== undefined && this.#isHyphenated(lower(before), lower(after));
    return (isHyphenated ? first.slice(0, -1) : first) + second;
  }

  #isHyphenated(before: string, after: string): boolean {
    if (this.#seen.has(before + after)) return true;
    if (this.#seen.has(`${before}-${after}`)) return false;
    if (before.length < 2 || after.length < 2 || !HAS_VOWEL.test(before)) return false;
    return OPENS_SYLLABLE.test(after) || (ENDS_IN_VOWEL.test(before) && BEGINS_WITH_VOWEL.test(after));
  }
}

const lower = (word: string): string => word.toLocaleLowerCase('az');
