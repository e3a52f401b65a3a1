/**
 * safetensors files (https://github.com/huggingface/safetensors, "Format"): 8 bytes header length, a JSON header, then
 * the tensors without a gap. Files come from strangers and may be larger than memory: they are read through a
 * `ByteSource`, nothing beyond the header is allocated before the whole header holds, and each fault has its own
 * code and sentence. Limits: header up to 100 MB; numbers are read only from F32, F16, BF16 and F64; little-endian
 * machines, which is all that browsers run on.
 */
import { OcaqError } from '../errors.ts';
import { type ByteSource, readExactly } from './byte-source.ts';
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from './half.ts';
import { findDuplicateKey } from './json-keys.ts';

/** Bits of one element, by the name the format gives the type. */
const DTYPE_BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type TensorDtype = keyof typeof DTYPE_BITS;

export interface TensorEntry {
  name: string;
  dtype: TensorDtype;
  shape: number[];
  /** Absolute place in the file, in bytes: [start, end). */
  start: number;
  end: number;
}

export interface SafetensorsHeader {
  /** In the order of the file's bytes. */
  tensors: Map<string, TensorEntry>;
  metadata: Record<string, string>;
}

export interface TensorToWrite {
  name: string;
  dtype: 'F32' | 'F16' | 'BF16';
  shape: number[];
  /** Called once, when its turn comes; as many numbers as the shape says. */
  data: () => Promise<Float32Array> | Float32Array;
}

/** How a file begins that stands for one in Git LFS. */
const LFS_POINTER = 'version ';
const HEADER_LIMIT = 100_000_000;
const METADATA_KEY = '__metadata__';
/** The header is an object of objects that hold arrays. */
const HEADER_DEPTH = 3;
/** Elements converted at a time: bounds what is in memory besides the result. */
const BLOCK_ELEMENTS = 1 << 20;

/**
 * Reads and checks the header; no tensor is read.
 * @throws `safetensors-*` as listed in this file, one code per fault; `file-unreadable`.
 */
export async function readSafetensorsHeader(source: ByteSource): Promise<SafetensorsHeader> {
  const file = source.name;
  if (source.size < 8) {
    throw new OcaqError(
      'safetensors-too-short',
      `"${file}" has ${source.size} bytes; a safetensors file has at least 8. It was probably cut short: download or copy it again.`,
      { file, bytes: source.size },
    );
  }
  const lengthField = await readExactly(source, 0, 8);
  if (new TextDecoder().decode(lengthField) === LFS_POINTER) {
    throw new OcaqError(
      'file-lfs-pointer',
      `"${file}" is a Git LFS pointer: it names a file and does not hold it. Download the file itself, for example with "git lfs pull".`,
      { file },
    );
  }
  const headerLength = Number(new DataView(lengthField.buffer, lengthField.byteOffset, 8).getBigUint64(0, true));
  if (headerLength > HEADER_LIMIT) {
    throw new OcaqError(
      'safetensors-header-too-large',
      `"${file}" states a header of ${headerLength} bytes; at most ${HEADER_LIMIT} are allowed. It is damaged or not a safetensors file.`,
      { file, bytes: headerLength, limit: HEADER_LIMIT },
    );
  }
  const dataStart = 8 + headerLength;
  if (dataStart > source.size) {
    throw new OcaqError(
      'safetensors-header-outside-file',
      `"${file}" ends inside its header (${dataStart} bytes stated, ${source.size} there). It was cut short: download or copy it again.`,
      { file, bytes: dataStart, size: source.size },
    );
  }
  const json = parseHeaderJson(file, await readExactly(source, 8, dataStart));
  const metadata = readMetadata(file, Object.hasOwn(json, METADATA_KEY) ? json[METADATA_KEY] : undefined);
  const entries = Object.entries(json)
    .filter(([name]) => name !== METADATA_KEY)
    .map(([name, value]) => readEntry(file, name, value, dataStart));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  checkContiguous(source, entries, dataStart);
  return { tensors: new Map(entries.map((entry) => [entry.name, entry])), metadata };
}

/**
 * The numbers of one tensor as f32, shape [product of entry.shape]. F16 and BF16 widen exactly, F64 is rounded.
 * @throws `safetensors-not-float` for other dtypes, `out-of-memory` when the result cannot be allocated.
 */
export async function readTensorF32(source: ByteSource, entry: TensorEntry): Promise<Float32Array<ArrayBuffer>> {
  const result = allocate(source.name, entry);
  let filled = 0;
  for await (const block of tensorBlocksF32(source, entry)) {
    result.set(block, filled);
    filled += block.length;
  }
  return result;
}

/** The same numbers in order, at most 2^20 at a time, for readers that must not hold a whole tensor. */
export async function* tensorBlocksF32(source: ByteSource, entry: TensorEntry): AsyncGenerator<Float32Array> {
  const bytesEach = DTYPE_BITS[entry.dtype] / 8;
  for (let start = entry.start; start < entry.end; start += BLOCK_ELEMENTS * bytesEach) {
    const end = Math.min(entry.end, start + BLOCK_ELEMENTS * bytesEach);
    yield toF32(source.name, entry, await readExactly(source, start, end));
  }
}

/**
 * Yields a whole safetensors file piece by piece (4 MiB at most after the header): header first, padded with spaces to
 * a multiple of 8, then each tensor as its numbers arrive. F32 tensors come before 16-bit ones, as the reference
 * writer orders them, so that every tensor lies at a multiple of its element size; within a type the given order holds.
 * @throws when the input contradicts itself
 */
export async function* writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const ordered = [...tensors].sort((a, b) => DTYPE_BITS[b.dtype] - DTYPE_BITS[a.dtype]);
  yield headerBytes(ordered, metadata);
  for (const tensor of ordered) {
    const data = await tensor.data();
    const expected = elementCount(tensor.shape);
    if (data.length !== expected) {
      throw new Error(
        `The tensor "${tensor.name}" was to have ${expected} numbers, but ${data.length} were given. The file was not finished.`,
      );
    }
    for (let start = 0; start < data.length; start += BLOCK_ELEMENTS) {
      yield encodeF32(tensor.dtype, data.subarray(start, start + BLOCK_ELEMENTS));
    }
  }
}

function parseHeaderJson(file: string, bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) {
    throw new OcaqError(
      'safetensors-header-start',
      `The header of "${file}" does not begin with "{". It is not a safetensors file, or it is damaged.`,
      { file },
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OcaqError(
      'safetensors-header-not-utf8',
      `The header of "${file}" is not valid UTF-8 text. The file is damaged: download or copy it again.`,
      { file },
      { cause },
    );
  }
  const scan = findDuplicateKey(text, HEADER_DEPTH);
  if (scan.kind === 'too-deep') throw notJson(file, `objects nested more than ${HEADER_DEPTH} deep`);
  if (scan.kind === 'duplicate') {
    throw new OcaqError(
      'safetensors-duplicate-name',
      `The header of "${file}" has the name "${scan.key}" twice, so it is unclear which of the two is meant. The file was not read.`,
      { file, name: scan.key },
    );
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw notJson(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function notJson(file: string, problem: string, cause?: unknown): OcaqError {
  return new OcaqError(
    'safetensors-header-not-json',
    `The header of "${file}" is not the JSON that a safetensors file has (${problem}). The file is damaged: download or copy it again.`,
    { file, problem },
    { cause },
  );
}

function readMetadata(file: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = isRecord(value) ? Object.entries(value) : undefined;
  if (!entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw new OcaqError(
      'safetensors-metadata',
      `The "${METADATA_KEY}" of "${file}" must be texts by name, and is something else. The file was not read.`,
      { file },
    );
  }
  return Object.fromEntries(entries);
}

function readEntry(file: string, name: string, value: unknown, dataStart: number): TensorEntry {
  const fields = isRecord(value) ? value : {};
  const { dtype, shape, data_offsets: offsets } = fields;
  if (!isSizeList(offsets) || offsets.length !== 2 || Object.keys(fields).length !== 3 || typeof dtype !== 'string') {
    throw new OcaqError(
      'safetensors-entry',
      `The tensor "${name}" of "${file}" must have exactly a dtype, a shape and two data_offsets, and has something else. The file was not read.`,
      { file, name },
    );
  }
  if (!isDtype(dtype)) {
    throw new OcaqError(
      'safetensors-unknown-dtype',
      `The tensor "${name}" of "${file}" has the unknown number type "${dtype}". Convert the model to float32, float16 or bfloat16.`,
      { file, name, dtype },
    );
  }
  const bits = isSizeList(shape) ? elementCount(shape) * DTYPE_BITS[dtype] : Number.NaN;
  if (!isSizeList(shape) || !Number.isSafeInteger(bits) || bits % 8 !== 0) {
    throw new OcaqError(
      'safetensors-shape',
      `The tensor "${name}" of "${file}" has an impossible shape for ${dtype} numbers: ${JSON.stringify(shape ?? null).slice(0, 200)}. The file was not read.`,
      { file, name },
    );
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== bits / 8) {
    throw new OcaqError(
      'safetensors-span',
      `The tensor "${name}" of "${file}" needs ${bits / 8} bytes for its shape and type, but its data_offsets span ${end - begin}. The file was not read.`,
      { file, name, expected: bits / 8, got: end - begin },
    );
  }
  return { name, dtype, shape, start: dataStart + begin, end: dataStart + end };
}

/** Every byte after the header belongs to exactly one tensor. `entries` are sorted by place. */
function checkContiguous(source: ByteSource, entries: readonly TensorEntry[], dataStart: number): void {
  const file = source.name;
  let covered = dataStart;
  for (const entry of entries) {
    if (entry.start !== covered) {
      throw new OcaqError(
        'safetensors-offsets',
        `The tensor "${entry.name}" of "${file}" begins at byte ${entry.start} where ${covered} was due: tensors overlap or leave a gap. The file was not read.`,
        { file, name: entry.name, expected: covered, got: entry.start },
      );
    }
    covered = entry.end;
  }
  if (covered > source.size) {
    throw new OcaqError(
      'safetensors-truncated',
      `"${file}" should have ${covered} bytes but ends after ${source.size}. It was cut short: download or copy it again.`,
      { file, expected: covered, size: source.size },
    );
  }
  if (covered < source.size) {
    throw new OcaqError(
      'safetensors-trailing-bytes',
      `"${file}" has ${source.size - covered} bytes after its last tensor that belong to nothing. It is damaged: download or copy it again.`,
      { file, expected: covered, size: source.size },
    );
  }
}

function toF32(file: string, entry: TensorEntry, bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = aligned;
  switch (entry.dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case 'F16':
      return f16ToF32(new Uint16Array(buffer, byteOffset, byteLength / 2));
    case 'BF16':
      return bf16ToF32(new Uint16Array(buffer, byteOffset, byteLength / 2));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8));
    default:
      throw notFloat(file, entry);
  }
}

function notFloat(file: string, entry: TensorEntry): OcaqError {
  return new OcaqError(
    'safetensors-not-float',
    `The tensor "${entry.name}" of "${file}" holds ${entry.dtype} numbers; F32, F16, BF16 or F64 are needed. Convert the model to float32, float16 or bfloat16.`,
    { file, name: entry.name, dtype: entry.dtype },
  );
}

/** @throws `safetensors-not-float` for a tensor whose numbers cannot be read */
export function checkFloat(file: string, entry: TensorEntry): void {
  if (!['F32', 'F16', 'BF16', 'F64'].includes(entry.dtype)) throw notFloat(file, entry);
}

function allocate(file: string, entry: TensorEntry): Float32Array<ArrayBuffer> {
  checkFloat(file, entry);
  const count = elementCount(entry.shape);
  try {
    return new Float32Array(count);
  } catch (cause) {
    throw new OcaqError(
      'out-of-memory',
      `There is not enough memory for the tensor "${entry.name}" of "${file}" (${count * 4} bytes). Close other tabs and programs, or choose a smaller model.`,
      { file, name: entry.name, bytes: count * 4 },
      { cause },
    );
  }
}

function headerBytes(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const fields = new Map<string, unknown>([[METADATA_KEY, metadata]]);
  let offset = 0;
  for (const { name, dtype, shape } of tensors) {
    if (fields.has(name)) {
      throw new Error(`The tensor name "${name}" is used twice or is reserved; nothing was written.`);
    }
    const end = offset + (elementCount(shape) * DTYPE_BITS[dtype]) / 8;
    fields.set(name, { dtype, shape, data_offsets: [offset, end] });
    offset = end;
  }
  const json = JSON.stringify(Object.fromEntries(fields));
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(8 + padded).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(text, 8);
  return header;
}

function encodeF32(dtype: TensorToWrite['dtype'], data: Float32Array): Uint8Array<ArrayBuffer> {
  switch (dtype) {
    case 'F32':
      return new Uint8Array(data.slice().buffer);
    case 'F16':
      return new Uint8Array(f32ToF16(data).buffer);
    case 'BF16':
      return new Uint8Array(f32ToBf16(data).buffer);
    default:
      return dtype satisfies never;
  }
}

/** NaN when a product on the way is no longer exact. */
function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => (product * size <= Number.MAX_SAFE_INTEGER ? product * size : Number.NaN), 1);
}

function isDtype(value: string): value is TensorDtype {
  return Object.hasOwn(DTYPE_BITS, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizeList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
