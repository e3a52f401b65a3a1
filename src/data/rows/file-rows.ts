/** The rows of a file of any format in the table: which one it is, is decided by its name and its beginning. */
import type { Row, RowStream } from './row.ts';
import { FALLBACK_FORMAT, ROW_FORMATS } from './table.ts';

/** UTF-16 units by which a format is recognised. */
const HEAD_UNITS = 65_536;
/** Of one row; a file that is one object with all records in it is one row at first. */
const ROW_UNITS = 2 ** 27;

export class FileRows implements RowStream {
  readonly #name: string;
  #head = '';
  #rows: RowStream | undefined;

  constructor(fileName: string) {
    this.#name = fileName.toLowerCase();
  }

  push(piece: string): Row[] {
    if (this.#rows) return this.#rows.push(piece);
    this.#head += piece;
    return this.#head.length < HEAD_UNITS ? [] : this.#open();
  }

  end(): Row[] {
    const first = this.#rows ? [] : this.#open();
    return this.#rows ? [...first, ...this.#rows.end()] : first;
  }

  #open(): Row[] {
    const text = this.#head.replace(/^\uFEFF/, '');
    this.#head = '';
    const format = ROW_FORMATS.find(({ sniff }) => sniff(this.#name, text)) ?? FALLBACK_FORMAT;
    this.#rows = format.open(text, ROW_UNITS);
    return this.#rows.push(text);
  }
}
