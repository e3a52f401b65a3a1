/**
 * Arrow streams and files (Apache Arrow, "IPC Streaming Format" and "IPC File Format"; Feather 2 is one, and the `.arrow` files of
 * Hugging Face datasets), a batch of rows at a time, through @uwdata/flechette, which is loaded when the first such file is
 * read. A file is read as the stream that it holds. Buffers may be packed by LZ4 or Zstandard. In memory are one batch and the dictionaries.
 */
import { OcaqError } from '../../errors.ts';
import { ByteReader } from '../containers/byte-reader.ts';
import { isFileError } from '../file-errors.ts';
import { type ByteSource, chunksOf } from '../utf8.ts';
import { type ArrowBatch, checkLengths } from './arrow-lengths.ts';
import { unpackLz4Frame } from './lz4-frame.ts';
import { asJson } from './parquet.ts';
import type { Row } from './row.ts';
import { unpackZstd } from './zstd-frame.ts';

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
/** Of a schema, which is a few kilobytes, and of a batch. */
const MAX_METADATA_BYTES = 2 ** 24;
const MAX_FIELD_DEPTH = 64;
const MAX_BODY_BYTES = 2 ** 30;
const MAX_DICTIONARY_BYTES = 2 ** 29;
/** Rows for a byte of a batch: nulls and dictionaries take few, and packing makes them fewer. */
const ROWS_PER_BYTE = 256;

type Kind = 'schema' | 'dictionary' | 'rows' | 'other';
/** Among the types of `Schema.fbs`. */
const UNION = 14;
const KINDS: readonly Kind[] = ['other', 'schema', 'dictionary', 'rows'];

interface Message {
  readonly kind: Kind;
  /** With what stands before it. */
  readonly bytes: Uint8Array;
  /** Of a dictionary: its name, and whether it adds to one. Of a batch: its rows. */
  readonly id: number;
  readonly isDelta: boolean;
  readonly rows: number;
}

const isFile = (head: Uint8Array): boolean => String.fromCharCode(...head.subarray(0, 6)) === MAGIC;

/** A file, or a stream: a message whose length can be one. */
export function isArrow(head: Uint8Array): boolean {
  if (isFile(head)) return true;
  if (head.length < 16) return false;
  const view = new DataView(head.buffer, head.byteOffset);
  const length = view.getUint32(4, true);
  return view.getUint32(0, true) === CONTINUATION && length > 0 && length <= MAX_METADATA_BYTES;
}

/**
 * @param isWanted of the columns, by name
 * @throws OcaqError `file-arrow-unreadable` where nothing can be decoded
 */
export async function* arrowRows(
  source: ByteSource,
  fileName: string,
  isWanted: (column: string) => boolean,
): AsyncGenerator<Row> {
  const bytes = new ByteReader(chunksOf(source));
  const before = new Dictionaries();
  let row = 1;
  let given = 0;
  let failure: unknown;
  try {
    if (isFile(await bytes.peek(8))) await bytes.read(8);
    for (let message = await nextMessage(bytes); message; message = await nextMessage(bytes)) {
      if (message.kind !== 'rows') {
        before.add(message);
        continue;
      }
      try {
        const records = await recordsOf([...before.messages(), message.bytes], message.rows, isWanted);
        for (const [i, record] of records.entries()) yield { row: row + i, record };
        given += records.length;
      } catch (error) {
        failure ??= error;
        yield { row, problem: 'damaged', rows: message.rows };
      }
      row += message.rows;
    }
    if (!before.hasSchema) throw new Error('it has no schema');
  } catch (error) {
    if (isFileError(error)) throw error;
    failure ??= error;
    if (given > 0) yield { row, problem: 'array-broken-off' };
  } finally {
    await bytes.close();
  }
  if (given === 0 && failure !== undefined) throw unreadable(fileName, failure);
}

/** Schema and dictionaries, which every batch is decoded with. */
class Dictionaries {
  #schema: Uint8Array | null = null;
  readonly #byId = new Map<number, Uint8Array[]>();

  get hasSchema(): boolean {
    return this.#schema !== null;
  }

  add({ kind, bytes, id, isDelta }: Message): void {
    if (kind === 'schema') this.#schema ??= bytes;
    if (kind !== 'dictionary') return;
    this.#byId.set(id, isDelta ? [...(this.#byId.get(id) ?? []), bytes] : [bytes]);
    const size = [...this.#byId.values()].flat().reduce((sum, { length }) => sum + length, 0);
    if (size > MAX_DICTIONARY_BYTES) throw new Error('its dictionaries are too large');
  }

  messages(): Uint8Array[] {
    if (this.#schema === null) throw new Error('it has no schema');
    return [this.#schema, ...[...this.#byId.values()].flat()];
  }
}

/** null at the end, and where the table of contents of a file begins. */
async function nextMessage(bytes: ByteReader): Promise<Message | null> {
  const head = await bytes.peek(8);
  if (head.length === 0) return null;
  if (head.length < 8) throw bytes.endsEarly();
  const start = new DataView(head.buffer, head.byteOffset, 8);
  const length = start.getInt32(4, true);
  if (start.getUint32(0, true) !== CONTINUATION || length === 0) return null;
  if (length < 0 || length > MAX_METADATA_BYTES) throw new Error('a message is larger than it can be');
  const metadata = await bytes.peek(8 + length);
  if (metadata.length < 8 + length) throw bytes.endsEarly();
  const about = readMetadata(metadata.subarray(8, 8 + length));
  if (about.body < 0 || about.body > MAX_BODY_BYTES) throw new Error('a message is larger than it can be');
  const rows = about.rows <= ROWS_PER_BYTE * (about.body + 1) ? about.rows : -1;
  if (rows < 0) throw new Error('a batch has more rows than it can hold');
  return { ...about, rows, bytes: await bytes.read(8 + length + about.body) };
}

/** Of a message (`Message.fbs`): what it is, and the length of its body, of a batch also its rows. */
function readMetadata(bytes: Uint8Array): Omit<Message, 'bytes'> & { body: number } {
  const buffer = new FlatBuffer(bytes);
  const message = buffer.root();
  const kind = KINDS[buffer.byte(message, 1)] ?? 'other';
  const header = buffer.table(message, 2);
  if (kind === 'schema') checkFields(buffer, header, 1, 0);
  const body = buffer.int64(message, 3);
  if (kind === 'rows') checkBatch(buffer, header, body);
  if (kind === 'dictionary') checkBatch(buffer, buffer.table(header, 1), body);
  return {
    kind,
    body,
    id: kind === 'dictionary' ? buffer.int64(header, 0) : 0,
    rows: kind === 'rows' ? buffer.int64(header, 0) : 0,
    isDelta: kind === 'dictionary' && buffer.byte(header, 2) !== 0,
  };
}

/** Nodes with their lengths, buffers, and how many of them columns of views have. */
function checkBatch(buffer: FlatBuffer, batch: number, body: number): void {
  const lengths = buffer.int64s(batch, 1, 16);
  const buffers = buffer.int64s(batch, 2, 16).length;
  const counts = buffer.int64s(batch, 4, 8);
  const isWithin = (most: number) => (value: number) => value >= 0 && value <= most;
  if (!lengths.every(isWithin(ROWS_PER_BYTE * (body + 1))) || !counts.every(isWithin(buffers)))
    throw new Error('a batch has more rows than it can hold');
}

/** The fields of a schema, or of a field, with theirs: no list of them is longer than the message. */
function checkFields(buffer: FlatBuffer, parent: number, index: number, depth: number): void {
  if (depth > MAX_FIELD_DEPTH) throw new Error('its columns are nested too deep');
  buffer.vector(parent, index + 1);
  for (const field of buffer.vector(parent, index)) {
    if (buffer.byte(field, 2) === UNION) buffer.vector(buffer.table(field, 3), 1);
    checkFields(buffer, field, 5, depth + 1);
  }
}

/** Tables as FlatBuffers lay them out; a table or a field that is not there is 0. */
class FlatBuffer {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  root(): number {
    return this.#view.getUint32(0, true);
  }

  byte(table: number, index: number): number {
    const at = this.#field(table, index);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  int64(table: number, index: number): number {
    const at = this.#field(table, index);
    return at === 0 ? 0 : Number(this.#view.getBigInt64(at, true));
  }

  table(parent: number, index: number): number {
    const at = this.#field(parent, index);
    return at === 0 ? 0 : at + this.#view.getUint32(at, true);
  }

  /** What the elements of a list refer to, which are offsets. @throws Error where it is longer than the buffer */
  vector(table: number, index: number): number[] {
    return this.#elements(table, index, 4).map((at) => at + this.#view.getUint32(at, true));
  }

  /** The number that each element of a list begins with. @throws Error where it is longer than the buffer */
  int64s(table: number, index: number, stride: number): number[] {
    return this.#elements(table, index, stride).map((at) => Number(this.#view.getBigInt64(at, true)));
  }

  #elements(table: number, index: number, stride: number): number[] {
    const at = this.table(table, index);
    if (at === 0) return [];
    const length = this.#view.getUint32(at, true);
    if (at + 4 + length * stride > this.#view.byteLength) throw new Error('a list is longer than its message');
    return Array.from({ length }, (_, i) => at + 4 + stride * i);
  }

  #field(table: number, index: number): number {
    if (table === 0) return 0;
    const fields = table - this.#view.getInt32(table, true);
    const at = 4 + 2 * index;
    const offset = at < this.#view.getUint16(fields, true) ? this.#view.getUint16(fields + at, true) : 0;
    return offset === 0 ? 0 : table + offset;
  }
}

async function recordsOf(messages: Uint8Array[], rows: number, isWanted: (column: string) => boolean) {
  const { CompressionType, setCompressionCodec, tableFromIPC } = await import('@uwdata/flechette');
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame, encode: neverPacked });
  setCompressionCodec(CompressionType.ZSTD, { decode: unpackZstd, encode: neverPacked });
  const table = tableFromIPC(messages, { useBigInt: true, useDate: true });
  const columns = table.names.flatMap((name, i) => (isWanted(name) ? [{ name, values: table.getChildAt(i) }] : []));
  for (const { values } of columns) {
    if (values.length !== rows) throw new Error('a column is shorter than it says');
    for (const batch of values.data) checkLengths(batch as ArrowBatch);
  }
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, asJson(listed(values.at(i)))])),
  );
}

function neverPacked(): never {
  throw new RangeError('nothing is packed here');
}

/** Lists of numbers are typed arrays; bytes stay what they are. */
const listed = (value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof Uint8Array) && Symbol.iterator in value
    ? [...(value as Iterable<unknown> & ArrayBufferView)]
    : value;

function unreadable(fileName: string, cause: unknown): OcaqError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OcaqError(
    'file-arrow-unreadable',
    `${fileName} is an Arrow file that cannot be read (${reason}). Download it again, or save its records as JSON Lines.`,
    { file: fileName, reason },
    { cause },
  );
}
