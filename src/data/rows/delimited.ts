/**
 * Tables as text: CSV as RFC 4180 has it (quotes doubled, line breaks inside quotes), also with semicolons, tabs or bars
 * for commas, as spreadsheets in many languages write it. The first row names the columns; a column without a name is
 * called by its number, and a name that comes again gets one too. Without such a row columns are called `1`, `2` and so on.
 * Rows are numbered as a spreadsheet numbers them. Where a quote is never closed, its row stands for all lines to the end.
 */
import { TEXT_FIELDS } from './fields.ts';
import { badRow, type JsonRecord, type Row, type RowFormat, type RowStream } from './row.ts';

const DELIMITERS = [',', ';', '\t', '|'];

export const csv = {
  id: 'csv',
  extensions: ['.csv'],
  sniff: (name) => name.endsWith('.csv'),
  open: (text, maxUnits) => openTable(text, maxUnits, 'yes'),
} as const satisfies RowFormat;

export const tsv = {
  id: 'tsv',
  extensions: ['.tsv', '.tab'],
  sniff: (name, text) => /\.(tsv|tab)$/.test(name) || /^[^\n[{][^\n]*\t/.test(text),
  open: (_text, maxUnits) => new DelimitedRows('\t', maxUnits),
} as const satisfies RowFormat;

/** Whether the first row names the columns; 'auto': by what stands in it. */
export type TableHeader = 'auto' | 'yes' | 'no';

/** Rows by which a delimiter is chosen. */
const TRIED_ROWS = 50;
/** Units of a name of a column; whatever is longer is data. */
const LONGEST_NAME = 80;

/** @param head the beginning of the file */
export function openTable(head: string, maxUnits: number, header: TableHeader): DelimitedRows {
  const delimiter = delimiterOf(head);
  const isNamed = header === 'auto' ? isHeader(firstRows(head, delimiter)[0] ?? []) : header === 'yes';
  return new DelimitedRows(delimiter, maxUnits, isNamed);
}

/** Whether a file that is not named like one is a table: it has a column of a common name, and its rows are of one length. */
export function isTable(head: string): boolean {
  const [header = [], ...rows] = firstRows(head, delimiterOf(head));
  const isNamed = header.length > 1 && header.some((name) => TEXT_FIELDS.includes(name.trim()));
  return isNamed && rows.length > 0 && rows.every((row) => row.length === header.length);
}

/** The one by which most of the first rows have as many cells as the very first, the more the better; else a comma. */
function delimiterOf(head: string): string {
  let best = { delimiter: ',', rows: 0, cells: 1 };
  for (const delimiter of DELIMITERS) {
    const rows = firstRows(head, delimiter);
    const cells = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === cells).length;
    if (cells < 2 || alike < best.rows || (alike === best.rows && cells <= best.cells)) continue;
    best = { delimiter, rows: alike, cells };
  }
  return best.delimiter;
}

/** The cells of the first rows, without the last one, which may be cut off, where there are others. */
function firstRows(head: string, delimiter: string): string[][] {
  const cells = new Cells(delimiter, head.length);
  const rows = cells.push(head, TRIED_ROWS);
  const whole = rows.length > 1 || cells.isQuoted ? rows : [...rows, ...cells.end()];
  return whole.flatMap((row) => (row === 'too-long' || isBlank(row) ? [] : [row]));
}

/** Names are short, each another one, and neither numbers nor sentences. */
function isHeader(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((name) => name !== '');
  const areNames = names.every(
    (name) => name.length <= LONGEST_NAME && !/\n|[.!?…]$/.test(name) && !/^[-+]?[\d.,]*\d%?$/.test(name),
  );
  return names.length > 0 && areNames && new Set(names).size === names.length;
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

/** `closing`: after a quote in a quoted cell, which is its end or the first of a pair. */
type State = 'start' | 'plain' | 'quoted' | 'closing';

/** Cuts a table into rows of cells. */
class Cells {
  readonly #delimiter: string;
  readonly #maxUnits: number;
  #state: State = 'start';
  #cell = '';
  #cells: string[] = [];
  /** UTF-16 units of the row so far. */
  #units = 0;
  /** Line breaks in its cells, and whether text ends with the last of them. */
  #breaks = 0;
  #isAfterBreak: boolean = false;

  constructor(delimiter: string, maxUnits: number) {
    this.#delimiter = delimiter;
    this.#maxUnits = maxUnits;
  }

  get isQuoted(): boolean {
    return this.#state === 'quoted';
  }

  /** What there is of the row that is being read. */
  get unfinished(): string {
    return [...this.#cells, this.#cell].join(this.#delimiter);
  }

  /** The lines of it. */
  get unfinishedLines(): number {
    return this.#breaks + (this.#isAfterBreak ? 0 : 1);
  }

  /** @param most rows, after which the rest of the piece is let go */
  push(piece: string, most = Number.POSITIVE_INFINITY): (string[] | 'too-long')[] {
    const rows: (string[] | 'too-long')[] = [];
    let from = 0;
    const take = (end: number) => {
      this.#take(piece.slice(from, end));
      from = end + 1;
    };
    for (let i = 0; i < piece.length; i++) {
      const unit = piece[i];
      if (this.#state === 'quoted') {
        const end = piece.indexOf('"', i);
        if (end < 0) break;
        i = end;
        take(i);
        this.#state = 'closing';
      } else if (unit === '"' && this.#state === 'start') {
        from = i + 1;
        this.#state = 'quoted';
      } else if (unit === '"' && this.#state === 'closing') {
        from = i; // the second of a pair belongs to the cell
        this.#state = 'quoted';
      } else if (unit === this.#delimiter || unit === '\n') {
        take(i);
        this.#endCell();
        if (unit === '\n' && rows.push(this.#endRow()) === most) return rows;
      } else this.#state = 'plain';
    }
    this.#take(piece.slice(from));
    return rows;
  }

  /** The last row, where the file does not end with a line break. */
  end(): (string[] | 'too-long')[] {
    if (this.#cells.length === 0 && this.#cell === '') return [];
    this.#endCell();
    return [this.#endRow()];
  }

  #take(text: string): void {
    this.#cell += text.slice(0, Math.max(0, this.#maxUnits - this.#units));
    this.#units += text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#breaks++;
    if (text !== '') this.#isAfterBreak = text.endsWith('\n');
  }

  #endCell(): void {
    this.#units++;
    if (this.#units <= this.#maxUnits) this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(): string[] | 'too-long' {
    const cells = this.#cells;
    const last = cells.length - 1;
    cells[last] = (cells[last] ?? '').replace(/\r$/, '');
    const isTooLong = this.#units > this.#maxUnits;
    this.#cells = [];
    this.#units = 0;
    this.#breaks = 0;
    this.#isAfterBreak = false;
    return isTooLong ? 'too-long' : cells;
  }
}

class DelimitedRows implements RowStream {
  readonly #delimiter: string;
  readonly #cells: Cells;
  #isNamed: boolean;
  #columns: string[] | null = null;
  #row = 0;

  /**
   * @param maxUnits UTF-16 units of the longest row that is accepted
   * @param isNamed whether the first row names the columns
   */
  constructor(delimiter: string, maxUnits: number, isNamed = true) {
    this.#delimiter = delimiter;
    this.#cells = new Cells(delimiter, maxUnits);
    this.#isNamed = isNamed;
  }

  push(piece: string): Row[] {
    return this.#rowsOf(this.#cells.push(piece));
  }

  end(): Row[] {
    const { isQuoted, unfinished, unfinishedLines: rows } = this.#cells;
    if (isQuoted) return [{ ...badRow(this.#row + 1, 'array-broken-off', unfinished), ...(rows > 1 ? { rows } : {}) }];
    return this.#rowsOf(this.#cells.end());
  }

  #rowsOf(rows: readonly (string[] | 'too-long')[]): Row[] {
    return rows.flatMap((cells) => this.#rowOf(cells));
  }

  #rowOf(cells: string[] | 'too-long'): Row[] {
    const row = ++this.#row;
    if (cells === 'too-long') return [{ row, problem: 'row-too-long' }];
    if (isBlank(cells)) return [];
    if (this.#columns === null) {
      this.#columns = this.#isNamed ? columnNames(cells) : cells.map((_, i) => String(i + 1));
      if (this.#isNamed) return [];
    }
    if (cells.length === this.#columns.length) return [{ row, record: recordOf(this.#columns, cells) }];
    return [badRow(row, 'columns-differ', cells.join(this.#delimiter))];
  }
}

const recordOf = (header: readonly string[], cells: readonly string[]): JsonRecord =>
  Object.fromEntries(header.map((name, column) => [name, cells[column]]));

function columnNames(cells: readonly string[]): string[] {
  const names = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    let name = cell.trim() || `column ${i + 1}`;
    while (names.has(name)) name += ` (${i + 1})`;
    names.add(name);
  }
  return [...names];
}
