/**
 * The records of a JSON file, or of one that Python wrote in the same layouts, one at a time: a value a line, or values cut
 * out by counting brackets, wherever the layout says that they stand (`json-layout.ts`). Each is parsed on its own, so a
 * bad one is one bad row and not a lost file, and memory is bounded by the longest row that is accepted. Lines are numbered
 * by line (blank ones count), all else by element.
 */
import { corpusLayout, type JsonLayout, type JsonPath, plainLayout } from './json-layout.ts';
import { Marks } from './marks.ts';
import { parsePythonLiteral } from './python-literal.ts';
import { badRow, excerptOf, isRecord, type JsonRecord, type Row, type RowFormat, type RowStream } from './row.ts';
import { unwrap } from './unwrap.ts';

export const json = {
  id: 'json',
  extensions: ['.json', '.jsonl', '.ndjson'],
  sniff: (_name, text) => /^\s*[[{]/.test(text),
  open: (text, maxUnits) => openRows(plainLayout(text, JSON_NOTATION.quotes), JSON_NOTATION, maxUnits),
} as const satisfies RowFormat;

/** Dicts in the place of objects, as `print` and `str` write them. */
export const python = {
  id: 'python',
  extensions: [],
  sniff: (_name, text) => /^\s*(\[\s*)?\{\s*'/.test(text),
  open: (text, maxUnits) => openRows(plainLayout(text, PYTHON.quotes), PYTHON, maxUnits),
} as const satisfies RowFormat;

/**
 * The rows of a corpus: also those of files that are one object with the records in it, and texts that are no records, which
 * become records with the field `text`.
 */
export function openCorpusRows(head: string, maxUnits: number): RowStream {
  const notation = python.sniff('', head) || /^\s*\[\s*'/.test(head) ? PYTHON : JSON_NOTATION;
  return openRows(corpusLayout(head, notation.quotes), { ...notation, takesTexts: true }, maxUnits);
}

/** All records of a text that is there whole. */
export function jsonRows(text: string, maxUnits: number): Row[] {
  const rows = json.open(text, maxUnits);
  return [...rows.push(text), ...rows.end()];
}

/** How values are written: the quotes of strings, and what makes a value of a text. */
interface Notation {
  readonly quotes: readonly string[];
  parse(text: string): unknown;
  /** Of its rows, which a person should know of. */
  readonly notation?: 'python';
  /** Whether a bare string is a record too. */
  readonly takesTexts?: true;
}

const JSON_NOTATION: Notation = { quotes: ['"'], parse: JSON.parse };
const PYTHON: Notation = { quotes: ['"', "'"], parse: parsePythonLiteral, notation: 'python' };

function openRows(layout: JsonLayout, notation: Notation, maxUnits: number): RowStream {
  if (layout === 'lines') return new LineRows(notation, maxUnits);
  if (layout === 'columns') return new ColumnRows(notation, maxUnits);
  return new ValueRows(layout, notation, maxUnits);
}

/** The text of the row that is being read: kept up to a length, beyond it only its beginning. */
class PendingRow {
  readonly #maxUnits: number;
  #text = '';
  #tooLong: boolean = false;

  constructor(maxUnits: number) {
    this.#maxUnits = maxUnits;
  }

  take(text: string): void {
    if (this.#tooLong) return;
    this.#text += text;
    if (this.#text.length <= this.#maxUnits) return;
    this.#tooLong = true;
    this.#text = excerptOf(this.#text);
  }

  /** The row, null where it is blank; the next one begins. */
  end(row: number, parse: (text: string) => Row): Row | null {
    const text = this.#text;
    const isTooLong = this.#tooLong;
    this.#text = '';
    this.#tooLong = false;
    if (isTooLong) return badRow(row, 'row-too-long', text);
    return text.trim() === '' ? null : parse(text);
  }

  get excerpt(): string {
    return this.#text;
  }
}

class LineRows implements RowStream {
  readonly #notation: Notation;
  readonly #pending: PendingRow;
  #row = 1;

  constructor(notation: Notation, maxUnits: number) {
    this.#notation = notation;
    this.#pending = new PendingRow(maxUnits);
  }

  push(piece: string): Row[] {
    const rows: Row[] = [];
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      this.#pending.take(piece.slice(from, end));
      rows.push(...this.end());
      this.#row++;
      from = end + 1;
    }
    this.#pending.take(piece.slice(from));
    return rows;
  }

  end(): Row[] {
    const row = this.#pending.end(this.#row, (text) => rowOf(this.#row, text, text, this.#notation));
    return row ? [row] : [];
  }
}

/** Values that stand in the brackets of a path; what stands outside of all brackets is a row as well. */
class ValueRows implements RowStream {
  readonly #path: JsonPath;
  readonly #notation: Notation;
  readonly #marks: Marks;
  readonly #pending: PendingRow;
  /** The brackets of the path that are open. */
  #open = '';
  /** How many more are. */
  #deeper = 0;
  #row = 1;

  constructor(path: JsonPath, notation: Notation, maxUnits: number) {
    this.#path = path;
    this.#notation = notation;
    this.#marks = new Marks(notation.quotes);
    this.#pending = new PendingRow(maxUnits);
  }

  push(piece: string): Row[] {
    const rows: Row[] = [];
    let from = 0;
    const take = (end: number) => {
      if (this.#isInRow) this.#pending.take(piece.slice(from, end));
      from = end;
    };
    for (let at = this.#marks.next(piece, 0); at >= 0; at = this.#marks.next(piece, at + 1)) {
      const mark = piece.charAt(at);
      if (mark === ',') {
        if (this.#open === '' || this.#open !== this.#path || this.#deeper > 0) continue;
        take(at);
        this.#endRow(rows);
        this.#row++;
        from = at + 1;
      } else if (mark === '{' || mark === '[') {
        if (this.#deeper > 0 || this.#path.charAt(this.#open.length) !== mark) {
          this.#deeper++;
          continue;
        }
        take(at);
        if (this.#open === '' && this.#endRow(rows)) this.#row++;
        this.#open += mark;
        from = at + 1;
      } else if (this.#open === '') {
        this.#deeper = Math.max(0, this.#deeper - 1);
        if (this.#deeper > 0) continue;
        take(at + 1);
        this.#endRow(rows);
        this.#row++;
      } else if (this.#deeper > 0) this.#deeper--;
      else {
        take(at);
        if (this.#open === this.#path && this.#endRow(rows)) this.#row++;
        this.#open = this.#open.slice(0, -1);
        from = at + 1;
      }
    }
    take(piece.length);
    return rows;
  }

  end(): Row[] {
    const isCut = this.#open !== '' || this.#deeper > 0 || this.#marks.inString;
    const { excerpt } = this.#pending;
    const rows: Row[] = [];
    this.#endRow(rows);
    if (!isCut) return rows;
    const complete = rows.filter((row) => 'record' in row);
    const text = complete.length > 0 ? '' : excerpt;
    return [...complete, badRow(this.#row + complete.length, 'array-broken-off', text)];
  }

  get #isInRow(): boolean {
    return this.#open === '' || this.#open === this.#path;
  }

  /** Whether there was more than white space. */
  #endRow(rows: Row[]): boolean {
    const isMember = this.#open !== '' && this.#open.endsWith('{');
    const parse = (text: string) =>
      isMember ? memberOf(this.#row, text, this.#notation) : rowOf(this.#row, text, text, this.#notation);
    const row = this.#pending.end(this.#row, parse);
    if (row) rows.push(row);
    return row !== null;
  }
}

/** A file that is one object of columns, which is held whole. */
class ColumnRows implements RowStream {
  readonly #whole: RowStream;
  readonly #rows: Row[] = [];

  constructor(notation: Notation, maxUnits: number) {
    this.#whole = new ValueRows('', notation, maxUnits);
  }

  push(piece: string): Row[] {
    this.#rows.push(...this.#whole.push(piece));
    return [];
  }

  end(): Row[] {
    this.#rows.push(...this.#whole.end());
    const [only, ...more] = this.#rows;
    const columns = only && more.length === 0 && 'record' in only ? unwrap(only.record) : null;
    return columns ?? this.#rows;
  }
}

/** @param shown what people see of it where it is no record */
function rowOf(row: number, text: string, shown: string, { parse, notation, takesTexts }: Notation): Row {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return badRow(row, 'not-json', shown);
  }
  if (takesTexts && typeof value === 'string') return { row, record: { text: value } };
  if (!isRecord(value)) return badRow(row, 'not-an-object', shown);
  return { row, record: value, ...(notation && { notation }) };
}

/** `"name": {…}` is that record with the name in the field `key`, unless it has such a field; `"name": "…"` a text with it. */
function memberOf(row: number, text: string, notation: Notation): Row {
  const member = rowOf(row, `{${text}}`, text, notation);
  if (!('record' in member)) return member;
  const [[key, value] = []] = Object.entries(member.record);
  if (typeof value === 'string') return { row, record: { key, text: value } };
  if (!isRecord(value)) return badRow(row, 'not-an-object', text);
  return { row, record: { key, ...value } satisfies JsonRecord };
}
