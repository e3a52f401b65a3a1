/**
 * Takes out lines with hardly a letter ("* * *", "12", "IV") where they stand alone, that is between blank lines or the
 * document's ends, with the blank line after them; lines inside a paragraph, a list or a table stay. Then drops documents
 * that are shorter than a short sentence. The defaults are cautious: what goes is page numbers, ornaments and crumbs.
 */
import { defineStep } from './step.ts';

export const shortLines = defineStep({
  version: 1,
  id: 'short-lines',
  defaults: {
    /** Documents with fewer characters (code points) are dropped. */
    minDocumentCharacters: 20,
    /** Lines with fewer letters are taken out where they stand alone. */
    minLineLetters: 3,
  },
  create:
    ({ minDocumentCharacters, minLineLetters }) =>
    (document) => {
      const removed: string[] = [];
      const text = withoutStrayLines(document, minLineLetters, removed);
      if (isShorter(text, minDocumentCharacters)) return { text: null };
      return removed.length > 0 ? { text, removed: removed.join('\n') } : { text };
    },
});

function withoutStrayLines(document: string, minLetters: number, removed: string[]): string {
  const lines = document.split('\n');
  const isBlank = (at: number) => (lines[at] ?? '').trim() === '';
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const stray = !isBlank(i) && isBlank(i - 1) && isBlank(i + 1) && hasFewerLetters(line, minLetters);
    if (!stray) {
      kept.push(line);
      continue;
    }
    removed.push(line);
    i++; // the blank line after it
  }
  return removed.length > 0 ? kept.join('\n').trim() : document;
}

function hasFewerLetters(line: string, limit: number): boolean {
  let letters = 0;
  for (const _letter of line.matchAll(/\p{L}/gu)) {
    letters++;
    if (letters >= limit) break;
  }
  return letters < limit;
}

function isShorter(text: string, characters: number): boolean {
  if (text.length >= 2 * characters) return false;
  return [...text].length < characters;
}
