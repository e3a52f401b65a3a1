/**
 * A Parquet file by some of its columns, a few rows at a time, whatever the size of its row groups. Fields of structs are
 * columns of their own, with dots in their names. Lists are read for a preview alone.
 */

import type { FileMetaData, SchemaTree } from 'hyparquet';
import { isFileError } from '../file-errors.ts';
import { TEXT_FIELDS } from './fields.ts';
import { asJson, asyncBuffer, metadataOf, type Parts, parquetUnreadable, partOf } from './parquet.ts';
import { decompressors } from './parquet-codecs.ts';
import { type ColumnSource, namesOf, pathsIn, sourceOf } from './parquet-columns.ts';
import { checkColumn, columnPages, type ReadPart } from './parquet-pages.ts';
import type { JsonRecord, MissedRows, Row } from './row.ts';

const MAX_FOOTER_BYTES = 2 ** 28;
/** Of a row group whose lists a preview reads. */
const MAX_PREVIEW_BYTES = 2 ** 26;

export class ParquetTable {
  readonly rows: number;
  readonly #metadata: FileMetaData;
  readonly #columns: readonly Column[];
  readonly #file: Parts;
  readonly #name: string;

  private constructor(file: Parts, name: string, metadata: FileMetaData, tree: SchemaTree) {
    this.#file = file;
    this.#name = name;
    this.#metadata = metadata;
    this.#columns = pathsIn(tree).map(columnOf);
    this.rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  }

  /** @throws OcaqError `file-parquet-unreadable` */
  static async open(file: Parts, name: string): Promise<ParquetTable> {
    const { parquetSchema } = await import('hyparquet');
    try {
      const [length = 0] = new Uint32Array(await partOf(file, file.size - 8, file.size - 4));
      if (length > MAX_FOOTER_BYTES) throw new Error('its table of contents is too large');
      const metadata = await metadataOf(asyncBuffer(file));
      return new ParquetTable(file, name, metadata, parquetSchema(metadata));
    } catch (cause) {
      throw parquetUnreadable(name, cause);
    }
  }

  /**
   * All columns of the first rows; those that cannot be decoded are left out.
   * @throws OcaqError `file-parquet-unreadable` where none can
   */
  async firstRows(most: number): Promise<Row[]> {
    const group = this.#metadata.row_groups[0];
    const rows = Math.min(most, Number(group?.num_rows ?? 0));
    if (!group || rows === 0) return [];
    const records: Record<string, unknown>[] = Array.from({ length: rows }, () => ({}));
    let failure: unknown;
    let found = 0;
    for (const column of this.#columns.filter(({ isList }) => !isList)) {
      try {
        const values = await valuesOf(columnPages(this.#read, this.#source(0, column), rows), rows);
        for (const [i, record] of records.entries()) record[column.name] = values[i];
        found++;
      } catch (error) {
        if (isFileError(error)) throw error;
        failure ??= error;
      }
    }
    const lists = new Set(this.#columns.flatMap(({ isList, path }) => (isList ? namesOf(path).slice(0, 1) : [])));
    const bytes = group.columns.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_compressed_size ?? 0), 0);
    if (lists.size > 0 && bytes <= MAX_PREVIEW_BYTES) {
      try {
        for (const column of this.#columns.filter(({ path }) => lists.has(namesOf(path)[0] ?? '')))
          await checkColumn(this.#read, this.#source(0, column));
        for (const [i, row] of (await this.#objects([...lists], rows)).entries()) Object.assign(records[i] ?? {}, row);
        found++;
      } catch (error) {
        if (isFileError(error)) throw error;
        failure ??= error;
      }
    }
    if (found === 0 && failure !== undefined) throw parquetUnreadable(this.#name, failure);
    return records.map((record, i) => ({ row: i + 1, record }));
  }

  /**
   * Records with those of the columns that the file has and that hold no lists. What cannot be decoded is told as rows, and
   * the next row group is gone on with.
   * @param needed of which one at least must be there
   * @throws OcaqError `file-parquet-unreadable` where nothing can be decoded
   */
  async *read(needed: readonly string[], others: readonly string[]): AsyncGenerator<Row | MissedRows> {
    const wanted = (names: readonly string[]) =>
      this.#columns.filter(({ name, isList }) => names.includes(name) && !isList);
    if (wanted(needed).length === 0) {
      if (this.rows > 0) yield this.#missed(needed);
      return;
    }
    const columns = wanted([...needed, ...others]);
    let first = 1;
    let given = 0;
    let failure: unknown;
    for (const [index, { num_rows }] of this.#metadata.row_groups.entries()) {
      const rows = Number(num_rows);
      let done = 0;
      try {
        for await (const record of this.#records(index, columns, rows)) {
          yield { row: first + done++, record };
          given++;
        }
      } catch (error) {
        if (isFileError(error)) throw error;
        failure ??= error;
        yield { row: first + done, problem: 'damaged', rows: rows - done };
      }
      first += rows;
    }
    if (given === 0 && failure !== undefined) throw parquetUnreadable(this.#name, failure);
  }

  async *#records(index: number, wanted: readonly Column[], rows: number): AsyncGenerator<JsonRecord> {
    const columns = wanted.map((column) => ({
      name: column.name,
      pages: columnPages(this.#read, this.#source(index, column), rows),
      values: [] as ArrayLike<unknown>,
      at: 0,
    }));
    for (let done = 0; done < rows; ) {
      for (const column of columns) {
        while (column.at === column.values.length) {
          const next = await column.pages.next();
          if (next.done) throw new Error(`the column ${column.name} ends before its last row`);
          column.values = next.value;
          column.at = 0;
        }
      }
      const ready = Math.min(rows - done, ...columns.map(({ values, at }) => values.length - at));
      for (let i = 0; i < ready; i++) {
        yield Object.fromEntries(columns.map((column) => [column.name, plain(column.values[column.at++])]));
      }
      done += ready;
    }
  }

  #missed(needed: readonly string[]): MissedRows {
    const isList = this.#columns.some(({ name }) =>
      needed.some((wanted) => name === wanted || name.startsWith(`${wanted}.`)),
    );
    const texts = this.#columns.filter(({ isText }) => isText).map(({ name }) => name);
    const other = TEXT_FIELDS.find((name) => texts.includes(name)) ?? texts[0];
    const problem = isList ? 'field-not-text' : 'field-missing';
    return { row: 1, problem, rows: this.rows, ...(isList || other === undefined ? {} : { other }) };
  }

  #source(index: number, { path }: Column): ColumnSource {
    return sourceOf(this.#metadata.row_groups[index], path);
  }

  async #objects(columns: string[], rows: number): Promise<Record<string, unknown>[]> {
    const { parquetReadObjects } = await import('hyparquet');
    const options = { file: asyncBuffer(this.#file), metadata: this.#metadata, columns, rowStart: 0, rowEnd: rows };
    const records = await parquetReadObjects({ ...options, compressors: await decompressors() });
    return records.map((record) => asJson(record) as Record<string, unknown>);
  }

  readonly #read: ReadPart = (start, end) => partOf(this.#file, start, end);
}

interface Column {
  readonly name: string;
  readonly isList: boolean;
  readonly isText: boolean;
  /** From the root to it. */
  readonly path: SchemaTree[];
}

function columnOf(path: SchemaTree[]): Column {
  const isList = path.slice(1).some(({ element }) => element.repetition_type === 'REPEATED');
  const isText = !isList && path.at(-1)?.element.type === 'BYTE_ARRAY';
  return { name: namesOf(path).join('.'), isList, isText, path };
}

/** A value of a struct stands in a list for every struct around it that may be absent. */
const plain = (value: unknown): unknown => (Array.isArray(value) ? plain(value[0]) : asJson(value));

async function valuesOf(pages: AsyncIterable<ArrayLike<unknown>>, most: number): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const page of pages) {
    for (let i = 0; i < page.length && values.length < most; i++) values.push(plain(page[i]));
    if (values.length >= most) break;
  }
  return values;
}
