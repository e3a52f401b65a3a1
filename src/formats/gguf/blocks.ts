/**
 * Numbers of a tensor to bytes of its type and back. Quantised ones lie in blocks of 32 with a scale d in f16, and have bit for
 * bit what llama.cpp's reference gives (`quantize_row_q8_0_ref`, `quantize_row_q4_0_ref` in ggml-quants.c), whose steps are all
 * rounded to f32:
 *   Q8_0  d = max|x| / 127,  q = round(x / d), halves away from zero;            d, then 32 × i8
 *   Q4_0  d = x / −8 of the first x of largest |x|,  q = ⌊x / d + 8.5⌋ ≤ 15;     d, then 16 bytes: q of i low, of i + 16 high
 */
import { F16_LIMIT, f16ToF32, f32ToF16 } from '../half.ts';
import { type GgufTensorType, TENSOR_TYPES } from './layout.ts';

const BLOCK = 32;
const HALF = BLOCK / 2;

/** The first number that is too large for a tensor of the type; undefined where none is. */
export function beyondType(type: GgufTensorType, values: Float32Array): number | undefined {
  const steps = { F32: Number.POSITIVE_INFINITY, F16: 1, Q8_0: 127, Q4_0: 8 }[type];
  return values.find((value) => Math.abs(value) >= F16_LIMIT * steps);
}

/** @param values whole blocks  @returns their bytes */
export function encodeTensor(type: GgufTensorType, values: Float32Array): Uint8Array<ArrayBuffer> {
  switch (type) {
    case 'F32':
      return new Uint8Array(values.slice().buffer);
    case 'F16':
      return new Uint8Array(f32ToF16(values).buffer);
    case 'Q8_0':
      return encodeBlocks(type, values, q8Scale, storeQ8);
    case 'Q4_0':
      return encodeBlocks(type, values, q4Scale, storeQ4);
    default:
      return type satisfies never;
  }
}

/** @param bytes of whole blocks, at the start of their buffer */
export function decodeTensor(type: GgufTensorType, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  switch (type) {
    case 'F32':
      return new Float32Array(bytes.slice().buffer);
    case 'F16':
      return f16ToF32(new Uint16Array(bytes.slice().buffer));
    case 'Q8_0':
      return decodeBlocks(type, bytes, (view, at, i) => view.getInt8(at + i));
    case 'Q4_0':
      return decodeBlocks(type, bytes, (view, at, i) => {
        const pair = view.getUint8(at + (i % HALF));
        return (i < HALF ? pair & 0xf : pair >> 4) - 8;
      });
    default:
      return type satisfies never;
  }
}

/** @param store writes a block's q at `at` */
function encodeBlocks(
  type: GgufTensorType,
  values: Float32Array,
  scaleOf: (block: Float32Array) => number,
  store: (into: Uint8Array, at: number, block: Float32Array, inverse: number) => void,
): Uint8Array<ArrayBuffer> {
  const { bytes } = TENSOR_TYPES[type];
  const count = values.length / BLOCK;
  const scales = new Float32Array(count);
  const encoded = new Uint8Array(count * bytes);
  for (let i = 0; i < count; i++) {
    const block = values.subarray(i * BLOCK, (i + 1) * BLOCK);
    const scale = scaleOf(block);
    scales[i] = scale;
    store(encoded, i * bytes + 2, block, scale === 0 ? 0 : Math.fround(1 / scale));
  }
  const view = new DataView(encoded.buffer);
  f32ToF16(scales).forEach((scale, i) => {
    view.setUint16(i * bytes, scale, true);
  });
  return encoded;
}

function q8Scale(block: Float32Array): number {
  let largest = 0;
  for (const value of block) largest = Math.max(largest, Math.abs(value));
  return Math.fround(largest / 127);
}

function storeQ8(into: Uint8Array, at: number, block: Float32Array, inverse: number): void {
  for (let i = 0; i < BLOCK; i++) {
    const x = Math.fround(block[i]! * inverse);
    into[at + i] = Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
  }
}

function q4Scale(block: Float32Array): number {
  let largest = 0;
  for (const value of block) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return Math.fround(largest / -8);
}

function storeQ4(into: Uint8Array, at: number, block: Float32Array, inverse: number): void {
  const q = (x: number): number => Math.min(15, Math.fround(Math.fround(x * inverse) + 8.5) | 0);
  for (let i = 0; i < HALF; i++) into[at + i] = q(block[i]!) | (q(block[i + HALF]!) << 4);
}

function decodeBlocks(
  type: GgufTensorType,
  encoded: Uint8Array<ArrayBuffer>,
  q: (view: DataView, at: number, i: number) => number,
): Float32Array<ArrayBuffer> {
  const { bytes } = TENSOR_TYPES[type];
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const count = encoded.length / bytes;
  const scales = f16ToF32(Uint16Array.from({ length: count }, (_, i) => view.getUint16(i * bytes, true)));
  const values = new Float32Array(count * BLOCK);
  for (let block = 0; block < count; block++)
    for (let i = 0; i < BLOCK; i++) values[block * BLOCK + i] = scales[block]! * q(view, block * bytes + 2, i);
  return values;
}
