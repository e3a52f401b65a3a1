/**
 * Paragraphs from lines by how they stand on the page: one begins behind a gap, with an indentation, in letters of another
 * size, behind a line that ends a sentence before the edge, or in another column. It goes on over the end of a page where its
 * sentence does.
 */
import { LineJoiner } from './hyphens.ts';
import type { Line } from './pages.ts';

/** Of the usual distance between lines. */
const GAP = 1.45;
/** Of the height of letters. */
const INDENT = 0.8;
const SAME_COLUMN = 4;
const BEFORE_EDGE = 3;
const OTHER_SIZE = 1.2;
const NEIGHBOURS = 20;

const ENDS_SENTENCE = /[.!?…:;]["»”’)\]]*$/;

export class Paragraphs {
  readonly #joiner = new LineJoiner();
  /** The last one, which the next page may continue. */
  #open = '';

  /** Returns the paragraphs that are complete with this page. */
  push(lines: readonly Line[]): string[] {
    for (const { text } of lines) this.#joiner.learn(text);
    const leading = usualLeading(lines);
    const complete: string[] = [];
    for (const [i, line] of lines.entries()) {
      const isNew = i === 0 ? !this.#continues(line.text) : beginsParagraph(lines, i, leading);
      if (!isNew) this.#open = this.#joiner.join(this.#open, line.text);
      else {
        complete.push(...this.end());
        this.#open = line.text;
      }
    }
    return complete;
  }

  end(): string[] {
    const last = this.#open;
    this.#open = '';
    return last === '' ? [] : [last];
  }

  /** Whether the first line of a page belongs to the last paragraph of the one before. */
  #continues(text: string): boolean {
    return this.#open !== '' && !ENDS_SENTENCE.test(this.#open) && /^\p{Ll}/u.test(text);
  }
}

function beginsParagraph(lines: readonly Line[], i: number, leading: number): boolean {
  const [line, previous] = [lines[i]!, lines[i - 1]!];
  const gap = previous.y - line.y;
  if (gap < -line.height) return ENDS_SENTENCE.test(previous.text);
  if (gap > GAP * leading) return true;
  const sizes = line.height / previous.height;
  if (sizes > OTHER_SIZE || sizes < 1 / OTHER_SIZE) return true;
  const column = lines
    .slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS)
    .filter(({ x }) => Math.abs(x - line.x) < SAME_COLUMN * line.height);
  const isIndented = (one: Line) => one.x - Math.min(...column.map(({ x }) => x)) > INDENT * one.height;
  if (isIndented(line) && !isIndented(previous)) return true;
  const edge = Math.max(...column.map(({ end }) => end));
  return ENDS_SENTENCE.test(previous.text) && (isIndented(line) || previous.end < edge - BEFORE_EDGE * line.height);
}

/** The median of the distances between lines that follow each other downwards. */
function usualLeading(lines: readonly Line[]): number {
  const gaps = lines.flatMap((line, i) => {
    const gap = (lines[i - 1]?.y ?? Number.NaN) - line.y;
    return gap > 0 ? [gap] : [];
  });
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}
