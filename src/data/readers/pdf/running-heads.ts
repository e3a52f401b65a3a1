/**
 * Takes headers, footers and page numbers out: lines among the first or last two of a page that stand there on at least
 * three of the 17 pages around it, whatever their numbers. Memory: these pages.
 */
import type { Line } from './pages.ts';

const AROUND = 8;
const REPEATED = 3;
const EDGE_LINES = 2;

interface HeldPage {
  readonly lines: readonly Line[];
  /** Of lines at its edges: what they have in common with those of other pages. */
  readonly keys: ReadonlyMap<Line, string>;
  readonly keySet: ReadonlySet<string>;
}

export class RunningHeads {
  readonly #onLine: () => void;
  #window: HeldPage[] = [];
  /** How many of the window were given out. */
  #given = 0;

  /** @param onLine told of each line that is taken out */
  constructor(onLine: () => void) {
    this.#onLine = onLine;
  }

  /** Returns the pages that are settled by this one. */
  push(lines: readonly Line[]): Line[][] {
    const keys = edgeKeys(lines);
    this.#window.push({ lines, keys, keySet: new Set(keys.values()) });
    if (this.#window.length - this.#given <= AROUND) return [];
    const settled = this.#give();
    if (this.#given > AROUND) {
      this.#window.shift();
      this.#given--;
    }
    return [settled];
  }

  end(): Line[][] {
    return Array.from({ length: this.#window.length - this.#given }, () => this.#give());
  }

  #give(): Line[] {
    const page = this.#window[this.#given++];
    return (page?.lines ?? []).filter((line) => {
      const key = page?.keys.get(line);
      const isRunning = key !== undefined && this.#window.filter(({ keySet }) => keySet.has(key)).length >= REPEATED;
      if (isRunning) this.#onLine();
      return !isRunning;
    });
  }
}

function edgeKeys(lines: readonly Line[]): Map<Line, string> {
  const byHeight = [...lines].sort((a, b) => b.y - a.y);
  const bottom = byHeight.slice(EDGE_LINES).slice(-EDGE_LINES);
  return new Map([
    ...bottom.map((line) => [line, `bottom ${keyOf(line.text)}`] as const),
    ...byHeight.slice(0, EDGE_LINES).map((line) => [line, `top ${keyOf(line.text)}`] as const),
  ]);
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\d+/g, '#')
    .replace(/^[ivxlc]+$/, '#');
