/** The entropy codes of Zstandard (RFC 8878, 4.1 and 4.2): tables of finite-state entropy and of Huffman codes. */
import { BackwardBits, ForwardBits } from './bits.ts';

const LONGEST_HUFFMAN_CODE = 11;
const WEIGHTS_ACCURACY = 6;
const MOST_WEIGHTS = 255;

const highestBit = (value: number): number => 31 - Math.clz32(value);

/** By state: a symbol, and how the next state is made: `base` and so many bits. */
export interface FseTable {
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** One symbol, and no bits. */
export const onlySymbol = (symbol: number): FseTable => ({
  accuracy: 0,
  symbols: Uint8Array.of(symbol),
  bits: Uint8Array.of(0),
  bases: Uint16Array.of(0),
});

/** @param counts how often each symbol occurs in 2^accuracy; -1: less than once */
export function fseTable(counts: readonly number[], accuracy: number): FseTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  let high = size;
  for (const [symbol, count] of counts.entries()) if (count < 0) symbols[--high] = symbol;
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  }
  const next = counts.map((count) => Math.max(1, count));
  for (let state = 0; state < size; state++) {
    const value = next[symbols[state]!]!++;
    bits[state] = accuracy - highestBit(value);
    bases[state] = (value << bits[state]!) - size;
  }
  return { accuracy, symbols, bits, bases };
}

/** @returns the table and how many bytes describe it. @throws Error */
export function readFseTable(
  bytes: Uint8Array,
  mostSymbols: number,
  mostAccuracy: number,
): { table: FseTable; bytes: number } {
  const bits = new ForwardBits(bytes);
  const accuracy = bits.read(4) + 5;
  if (accuracy > mostAccuracy) throw new Error('a table is too fine');
  const counts: number[] = [];
  let left = 1 << accuracy;
  while (left > 0) {
    // One of left + 2 values: the lower ones take a bit less.
    const width = highestBit(left + 1) + 1;
    const short = (1 << width) - 2 - left;
    const low = bits.peek(width - 1);
    let value = low;
    if (low < short) bits.read(width - 1);
    else {
      value = bits.read(width);
      if (value >= 1 << (width - 1)) value -= short;
    }
    const count = value - 1;
    counts.push(count);
    left -= Math.abs(count);
    if (count === 0) {
      for (let more = 3; more === 3; ) {
        more = bits.read(2);
        for (let i = 0; i < more; i++) counts.push(0);
        if (counts.length > mostSymbols) break;
      }
    }
    if (counts.length > mostSymbols || left < 0) throw new Error('a table has too many symbols');
  }
  if (bits.bytes > bytes.length) throw new Error('a table ends early');
  return { table: fseTable(counts, accuracy), bytes: bits.bytes };
}

/** By the next `longest` bits: a symbol, and how many bits it has. */
export interface HuffmanTable {
  readonly longest: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

/** @returns the table and how many bytes describe it. @throws Error */
export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; bytes: number } {
  const header = bytes[0] ?? 0;
  const length = header < 128 ? header : (header - 127 + 1) >> 1;
  const description = bytes.subarray(1, 1 + length);
  if (description.length < length) throw new Error('a Huffman table ends early');
  const weights =
    header < 128
      ? readWeights(description)
      : Array.from({ length: header - 127 }, (_, i) => (description[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 15);
  return { table: huffmanTable(weights), bytes: 1 + length };
}

/** Two states take turns. */
function readWeights(bytes: Uint8Array): number[] {
  const { table, bytes: length } = readFseTable(bytes, LONGEST_HUFFMAN_CODE + 2, WEIGHTS_ACCURACY);
  const bits = new BackwardBits(bytes.subarray(length));
  const states = [bits.read(table.accuracy), bits.read(table.accuracy)];
  const weights: number[] = [];
  for (let turn = 0; weights.length < MOST_WEIGHTS; turn = 1 - turn) {
    const state = states[turn]!;
    weights.push(table.symbols[state]!);
    states[turn] = table.bases[state]! + bits.read(table.bits[state]!);
    if (bits.left < 0) {
      weights.push(table.symbols[states[1 - turn]!]!);
      return weights;
    }
  }
  throw new Error('a Huffman table has too many symbols');
}

/** A symbol of weight w has a share of 2^(w-1), one of weight 0 none; the last one, not written, takes what is left. */
function huffmanTable(weights: readonly number[]): HuffmanTable {
  const shareOf = (weight: number): number => (weight === 0 ? 0 : 1 << (weight - 1));
  const sum = weights.reduce((total, weight) => total + shareOf(weight), 0);
  const longest = highestBit(sum) + 1;
  const left = (1 << longest) - sum;
  if (sum === 0 || longest > LONGEST_HUFFMAN_CODE || (left & (left - 1)) !== 0) {
    throw new Error('a Huffman table is not one');
  }
  const all = [...weights, highestBit(left) + 1];
  const symbols = new Uint8Array(1 << longest);
  const bits = new Uint8Array(1 << longest);
  let at = 0;
  for (let weight = 1; weight <= longest; weight++) {
    for (const [symbol, of] of all.entries()) {
      if (of !== weight) continue;
      symbols.fill(symbol, at, at + shareOf(weight));
      bits.fill(longest + 1 - weight, at, at + shareOf(weight));
      at += shareOf(weight);
    }
  }
  return { longest, symbols, bits };
}

/** @throws Error unless the bytes hold so many symbols, and nothing else */
export function decodeHuffman(bytes: Uint8Array, { longest, symbols, bits }: HuffmanTable, into: Uint8Array): void {
  const stream = new BackwardBits(bytes);
  for (let i = 0; i < into.length; i++) {
    const code = stream.peek(longest);
    into[i] = symbols[code]!;
    stream.drop(bits[code]!);
  }
  if (stream.left !== 0) throw new Error('literals do not end where they should');
}
