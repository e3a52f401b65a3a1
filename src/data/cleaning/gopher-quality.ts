/**
 * Drops documents that do not read like running text, by the rules of Gopher (arXiv:2112.11446, A1.1) as datatrove's
 * `GopherQualityFilter` computes them; the defaults are what FineWeb-2 published for North Azerbaijani (`azj_Latn.yml`).
 * Words are those of words.ts, lengths in code points. A bound of 0 turns its rule off. Rules are tried in their order.
 */
import { ALPHA, NOT_SYMBOL, SURROGATE } from '../language/characters.ts';
import { splitWords, type Words } from '../language/words.ts';
import { foldCase } from '../search.ts';
import { PROFILES } from './profiles.ts';
import { codePointsOf, dropBy, occurrences } from './quality-measures.ts';
import { type Dropped, defineStep } from './step.ts';

export type GopherQualityRule =
  | 'few-words'
  | 'many-words'
  | 'short-words'
  | 'long-words'
  | 'hashes'
  | 'ellipses'
  | 'bullet-lines'
  | 'ellipsis-lines'
  | 'words-without-letters'
  | 'few-stop-words';

const azj = PROFILES.azj['gopher-quality'];

export const gopherQuality = defineStep({
  id: 'gopher-quality',
  version: 1,
  offByDefault: true,
  defaults: {
    /** Words that are not only punctuation. */
    minWords: 50,
    maxWords: 100_000,
    /** Characters a word, of those words. */
    minMeanWordLength: azj.minMeanWordLength,
    maxMeanWordLength: azj.maxMeanWordLength,
    /** Signs # a word, and ellipses a word. */
    maxSymbolsPerWord: 0.1,
    /** Of all lines. */
    maxBulletLines: 0.9,
    maxEllipsisLines: 0.3,
    /** Share of words with a letter. Published under the name `max_non_alpha_words_ratio`, though it is a minimum. */
    minWordsWithLetters: azj.minWordsWithLetters,
    /** Different ones. */
    minStopWords: 2,
    /** Separated by spaces. */
    stopWords: azj.stopWords,
    /** Capitals count as small letters. Published thresholds were found without: "Bu" at the start of a sentence is no "bu". */
    foldStopWords: false as boolean,
  },
  create: (options) => {
    const countStopWords = stopWordsIn(options.stopWords, options.foldStopWords);
    return (document) => {
      const words = splitWords(document);
      const { spoken, meanLength, withLetters } = statistics(document, words);
      const { minWords, maxWords, minMeanWordLength, maxMeanWordLength, maxSymbolsPerWord } = options;
      if (minWords && spoken < minWords) return drop('few-words', spoken, minWords);
      if (maxWords && spoken > maxWords) return drop('many-words', spoken, maxWords);
      if (minMeanWordLength && meanLength < minMeanWordLength)
        return drop('short-words', meanLength, minMeanWordLength);
      if (maxMeanWordLength && meanLength > maxMeanWordLength) return drop('long-words', meanLength, maxMeanWordLength);

      const hashes = occurrences(document, '#') / words.count;
      if (maxSymbolsPerWord && hashes > maxSymbolsPerWord) return drop('hashes', hashes, maxSymbolsPerWord);
      const ellipses = (occurrences(document, '...') + occurrences(document, '…')) / words.count;
      if (maxSymbolsPerWord && ellipses > maxSymbolsPerWord) return drop('ellipses', ellipses, maxSymbolsPerWord);

      const { maxBulletLines, maxEllipsisLines } = options;
      const lines = lineShares(document);
      if (maxBulletLines && lines.bullets > maxBulletLines) return drop('bullet-lines', lines.bullets, maxBulletLines);
      if (maxEllipsisLines && lines.ellipses > maxEllipsisLines)
        return drop('ellipsis-lines', lines.ellipses, maxEllipsisLines);

      const { minWordsWithLetters, minStopWords } = options;
      const letters = withLetters / words.count;
      if (minWordsWithLetters && letters < minWordsWithLetters)
        return drop('words-without-letters', letters, minWordsWithLetters);
      const stopWords = minStopWords ? countStopWords(document, words, minStopWords) : 0;
      if (stopWords < minStopWords) return drop('few-stop-words', stopWords, minStopWords);
      return { text: document };
    };
  },
});

const drop = (rule: GopherQualityRule, measured: number, bound: number): Dropped => dropBy(rule, measured, bound);

function statistics(text: string, words: Words): { spoken: number; meanLength: number; withLetters: number } {
  let spoken = 0;
  let characters = 0;
  let withLetters = 0;
  for (let i = 0; i < words.count; i++) {
    const flags = words.flags[i]!;
    if (flags & ALPHA) withLetters++;
    if ((flags & NOT_SYMBOL) === 0) continue;
    spoken++;
    const start = words.starts[i]!;
    const end = words.ends[i]!;
    characters += flags & SURROGATE ? codePointsOf(text.slice(start, end)) : end - start;
  }
  return { spoken, meanLength: characters / spoken, withLetters };
}

/** How many different stop words a text has; the search ends at `enough`. */
function stopWordsIn(list: string, fold: boolean): (text: string, words: Words, enough: number) => number {
  const known = new Set(list.split(' ').filter((word) => word !== ''));
  return (text, { count, starts, ends }, enough) => {
    const found = new Set<string>();
    for (let i = 0; i < count && found.size < enough; i++) {
      const word = text.slice(starts[i], ends[i]);
      const form = fold ? foldCase(word) : word;
      if (known.has(form)) found.add(form);
    }
    return found.size;
  };
}

/** What Python's `str.splitlines` splits at, but for three control characters. */
const LINE_BREAK = /\r\n|[\n-\r\x85\u2028\u2029]/;

/** Shares of the lines that begin with a bullet or hyphen, and that end in an ellipsis. */
function lineShares(text: string): { bullets: number; ellipses: number } {
  const lines = text.split(LINE_BREAK);
  if (lines.at(-1) === '') lines.pop();
  let bullets = 0;
  let ellipses = 0;
  for (const line of lines) {
    const inner = line.trim();
    if (inner.startsWith('•') || inner.startsWith('-')) bullets++;
    if (inner.endsWith('...') || inner.endsWith('…')) ellipses++;
  }
  return { bullets: bullets / lines.length, ellipses: ellipses / lines.length };
}
