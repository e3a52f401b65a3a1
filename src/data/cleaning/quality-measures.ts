/** What several rules of quality measure, and how they drop a document. */
import type { Dropped } from './step.ts';

export const dropBy = (rule: string, measured: number, bound: number): Dropped => ({
  text: null,
  rule,
  measured,
  bound,
});

/** How often a text has a part, without overlaps. */
export function occurrences(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

export function codePointsOf(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) pairs++;
  return text.length - pairs;
}

/** Of a list of lines or paragraphs: how many equal an earlier one, and how many code points these have. */
export function repeatsAmong(parts: readonly string[]): { count: number; codePoints: number } {
  const seen = new Set<string>();
  const repeats = parts.filter((part) => seen.size === seen.add(part).size);
  return { count: repeats.length, codePoints: repeats.reduce((sum, part) => sum + codePointsOf(part), 0) };
}
