/**
 * Reads GGUF files of version 3 with the types of values and tensors that Ocaq writes: by this every file that is written is
 * looked at before it is offered. It shares nothing with the writer but the numbers of types. Nothing beyond what a file can hold
 * is allocated; whatever is wrong with one is an `OcaqError`.
 */
import { OcaqError } from '../../errors.ts';
import { type ByteSource, readExactly } from '../byte-source.ts';
import { decodeTensor } from './blocks.ts';
import {
  ALIGNMENT,
  type GgufTensorType,
  type GgufValue,
  MAGIC,
  TENSOR_TYPES,
  tensorBytes,
  VALUE_TYPES,
  VERSION,
} from './layout.ts';

export interface GgufEntry {
  readonly name: string;
  readonly type: GgufTensorType;
  /** [rows, columns], or [elements]. */
  readonly shape: readonly number[];
  /** Place in the file, in bytes: [start, end). */
  readonly start: number;
  readonly end: number;
}

export interface GgufHead {
  readonly keys: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufEntry>;
}

const WINDOW = 1 << 20;
const MOST_DIMENSIONS = 4;
const TYPE_OF_ID = new Map(
  (Object.keys(TENSOR_TYPES) as GgufTensorType[]).map((type) => [TENSOR_TYPES[type].id, type]),
);

/** @throws OcaqError `gguf-damaged`, `file-unreadable` */
export async function readGguf(source: ByteSource): Promise<GgufHead> {
  const cursor = new Cursor(source);
  if ((await cursor.u32('magic')) !== MAGIC) throw damaged(source, 'it does not begin with "GGUF"');
  const version = await cursor.u32('version');
  if (version !== VERSION) throw damaged(source, `its version is ${version}, not ${VERSION}`);
  const tensorCount = await cursor.count('the number of tensors', 24);
  const keyCount = await cursor.count('the number of keys', 12);
  const keys = new Map<string, GgufValue>();
  for (let i = 0; i < keyCount; i++) {
    const key = await cursor.string('a key');
    if (keys.has(key)) throw damaged(source, `it has the key "${key}" twice`);
    keys.set(key, await readValue(cursor, key));
  }
  const stated: Omit<GgufEntry, 'end'>[] = [];
  for (let i = 0; i < tensorCount; i++) stated.push(await readTensorInfo(cursor));
  return { keys, tensors: placed(source, stated, Math.ceil(cursor.at / ALIGNMENT) * ALIGNMENT) };
}

/** The bytes of a tensor, as they stand in the file. */
export async function readTensorBytes(source: ByteSource, { start, end }: GgufEntry): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await readExactly(source, start, end));
}

/** The numbers of a tensor as f32, row by row. */
export async function readTensorF32(source: ByteSource, entry: GgufEntry): Promise<Float32Array<ArrayBuffer>> {
  return decodeTensor(entry.type, await readTensorBytes(source, entry));
}

async function readValue(cursor: Cursor, key: string): Promise<GgufValue> {
  const type = await cursor.u32(key);
  switch (type) {
    case VALUE_TYPES.u32:
      return { type: 'u32', value: await cursor.u32(key) };
    case VALUE_TYPES.f32:
      return { type: 'f32', value: (await cursor.take(4, key)).getFloat32(0, true) };
    case VALUE_TYPES.bool:
      return { type: 'bool', value: (await cursor.take(1, key)).getUint8(0) !== 0 };
    case VALUE_TYPES.string:
      return { type: 'string', value: await cursor.string(key) };
    case VALUE_TYPES.array:
      return readArray(cursor, key);
    default:
      throw damaged(cursor.source, `the key "${key}" has a value of the unknown type ${type}`);
  }
}

async function readArray(cursor: Cursor, key: string): Promise<GgufValue> {
  const type = await cursor.u32(key);
  if (type === VALUE_TYPES.string) {
    const value: string[] = [];
    for (let left = await cursor.count(key, 8); left > 0; left--) value.push(await cursor.string(key));
    return { type: 'strings', value };
  }
  if (type === VALUE_TYPES.i32) {
    const count = await cursor.count(key, 4);
    const view = await cursor.take(4 * count, key);
    return { type: 'i32s', value: Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true)) };
  }
  throw damaged(cursor.source, `the key "${key}" has a list of the unknown type ${type}`);
}

async function readTensorInfo(cursor: Cursor): Promise<Omit<GgufEntry, 'end'>> {
  const { source } = cursor;
  const name = await cursor.string('the name of a tensor');
  const dimensions = await cursor.u32(name);
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS)
    throw damaged(source, `the tensor "${name}" has ${dimensions} dimensions`);
  const shape: number[] = [];
  for (let i = 0; i < dimensions; i++) shape.unshift(await cursor.count(name, 0));
  const id = await cursor.u32(name);
  const type = TYPE_OF_ID.get(id);
  if (type === undefined) throw damaged(source, `the tensor "${name}" is of the unknown type ${id}`);
  const [columns = 1] = shape.slice(-1);
  if (columns % TENSOR_TYPES[type].block !== 0 || !Number.isSafeInteger(tensorBytes(type, shape)))
    throw damaged(source, `the tensor "${name}" has the impossible shape ${shape.join(' × ')}`);
  return { name, type, shape, start: await cursor.count(name, 0) };
}

/** With places in the file: tensors lie one behind the other, each at a multiple of the alignment, and end with the file. */
function placed(
  source: ByteSource,
  stated: readonly Omit<GgufEntry, 'end'>[],
  dataStart: number,
): Map<string, GgufEntry> {
  const tensors = new Map<string, GgufEntry>();
  let due = 0;
  for (const tensor of stated) {
    if (tensors.has(tensor.name)) throw damaged(source, `it has the tensor "${tensor.name}" twice`);
    if (tensor.start !== due)
      throw damaged(source, `the tensor "${tensor.name}" begins at ${tensor.start}, where ${due} was due`);
    const bytes = tensorBytes(tensor.type, tensor.shape);
    const start = dataStart + tensor.start;
    tensors.set(tensor.name, { ...tensor, start, end: start + bytes });
    due = Math.ceil((due + bytes) / ALIGNMENT) * ALIGNMENT;
  }
  if (source.size !== dataStart + due)
    throw damaged(source, `it has ${source.size} bytes, where its tensors call for ${dataStart + due}`);
  return tensors;
}

/** Where in the head reading is; bytes come in windows. */
class Cursor {
  readonly source: ByteSource;
  at = 0;
  #window = new Uint8Array();
  #from = 0;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(source: ByteSource) {
    this.source = source;
  }

  async u32(what: string): Promise<number> {
    return (await this.take(4, what)).getUint32(0, true);
  }

  /** A u64 that says how many things of `bytes` or more follow, or where something lies. */
  async count(what: string, bytes: number): Promise<number> {
    const value = Number((await this.take(8, what)).getBigUint64(0, true));
    if (!Number.isSafeInteger(value) || value * bytes > this.source.size)
      throw damaged(this.source, `it states ${value} for "${what}", more than it can hold`);
    return value;
  }

  async string(what: string): Promise<string> {
    const bytes = await this.take(await this.count(what, 1), what);
    try {
      return this.#utf8.decode(bytes);
    } catch (cause) {
      throw damaged(this.source, `"${what}" is no UTF-8 text`, cause);
    }
  }

  async take(count: number, what: string): Promise<DataView> {
    const { at, source } = this;
    if (at + count > source.size) throw damaged(source, `it ends within "${what}"`);
    if (at + count > this.#from + this.#window.length) {
      this.#from = at;
      this.#window = new Uint8Array(await readExactly(source, at, Math.min(source.size, at + Math.max(count, WINDOW))));
    }
    this.at += count;
    return new DataView(this.#window.buffer, at - this.#from, count);
  }
}

const damaged = ({ name }: ByteSource, problem: string, cause?: unknown): OcaqError =>
  new OcaqError(
    'gguf-damaged',
    `The GGUF file "${name}" cannot be read: ${problem}. Write it again, or choose another one.`,
    { file: name, problem },
    { cause },
  );
