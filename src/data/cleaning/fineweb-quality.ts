/**
 * Drops documents whose lines are no sentences: lists, menus, tables of contents, repeated lines. Rules of FineWeb
 * (arXiv:2406.17557) as datatrove's `FineWebQualityFilter` computes them; the defaults are what FineWeb-2 published for North
 * Azerbaijani (`azj_Latn.yml`, and its pipeline for the rest). Lines without a letter or sign do not count; lengths are code
 * points. Rules are tried in their order.
 */
import { characterFlags, flagsOf, TERMINAL } from '../language/characters.ts';
import { splitWords } from '../language/words.ts';
import { PROFILES } from './profiles.ts';
import { codePointsOf, dropBy, occurrences, repeatsAmong } from './quality-measures.ts';
import { type Dropped, defineStep } from './step.ts';

export type FinewebQualityRule = 'no-text' | 'lines-without-stop' | 'short-lines' | 'repeated-lines' | 'line-breaks';

const azj = PROFILES.azj['fineweb-quality'];

export const finewebQuality = defineStep({
  id: 'fineweb-quality',
  version: 1,
  offByDefault: true,
  defaults: {
    /** Share of lines that end in a full stop or another sign that ends a sentence. */
    minLinesWithStop: azj.minLinesWithStop,
    /** Share of lines of so many characters or fewer; FineWeb-2 has this rule off, by a share that there is not. */
    maxShortLines: 999,
    shortLine: 30,
    /** Share of characters in lines that came before. */
    maxRepeatedLineCharacters: 0.1,
    /** Line breaks a word. */
    maxLineBreaksPerWord: azj.maxLineBreaksPerWord,
  },
  create: (options) => (document) => {
    const lines = document.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) return { text: null, rule: 'no-text' satisfies FinewebQualityRule };

    const stopped = lines.filter(endsSentence).length / lines.length;
    if (stopped < options.minLinesWithStop) return drop('lines-without-stop', stopped, options.minLinesWithStop);

    const short = lines.filter((line) => isNoLonger(line, options.shortLine)).length / lines.length;
    if (short > options.maxShortLines) return drop('short-lines', short, options.maxShortLines);

    const words = splitWords(document);
    const breaks = occurrences(document, '\n');
    const repeated = repeatsAmong(lines).codePoints / (words.codePoints - breaks);
    if (repeated > options.maxRepeatedLineCharacters)
      return drop('repeated-lines', repeated, options.maxRepeatedLineCharacters);

    const perWord = breaks / words.count;
    if (perWord > options.maxLineBreaksPerWord) return drop('line-breaks', perWord, options.maxLineBreaksPerWord);
    return { text: document };
  },
});

const drop = (rule: FinewebQualityRule, measured: number, bound: number): Dropped => dropBy(rule, measured, bound);

function endsSentence(line: string): boolean {
  const unit = line.charCodeAt(line.length - 1);
  const isPair = (unit & 0xfc00) === 0xdc00;
  return ((isPair ? flagsOf(line.slice(-2)) : characterFlags()[unit]!) & TERMINAL) !== 0;
}

const isNoLonger = (line: string, codePoints: number): boolean =>
  line.length <= codePoints || (line.length <= 2 * codePoints && codePointsOf(line) <= codePoints);
