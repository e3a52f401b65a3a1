/**
 * One column of a row group of a Parquet file, page by page, so that it may be of any size: in memory are its dictionary and
 * one page. Pages follow each other, each after a header with its length (Apache Parquet, "File Format"); hyparquet decodes
 * them. A column of lists is not read in this way: a row may go on in the next page.
 */
import type { ColumnChunk } from 'hyparquet';
import type { ColumnSource } from './parquet-columns.ts';
import { type PlainPage, plainPage } from './parquet-runs.ts';

/** Reads a part of the file. */
export type ReadPart = (start: number, end: number) => Promise<ArrayBuffer>;

/** What is fetched at a time. */
const READ_BYTES = 2 ** 20;
/** Of a page; the format allows 2 GiB, and writers end one at about 1 MiB. */
const MAX_PAGE_BYTES = 2 ** 28;
const MAX_PAGE_VALUES = 2 ** 24;
const MAX_HEADER_BYTES = 2 ** 24;

/**
 * The values of pages, in order, as many as there are rows or fewer.
 * @throws Error where a page cannot be decoded
 */
export async function* columnPages(
  read: ReadPart,
  source: ColumnSource,
  rows: number,
): AsyncGenerator<ArrayLike<unknown>> {
  const { readPage } = await import('hyparquet/src/column.js');
  const { convert, DEFAULT_PARSERS } = await import('hyparquet/src/convert.js');
  const { about, element } = detailsOf(source);
  const parsers = { ...DEFAULT_PARSERS, jsonFromBytes: DEFAULT_PARSERS.stringFromBytes };
  const decoder = {
    pathInSchema: about.path_in_schema,
    element,
    schemaPath: source.path,
    parsers,
    ...about,
    codec: 'UNCOMPRESSED' as const,
  };
  let dictionary: ReturnType<typeof convert> | undefined;
  let left = rows;
  for await (const { view, header } of plainPages(read, source, () => left)) {
    const { data } = readPage({ view, offset: 0 }, header, decoder, dictionary, undefined, 0);
    if (!data) continue;
    if (header.type === 'DICTIONARY_PAGE') dictionary = convert(data, decoder);
    else {
      left -= data.length;
      yield data;
    }
  }
}

/** Looks through all pages of a column without decoding them. @throws Error where one of them could hold its reader up */
export async function checkColumn(read: ReadPart, source: ColumnSource): Promise<void> {
  for await (const _page of plainPages(read, source, () => MAX_PAGE_VALUES));
}

function detailsOf({ chunk, path }: ColumnSource) {
  const { meta_data: about } = chunk;
  const element = path.at(-1)?.element;
  if (!about || !element || chunk.file_path) throw new Error('a column is not in the file');
  return { about, element };
}

/** @param left how many values may still come; none: there are no more pages */
async function* plainPages(read: ReadPart, source: ColumnSource, left: () => number): AsyncGenerator<PlainPage> {
  const { parquetHeader } = await import('hyparquet/src/column.js');
  const { about } = detailsOf(source);
  const layout = { codec: about.codec, type: about.type, path: source.path };
  const bytes = new Bytes(read, ...rangeOf(about));
  while (left() > 0 && bytes.left > 0) {
    const header = await bytes.parse(parquetHeader);
    const isDictionary = header.type === 'DICTIONARY_PAGE';
    const { num_values: count = 0 } =
      header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header ?? {};
    const size = header.compressed_page_size;
    const isOfSize = size >= 0 && size <= MAX_PAGE_BYTES && header.uncompressed_page_size <= MAX_PAGE_BYTES;
    if (!isOfSize || count < 0 || count > (isDictionary ? MAX_PAGE_VALUES : Math.min(left(), MAX_PAGE_VALUES))) {
      throw new Error('a page is larger than it can be');
    }
    const page = await bytes.take(size);
    if (header.type !== 'INDEX_PAGE') yield await plainPage(page, header, layout);
  }
}

/** The dictionary comes first; Polars writes its place as 0. */
function rangeOf(about: NonNullable<ColumnChunk['meta_data']>): [number, number] {
  const start = Number(about.dictionary_page_offset || about.data_page_offset);
  return [start, start + Number(about.total_compressed_size)];
}

/** A part of a file that is read from its beginning to its end. */
class Bytes {
  readonly #read: ReadPart;
  readonly #end: number;
  #at: number;
  #held = new Uint8Array(0);

  constructor(read: ReadPart, start: number, end: number) {
    this.#read = read;
    this.#at = start;
    this.#end = end;
  }

  get left(): number {
    return this.#held.length + this.#end - this.#at;
  }

  async take(size: number): Promise<Uint8Array> {
    await this.#hold(size);
    if (this.#held.length < size) throw new Error('a page is cut off');
    const taken = this.#held.subarray(0, size);
    this.#held = this.#held.subarray(size);
    return taken;
  }

  /** What the next bytes are as a structure that knows its own length. */
  async parse<T>(parser: (reader: { view: DataView; offset: number }) => T): Promise<T> {
    for (let size = 2 ** 12; ; size *= 16) {
      await this.#hold(size);
      const reader = { view: new DataView(this.#held.buffer, this.#held.byteOffset, this.#held.length), offset: 0 };
      try {
        const value = parser(reader);
        this.#held = this.#held.subarray(reader.offset);
        return value;
      } catch (error) {
        if (this.#held.length < size || size > MAX_HEADER_BYTES) throw error;
      }
    }
  }

  /** Holds as many bytes, fewer at the end. */
  async #hold(size: number): Promise<void> {
    const missing = size - this.#held.length;
    if (missing <= 0 || this.#at >= this.#end) return;
    const next = new Uint8Array(
      await this.#read(this.#at, Math.min(this.#end, this.#at + Math.max(missing, READ_BYTES))),
    );
    this.#at = next.length === 0 ? this.#end : this.#at + next.length;
    const joined = new Uint8Array(this.#held.length + next.length);
    joined.set(this.#held);
    joined.set(next, this.#held.length);
    this.#held = joined;
  }
}
