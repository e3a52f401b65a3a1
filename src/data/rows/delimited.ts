/**
 * Tables as text: CSV as RFC 4180 has it (quotes doubled, line breaks inside quotes), also with semicolons, tabs or bars
 * for commas, as spreadsheets in many languages write it. The first row names the columns; a column without a name is
 * called by its number, and a name that comes again gets one too. Rows are numbered as a spreadsheet numbers them.
 */
import type { JsonRecord, Row, RowFormat, RowStream } from './row.ts';

const DELIMITERS = [',', ';', '\t', '|'];

export const csv = {
  id: 'csv',
  extensions: ['.csv'],
  sniff: (name) => name.endsWith('.csv'),
  open: (text, maxUnits) => new DelimitedRows(delimiterOf(text), maxUnits),
} as const satisfies RowFormat;

export const tsv = {
  id: 'tsv',
  extensions: ['.tsv', '.tab'],
  sniff: (name, text) => /\.(tsv|tab)$/.test(name) || /^[^\n[{][^\n]*\t/.test(text),
  open: (_text, maxUnits) => new DelimitedRows('\t', maxUnits),
} as const satisfies RowFormat;

/** The commonest candidate of the header, outside quotes; a comma where there is none. */
function delimiterOf(text: string): string {
  const header = text.replace(/"(?:[^"]|"")*"/g, '').split('\n', 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** `closing`: after a quote in a quoted cell, which is its end or the first of a pair. */
type State = 'start' | 'plain' | 'quoted' | 'closing';

export class DelimitedRows implements RowStream {
  readonly #delimiter: string;
  readonly #maxUnits: number;
  #header: string[] | null = null;
  #row = 1;
  #state: State = 'start';
  #cell = '';
  #cells: string[] = [];
  /** UTF-16 units of the row so far. */
  #units = 0;

  /** @param maxUnits UTF-16 units of the longest row that is accepted */
  constructor(delimiter: string, maxUnits: number) {
    this.#delimiter = delimiter;
    this.#maxUnits = maxUnits;
  }

  push(piece: string): Row[] {
    const rows: Row[] = [];
    let from = 0;
    const take = (end: number) => {
      this.#take(piece.slice(from, end));
      from = end + 1;
    };
    for (let i = 0; i < piece.length; i++) {
      const unit = piece[i];
      if (this.#state === 'quoted') {
        if (unit !== '"') continue;
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
        if (unit === '\n') this.#endRow(rows);
      } else this.#state = 'plain';
    }
    this.#take(piece.slice(from));
    return rows;
  }

  end(): Row[] {
    const rows: Row[] = [];
    if (this.#state === 'quoted') return [{ row: this.#row, problem: 'array-broken-off' }];
    this.#endCell();
    this.#endRow(rows);
    return rows;
  }

  #take(text: string): void {
    this.#units += text.length;
    if (this.#units <= this.#maxUnits) this.#cell += text;
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(rows: Row[]): void {
    const row = this.#row++;
    const cells = this.#cells;
    const last = cells.length - 1;
    cells[last] = (cells[last] ?? '').replace(/\r$/, '');
    const isTooLong = this.#units > this.#maxUnits;
    this.#cells = [];
    this.#units = 0;
    if (isTooLong) rows.push({ row, problem: 'row-too-long' });
    else if (cells.every((cell) => cell === '')) return;
    else if (this.#header === null) this.#header = columnNames(cells);
    else if (cells.length !== this.#header.length) rows.push({ row, problem: 'columns-differ' });
    else rows.push({ row, record: recordOf(this.#header, cells) });
  }
}

const recordOf = (header: readonly string[], cells: readonly string[]): JsonRecord =>
  Object.fromEntries(header.map((name, column) => [name, cells[column]]));

function columnNames(cells: readonly string[]): string[] {
  const names: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const name = cell.trim() || `column ${i + 1}`;
    names.push(names.includes(name) ? `${name} (${i + 1})` : name);
  }
  return names;
}
