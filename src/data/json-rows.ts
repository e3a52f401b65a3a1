/**
 * The records of a JSON file, one at a time: JSON lines (one value per line) or the elements of one JSON array, told
 * apart by the first character. Each element is cut out by counting brackets and parsed on its own, so a bad one is one
 * bad row and not a lost file, and memory is bounded by the longest row that is accepted. Rows are numbered from 1: by
 * line (blank lines count) or by element. Names like `__proto__` are ordinary fields here.
 */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** `array-broken-off`: the array is not closed, or a bracket or quote of this row is not; nothing after it was read. */
export type RowProblem = 'not-json' | 'not-an-object' | 'row-too-long' | 'array-broken-off';

export type JsonRow = { row: number; record: JsonRecord } | { row: number; problem: RowProblem };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

type Layout = 'unknown' | 'lines' | 'array' | 'array-ended';

export class JsonRows {
  readonly #maxUnits: number;
  #layout: Layout = 'unknown';
  #row = 1;
  /** The part of the current row that earlier pieces brought; dropped as soon as the row is too long. */
  #pending = '';
  #tooLong: boolean = false;
  /** Arrays: open brackets, 1 = between the elements; whether inside a string, and just after a backslash there. */
  #depth = 0;
  #inString: boolean = false;
  #escaped: boolean = false;

  /** @param maxUnits UTF-16 units of the longest row that is accepted */
  constructor(maxUnits: number) {
    this.#maxUnits = maxUnits;
  }

  get isArray(): boolean {
    return this.#layout === 'array' || this.#layout === 'array-ended';
  }

  /** Takes the next piece of the file, returns the rows that are complete with it. */
  push(piece: string): JsonRow[] {
    const rows: JsonRow[] = [];
    let from = 0;
    if (this.#layout === 'unknown') {
      const first = piece.search(/\S/);
      if (first >= 0 && piece[first] === '[') {
        this.#layout = 'array';
        this.#row = 1;
        this.#pending = '';
        this.#depth = 1;
        from = first + 1;
      } else if (first >= 0) this.#layout = 'lines';
    }
    if (this.isArray) this.#pushElements(piece, from, rows);
    else this.#pushLines(piece, rows);
    return rows;
  }

  /** The file is over: returns the last row, if it was not complete yet. */
  end(): JsonRow[] {
    const rows: JsonRow[] = [];
    this.#endRow(rows);
    if (this.#layout !== 'array') return rows;
    const complete = rows.filter((row) => 'record' in row);
    return [...complete, { row: this.#row + complete.length, problem: 'array-broken-off' }];
  }

  #pushLines(piece: string, rows: JsonRow[]): void {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      this.#take(piece.slice(from, end));
      this.#endRow(rows);
      this.#row++;
      from = end + 1;
    }
    this.#take(piece.slice(from));
  }

  #pushElements(piece: string, start: number, rows: JsonRow[]): void {
    let from = start;
    for (let i = start; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (unit === BACKSLASH) this.#escaped = true;
        else if (unit === QUOTE) this.#inString = false;
      } else if (unit === QUOTE) this.#inString = true;
      else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) this.#depth++;
      else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) this.#depth--;
      const ended = this.#depth === 0 && this.#layout === 'array';
      if (!ended && !(unit === COMMA && this.#depth === 1 && !this.#inString)) continue;
      this.#take(piece.slice(from, i));
      this.#endRow(rows);
      this.#row++;
      from = i + 1;
      if (ended) this.#layout = 'array-ended';
    }
    this.#take(piece.slice(from));
  }

  #take(text: string): void {
    if (this.#tooLong) return;
    this.#pending += text;
    if (this.#pending.length <= this.#maxUnits) return;
    this.#tooLong = true;
    this.#pending = '';
  }

  #endRow(rows: JsonRow[]): void {
    const row = this.#row;
    const text = this.#pending;
    if (this.#tooLong) rows.push({ row, problem: 'row-too-long' });
    else if (text.trim() !== '') rows.push({ row, ...parseRow(text) });
    this.#pending = '';
    this.#tooLong = false;
  }
}

function parseRow(text: string): { record: JsonRecord } | { problem: RowProblem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'not-json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'not-an-object' };
  return { record: value as JsonRecord };
}

/**
 * The value at a path: a field of exactly that name, else the name's parts between dots as nested fields.
 * `undefined` where there is none (JSON itself has no undefined).
 */
export function valueAt(record: JsonRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonRecord)[name];
  }
  return value;
}
