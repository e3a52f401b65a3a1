/**
 * The glossary (docs/glossary.md) as data, and what a message has against it. Rows have the term of each language under the
 * language's tag, then the words not to use for it, then the message that shows it. Letters count without their case, and a
 * word counts with its endings: `belge` is found in `belgenin`. Names of files are not words of a language.
 */

export interface Entry {
  /** Path of the message that must show the term, as `leavesOf` writes it. */
  shownIn: string;
  languages: ReadonlyMap<string, { term: string; not: readonly string[] }>;
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

export function parseGlossary(markdown: string): Entry[] {
  const [header = '', rule = '', ...rows] = markdown.split('\n').filter((line) => line.startsWith('|'));
  const heads = cellsOf(header);
  if (heads.at(-1) !== 'shown in' || !/^[|\s-]+$/.test(rule)) throw new Error('The glossary has no table.');
  return rows.map((row) => {
    const cells = cellsOf(row);
    if (cells.length !== heads.length) throw new Error(`A row of the glossary has ${cells.length} cells: ${row}`);
    const languages = heads.flatMap((tag, column) => {
      if (heads[column + 1] !== 'not') return [];
      const [term = '', not = ''] = cells.slice(column, column + 2);
      return [[tag, { term, not: not.split(',').flatMap((word) => word.trim() || []) }] as const];
    });
    return { shownIn: (cells.at(-1) ?? '').replaceAll('`', ''), languages: new Map(languages) };
  });
}

const fileName = /[\p{L}\d_-]+(?:[._][\p{L}\d]+)+/gu;
const isLetter = /[\p{L}\d]$/u;

/** @param words lower-case, as `inLowerCase` gives them */
function hasPlain(words: string, word: string): boolean {
  for (let at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + 1))
    if (!isLetter.test(words.slice(0, at))) return true;
  return false;
}

const inLowerCase = (text: string, tag: string) => text.replace(fileName, ' ').toLocaleLowerCase(tag);

/** Whether a text has a word, or words, with whatever ending. */
export function hasWord(text: string, word: string, tag: string): boolean {
  return hasPlain(inLowerCase(text, tag), word.toLocaleLowerCase(tag));
}

/** The forbidden words of a language that a text uses. */
export function forbiddenWords(text: string, tag: string, glossary: readonly Entry[]): string[] {
  const words = inLowerCase(text, tag);
  return glossary.flatMap(
    ({ languages }) => languages.get(tag)?.not.filter((word) => hasPlain(words, word.toLocaleLowerCase(tag))) ?? [],
  );
}
