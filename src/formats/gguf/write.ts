/**
 * Writes a GGUF file piece by piece: keys and the list of tensors first, then each tensor, which is asked for when its turn
 * comes, so that no second copy of a model is in memory.
 */
import { OcaqError } from '../../errors.ts';
import { checkFinite } from '../finite-values.ts';
import { beyondType, encodeTensor } from './blocks.ts';
import {
  aligned,
  elementsOf,
  type GgufTensorType,
  type GgufValue,
  MAGIC,
  TENSOR_TYPES,
  tensorBytes,
  VALUE_TYPES,
  VERSION,
} from './layout.ts';

export interface GgufTensor {
  readonly name: string;
  readonly type: GgufTensorType;
  /** [rows, columns], or [elements] of a vector; a row holds whole blocks of the type. */
  readonly shape: readonly number[];
  /** Its numbers, row by row. */
  data(): Promise<Float32Array> | Float32Array;
}

export interface GgufFile {
  /** In the order in which they are written. */
  readonly keys: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/** Numbers encoded at a time: bounds what is in memory besides the tensor itself. */
const PIECE = 1 << 20;

/**
 * Yields the file in pieces of at most 4 MiB after its head.
 * @throws OcaqError `export-not-finite`, `weights-beyond-f16`; an Error where the input contradicts itself
 */
export async function* writeGguf({ keys, tensors }: GgufFile): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield headBytes(keys, tensors);
  for (const tensor of tensors) {
    yield* tensorPieces(tensor);
    const bytes = tensorBytes(tensor.type, tensor.shape);
    yield new Uint8Array(aligned(bytes) - bytes);
  }
}

/** The bytes of one tensor, as they stand in a file. */
export async function* tensorPieces(tensor: GgufTensor): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { name, type, shape } = tensor;
  const data = await tensor.data();
  if (data.length !== elementsOf(shape))
    throw new Error(`The tensor "${name}" was to have ${elementsOf(shape)} numbers, but ${data.length} were given.`);
  checkFinite(name, data);
  const beyond = beyondType(type, data);
  if (beyond !== undefined)
    throw new OcaqError(
      'weights-beyond-f16',
      `The tensor "${name}" holds the number ${beyond}, which f16 cannot hold. Choose the type f32.`,
      { tensor: name, value: beyond },
    );
  for (let start = 0; start < data.length; start += PIECE)
    yield encodeTensor(type, data.subarray(start, start + PIECE));
}

function headBytes(keys: ReadonlyMap<string, GgufValue>, tensors: readonly GgufTensor[]): Uint8Array<ArrayBuffer> {
  const head = new Bytes();
  head.u32(MAGIC);
  head.u32(VERSION);
  head.u64(tensors.length);
  head.u64(keys.size);
  for (const [key, value] of keys) {
    head.string(key);
    head.value(value);
  }
  let offset = 0;
  for (const { name, type, shape } of tensors) {
    const [columns = 1] = shape.slice(-1);
    if (columns % TENSOR_TYPES[type].block !== 0)
      throw new Error(`A row of the tensor "${name}" has ${columns} numbers, which are no whole blocks of ${type}.`);
    head.string(name);
    head.u32(shape.length);
    // The dimension whose elements lie side by side comes first.
    for (const size of [...shape].reverse()) head.u64(size);
    head.u32(TENSOR_TYPES[type].id);
    head.u64(offset);
    offset += aligned(tensorBytes(type, shape));
  }
  head.padTo(aligned(head.length));
  return head.taken();
}

/** Bytes that are appended to. */
class Bytes {
  length = 0;
  #bytes = new Uint8Array(1 << 16);
  readonly #utf8 = new TextEncoder();

  u32(value: number): void {
    this.#append(4).setUint32(0, value, true);
  }

  u64(value: number): void {
    this.#append(8).setBigUint64(0, BigInt(value), true);
  }

  string(text: string): void {
    const encoded = this.#utf8.encode(text);
    this.u64(encoded.length);
    this.#append(encoded.length);
    this.#bytes.set(encoded, this.length - encoded.length);
  }

  value(value: GgufValue): void {
    switch (value.type) {
      case 'u32':
        this.u32(VALUE_TYPES.u32);
        this.u32(value.value);
        return;
      case 'f32':
        this.u32(VALUE_TYPES.f32);
        this.#append(4).setFloat32(0, value.value, true);
        return;
      case 'bool':
        this.u32(VALUE_TYPES.bool);
        this.#append(1).setUint8(0, value.value ? 1 : 0);
        return;
      case 'string':
        this.u32(VALUE_TYPES.string);
        this.string(value.value);
        return;
      case 'strings':
        this.#array(VALUE_TYPES.string, value.value.length);
        for (const text of value.value) this.string(text);
        return;
      case 'i32s':
        this.#array(VALUE_TYPES.i32, value.value.length);
        for (const number of value.value) this.#append(4).setInt32(0, number, true);
        return;
      default:
        value satisfies never;
    }
  }

  padTo(length: number): void {
    this.#append(length - this.length);
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  #array(type: number, count: number): void {
    this.u32(VALUE_TYPES.array);
    this.u32(type);
    this.u64(count);
  }

  /** @returns the bytes that come next, which are zero */
  #append(count: number): DataView {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return new DataView(this.#bytes.buffer, at, count);
  }
}
