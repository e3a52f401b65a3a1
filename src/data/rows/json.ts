/**
 * The records of a JSON file, or of one that Python wrote in the same layouts, one at a time, in any of three layouts that are told apart by content: JSON lines (one value
 * per line), the elements of one JSON array, and objects that span lines. Elements and spanning objects are cut out by
 * counting brackets and parsed on their own, so a bad one is one bad row and not a lost file, and memory is bounded by the
 * longest row that is accepted. Lines are numbered by line (blank ones count), all else by element.
 */
import { parsePythonLiteral } from './python-literal.ts';
import type { JsonRecord, Row, RowFormat, RowProblem, RowStream } from './row.ts';

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

export const json = {
  id: 'json',
  extensions: ['.json', '.jsonl', '.ndjson'],
  sniff: (_name, text) => /^\s*[[{]/.test(text),
  open: (_text, maxUnits) => new JsonRows(maxUnits),
} as const satisfies RowFormat;

/** Dicts in the place of objects, as `print` and `str` write them. */
export const python = {
  id: 'python',
  extensions: [],
  sniff: (_name, text) => /^\s*(\[\s*)?\{\s*'/.test(text),
  open: (_text, maxUnits) => new JsonRows(maxUnits, PYTHON),
} as const satisfies RowFormat;

/** How values are written: the quotes of strings, and what makes a value of a text. */
interface Notation {
  readonly quotes: readonly number[];
  parse(text: string): unknown;
  /** Of its rows, which a person should know of. */
  readonly notation?: 'python';
}

const JSON_NOTATION: Notation = { quotes: [QUOTE], parse: JSON.parse };
const PYTHON: Notation = { quotes: [QUOTE, SINGLE_QUOTE], parse: parsePythonLiteral, notation: 'python' };

/** `first-line`: whether the first object ends with its line decides between lines and objects. */
type Layout = 'unknown' | 'first-line' | 'lines' | 'objects' | 'array' | 'array-ended';

export class JsonRows implements RowStream {
  readonly #maxUnits: number;
  readonly #notation: Notation;
  #layout: Layout = 'unknown';
  #row = 1;
  /** The part of the current row that earlier pieces brought; dropped as soon as the row is too long. */
  #pending = '';
  #tooLong: boolean = false;
  /** Open brackets; in an array 1 = between the elements. The quote of the string that is open, and whether a backslash came last. */
  #depth = 0;
  #quote: number | null = null;
  #escaped: boolean = false;

  /** @param maxUnits UTF-16 units of the longest row that is accepted */
  constructor(maxUnits: number, notation: Notation = JSON_NOTATION) {
    this.#maxUnits = maxUnits;
    this.#notation = notation;
  }

  /** Takes the next piece of the file, returns the rows that are complete with it. */
  push(piece: string): Row[] {
    const rows: Row[] = [];
    let from = 0;
    if (this.#layout === 'unknown') {
      const first = piece.search(/\S/);
      if (first >= 0 && piece[first] === '[') {
        this.#layout = 'array';
        this.#row = 1;
        this.#pending = '';
        this.#depth = 1;
        from = first + 1;
      } else if (first >= 0) {
        this.#layout = piece[first] === '{' ? 'first-line' : 'lines';
        from = piece.lastIndexOf('\n', first) + 1;
        this.#pushLines(piece.slice(0, from), 0, rows);
      }
    }
    if (this.#layout === 'first-line') from = this.#pushFirstLine(piece, from, rows);
    if (this.#layout === 'array' || this.#layout === 'array-ended') this.#pushElements(piece, from, rows);
    else if (this.#layout === 'objects') this.#pushObjects(piece, from, rows);
    else if (this.#layout !== 'first-line') this.#pushLines(piece, from, rows);
    return rows;
  }

  /** The file is over: returns the last row, if it was not complete yet. */
  end(): Row[] {
    const rows: Row[] = [];
    this.#endRow(rows);
    const isCut = this.#layout === 'array' || (this.#layout === 'objects' && this.#depth > 0);
    if (!isCut) return rows;
    const complete = rows.filter((row) => 'record' in row);
    return [...complete, { row: this.#row + complete.length, problem: 'array-broken-off' }];
  }

  /** Where the first line ends in this piece, the layout is known; returns from where the piece is still to be read. */
  #pushFirstLine(piece: string, start: number, rows: Row[]): number {
    for (let i = start; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      if (unit !== NEWLINE) {
        this.#scan(unit);
        continue;
      }
      this.#take(piece.slice(start, i));
      const isOpen = this.#depth > 0 && this.#quote === null && !this.#tooLong;
      const spans = isOpen && '{[,:'.includes(this.#pending.trimEnd().slice(-1));
      if (spans) {
        this.#layout = 'objects';
        this.#row = 1;
        return i;
      }
      this.#layout = 'lines';
      return this.#endLine(rows, i);
    }
    this.#take(piece.slice(start));
    return piece.length;
  }

  #pushLines(piece: string, start: number, rows: Row[]): void {
    let from = start;
    for (let end = piece.indexOf('\n', from); end >= 0; end = piece.indexOf('\n', from)) {
      this.#take(piece.slice(from, end));
      from = this.#endLine(rows, end);
    }
    this.#take(piece.slice(from));
  }

  /** Returns where the next line begins. */
  #endLine(rows: Row[], end: number): number {
    this.#endRow(rows);
    this.#row++;
    return end + 1;
  }

  #pushElements(piece: string, start: number, rows: Row[]): void {
    let from = start;
    for (let i = start; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      this.#scan(unit);
      const ended = this.#depth === 0 && this.#layout === 'array';
      if (!ended && !(unit === COMMA && this.#depth === 1 && this.#quote === null)) continue;
      this.#take(piece.slice(from, i));
      this.#endRow(rows);
      this.#row++;
      from = i + 1;
      if (ended) this.#layout = 'array-ended';
    }
    this.#take(piece.slice(from));
  }

  #pushObjects(piece: string, start: number, rows: Row[]): void {
    let from = start;
    for (let i = start; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      this.#scan(unit);
      if (this.#depth > 0 || this.#quote !== null || (unit !== CLOSE_BRACE && unit !== CLOSE_BRACKET)) continue;
      this.#depth = 0;
      this.#take(piece.slice(from, i + 1));
      this.#endRow(rows);
      this.#row++;
      from = i + 1;
    }
    this.#take(piece.slice(from));
  }

  #scan(unit: number): void {
    if (this.#quote !== null) {
      if (this.#escaped) this.#escaped = false;
      else if (unit === BACKSLASH) this.#escaped = true;
      else if (unit === this.#quote) this.#quote = null;
    } else if (this.#notation.quotes.includes(unit)) this.#quote = unit;
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) this.#depth++;
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) this.#depth--;
  }

  #take(text: string): void {
    if (this.#tooLong) return;
    this.#pending += text;
    if (this.#pending.length <= this.#maxUnits) return;
    this.#tooLong = true;
    this.#pending = '';
  }

  #endRow(rows: Row[]): void {
    const row = this.#row;
    const text = this.#pending;
    if (this.#tooLong) rows.push({ row, problem: 'row-too-long' });
    else if (text.trim() !== '') rows.push({ row, ...parseRow(text, this.#notation) });
    this.#pending = '';
    this.#tooLong = false;
  }
}

function parseRow(
  text: string,
  { parse, notation }: Notation,
): { record: JsonRecord; notation?: 'python' } | { problem: RowProblem } {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return { problem: 'not-json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'not-an-object' };
  return { record: value as JsonRecord, ...(notation && { notation }) };
}
