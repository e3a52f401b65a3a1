/**
 * What a translation must leave as it is: code, formulas, addresses, placeholders and tags. Each is sent as a mark, ⟦0⟧,
 * ⟦1⟧ …, and put back afterwards; the marks' own brackets are marked too, so that any text comes back whole. Numbers are
 * sent as they are, because endings and word order follow them, and compared afterwards (checks.ts). What a text can have
 * many beginnings of without an end is bounded, so that no text takes time by the square of its length.
 */

const KEPT = new RegExp(
  [
    /```[\s\S]*?(?:```|$)/, // fenced code; a fence that is not closed reaches to the end
    /`[^`\n]+`/,
    /\$\$[\s\S]+?\$\$|\\\[[\s\S]{1,1000}?\\\]|\\\([\s\S]{1,1000}?\\\)/, // formulas
    /(?:https?:\/\/|www\.)[^\s<>"'`⟦⟧]*[^\s<>"'`⟦⟧.,;:!?)\]}]/,
    /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/,
    /\$?\{\{?\s?[\w.-]{1,40}\s?\}?\}/, // {name}, {{name}}, ${name}
    /%(?:\(\w+\)|\d+\$)?(?:\.\d+)?[sdifx]\b/, // %s, %(name)s, %1$d, %.2f
    /<\/?[A-Za-z][^<>\n]{0,200}>/,
    /[⟦⟧]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
const MARK = /⟦\s*(\d+)\s*⟧/g;

export interface Marked {
  readonly text: string;
  /** What each mark stands for. */
  readonly kept: readonly string[];
}

export function mark(text: string): Marked {
  const kept: string[] = [];
  const marked = text.replace(KEPT, (span) => `⟦${kept.push(span) - 1}⟧`);
  return { text: marked, kept };
}

/** A mark that stands for nothing stays as it is. */
export const unmark = (text: string, kept: readonly string[]): string =>
  text.replace(MARK, (whole, number: string) => kept[Number(number)] ?? whole);

export const keptSpans = (text: string): string[] => text.match(KEPT) ?? [];

export const withoutKept = (text: string): string => text.replace(KEPT, ' ');

/** Whether there is anything left to translate: code, addresses and numbers alone are not sent. */
export const hasWords = (text: string): boolean => /\p{L}/u.test(withoutKept(text));
