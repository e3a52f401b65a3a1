/** Texts, names and numbers as they stand in a card: quoted in YAML, escaped in Markdown, numbers as a language writes them. */
import type { CardWords } from './card-words/table.ts';

export function yamlList(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `- ${yamlText(item)}`)];
}

/** A JSON string is a YAML double-quoted scalar once everything YAML calls unprintable is escaped as well. */
export function yamlText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One line of text in Markdown: line breaks become spaces, and what would be markup is escaped. */
export function inline(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .replace(/[\\`*_{}[\]<>#|&~!]/g, '\\$&')
      // What makes a list or a heading only at the start of a line.
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)([.)])/, '$1\\$2')
  );
}

type Separators = Pick<CardWords, 'group' | 'decimal'>;

/** @param most significant ones */
export const digits = (value: number, most: number, { decimal }: Separators): string =>
  String(Number(value.toPrecision(most))).replace('.', decimal);

/** Of a whole number. */
export const count = (value: number, { group }: Separators): string => String(value).replace(/\B(?=(\d{3})+$)/g, group);
