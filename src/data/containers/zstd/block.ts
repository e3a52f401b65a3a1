/** Compressed blocks of Zstandard (RFC 8878, 3.1.1.3): literals, and sequences that copy them and what came before. */
import { BackwardBits } from './bits.ts';
import {
  decodeHuffman,
  type FseTable,
  fseTable,
  type HuffmanTable,
  onlySymbol,
  readFseTable,
  readHuffmanTable,
} from './tables.ts';

export const MAX_BLOCK_BYTES = 131_072;

/** What a block takes over from the ones before it in its frame. */
export interface FrameState {
  huffman: HuffmanTable | null;
  lengths: FseTable | null;
  offsets: FseTable | null;
  matches: FseTable | null;
  /** The last three offsets. */
  recent: [number, number, number];
}

export const newFrameState = (): FrameState => ({
  huffman: null,
  lengths: null,
  offsets: null,
  matches: null,
  recent: [1, 4, 8],
});

/** Codes of lengths: where they begin, and how many bits go on from there. */
interface Lengths {
  readonly bases: readonly number[];
  readonly bits: readonly number[];
}

const lengthsFrom = (first: number, plain: number, bits: readonly number[]): Lengths => {
  const all = [...Array<number>(plain).fill(0), ...bits];
  let base = first;
  const bases = all.map((count) => {
    base += 1 << count;
    return base - (1 << count);
  });
  return { bases, bits: all };
};

const LITERAL_LENGTHS = lengthsFrom(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCH_LENGTHS = lengthsFrom(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MOST_OFFSET_CODES = 32;

const repeated = (value: number, times: number): number[] => Array<number>(times).fill(value);

const DEFAULT_LENGTHS = fseTable(
  [4, 3, ...repeated(2, 11), 1, 1, 1, ...repeated(2, 9), 3, 2, ...repeated(1, 5), ...repeated(-1, 4)],
  6,
);
const DEFAULT_MATCHES = fseTable([1, 4, 3, ...repeated(2, 6), ...repeated(1, 37), ...repeated(-1, 7)], 6);
const DEFAULT_OFFSETS = fseTable([...repeated(1, 6), 2, 2, 2, ...repeated(1, 15), ...repeated(-1, 5)], 5);

/**
 * @param out what was unpacked before up to `at`, and room for a block behind it
 * @param reach how far back copies may go
 * @returns where the block ends in `out`
 * @throws Error
 */
export function readBlock(block: Uint8Array, state: FrameState, out: Uint8Array, at: number, reach: number): number {
  const { literals, bytes } = readLiterals(block, state);
  return runSequences(block.subarray(bytes), literals, state, out, at, reach);
}

function readLiterals(block: Uint8Array, state: FrameState): { literals: Uint8Array; bytes: number } {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = block;
  const type = b0 & 3;
  const format = (b0 >> 2) & 3;
  if (type < 2) {
    const header = (format & 1) === 0 ? 1 : format === 1 ? 2 : 3;
    const size = header === 1 ? b0 >> 3 : (b0 >> 4) | (b1 << 4) | (header === 3 ? b2 << 12 : 0);
    if (size > MAX_BLOCK_BYTES) throw new Error('literals are too long');
    const end = header + (type === 0 ? size : 1);
    if (end > block.length) throw new Error('literals end early');
    const literals = type === 0 ? block.subarray(header, end) : new Uint8Array(size).fill(block[header]!);
    return { literals, bytes: end };
  }
  const header = format < 2 ? 3 : format + 2;
  const low = (b0 | (b1 << 8) | (b2 << 16) | (b3 << 24)) >>> 4;
  const width = [10, 10, 14, 18][format]!;
  const size = low & ((1 << width) - 1);
  const packed = width === 18 ? (low >>> 18) | (b4 << 10) : (low >>> width) & ((1 << width) - 1);
  const end = header + packed;
  if (size > MAX_BLOCK_BYTES || end > block.length) throw new Error('literals are too long');
  let from = header;
  if (type === 2) {
    const { table, bytes } = readHuffmanTable(block.subarray(header, end));
    state.huffman = table;
    from += bytes;
  }
  if (state.huffman === null) throw new Error('literals have no table');
  const literals = new Uint8Array(size);
  decodeStreams(block.subarray(from, end), format === 0 ? 1 : 4, state.huffman, literals);
  return { literals, bytes: end };
}

/** Four streams begin with the lengths of the first three. */
function decodeStreams(packed: Uint8Array, streams: number, table: HuffmanTable, into: Uint8Array): void {
  if (streams === 1) {
    decodeHuffman(packed, table, into);
    return;
  }
  const quarter = (into.length + 3) >> 2;
  let at = 6;
  for (let stream = 0; stream < 4; stream++) {
    const length = packed[2 * stream]! | (packed[2 * stream + 1]! << 8);
    const end = stream === 3 ? packed.length : at + length;
    decodeHuffman(
      packed.subarray(at, end),
      table,
      into.subarray(stream * quarter, stream === 3 ? into.length : (stream + 1) * quarter),
    );
    at = end;
  }
}

function runSequences(
  section: Uint8Array,
  literals: Uint8Array,
  state: FrameState,
  out: Uint8Array,
  start: number,
  reach: number,
): number {
  const [b0 = 0, b1 = 0, b2 = 0] = section;
  const countBytes = b0 < 128 ? 1 : b0 < 255 ? 2 : 3;
  const count = b0 < 128 ? b0 : b0 < 255 ? ((b0 - 128) << 8) + b1 : b1 + (b2 << 8) + 0x7f00;
  const limit = start + MAX_BLOCK_BYTES;
  let at = start;
  let literal = 0;
  const copyLiterals = (length: number): void => {
    if (literal + length > literals.length || at + length > limit) throw new Error('a block is too long');
    out.set(literals.subarray(literal, literal + length), at);
    literal += length;
    at += length;
  };
  if (count > 0) {
    const bits = new BackwardBits(section.subarray(countBytes + 1 + readTables(section.subarray(countBytes), state)));
    const { lengths, offsets, matches } = state;
    if (!lengths || !offsets || !matches) throw new Error('sequences have no tables');
    let lengthState = bits.read(lengths.accuracy);
    let offsetState = bits.read(offsets.accuracy);
    let matchState = bits.read(matches.accuracy);
    for (let sequence = 0; sequence < count; sequence++) {
      const offsetCode = offsets.symbols[offsetState]!;
      const matchCode = matches.symbols[matchState]!;
      const lengthCode = lengths.symbols[lengthState]!;
      const offsetValue = 2 ** offsetCode + (bits.read(offsetCode) >>> 0);
      const matchLength = MATCH_LENGTHS.bases[matchCode]! + bits.read(MATCH_LENGTHS.bits[matchCode]!);
      const literalLength = LITERAL_LENGTHS.bases[lengthCode]! + bits.read(LITERAL_LENGTHS.bits[lengthCode]!);
      if (sequence + 1 < count) {
        lengthState = lengths.bases[lengthState]! + bits.read(lengths.bits[lengthState]!);
        matchState = matches.bases[matchState]! + bits.read(matches.bits[matchState]!);
        offsetState = offsets.bases[offsetState]! + bits.read(offsets.bits[offsetState]!);
      }
      if (bits.left < 0) throw new Error('sequences end early');
      copyLiterals(literalLength);
      const offset = offsetOf(offsetValue, literalLength === 0, state);
      if (offset > Math.min(at, reach) || at + matchLength > limit) throw new Error('a copy reaches too far');
      copyWithin(out, at, offset, matchLength);
      at += matchLength;
    }
    if (bits.left !== 0) throw new Error('sequences do not end where they should');
  }
  copyLiterals(literals.length - literal);
  return at;
}

/** What is nearer than the length is repeated. */
function copyWithin(out: Uint8Array, at: number, offset: number, length: number): void {
  if (offset >= length) out.copyWithin(at, at - offset, at - offset + length);
  else if (offset === 1) out.fill(out[at - 1]!, at, at + length);
  else for (let i = at; i < at + length; i++) out[i] = out[i - offset]!;
}

/** Values of up to 3 stand for the last offsets, shifted by one where no literals come before. @throws Error */
function offsetOf(value: number, isBare: boolean, state: FrameState): number {
  const [first, second, third] = state.recent;
  if (value > 3) {
    state.recent = [value - 3, first, second];
    return value - 3;
  }
  const place = value - 1 + (isBare ? 1 : 0);
  if (place === 1) state.recent = [second, first, third];
  else if (place === 2) state.recent = [third, first, second];
  else if (place === 3) state.recent = [first - 1, first, second];
  if (state.recent[0] === 0) throw new Error('a copy reaches nowhere');
  return state.recent[0];
}

/** @param section from the byte of the modes on. @returns how many bytes the tables take behind it */
function readTables(section: Uint8Array, state: FrameState): number {
  const modes = section[0] ?? 0;
  if ((modes & 3) !== 0) throw new Error('sequences have no such tables');
  let at = 1;
  const read = (
    mode: number,
    before: FseTable | null,
    standard: FseTable,
    codes: number,
    accuracy: number,
  ): FseTable | null => {
    if (mode === 0) return standard;
    if (mode === 3) return before;
    if (mode === 1) {
      const symbol = section[at++] ?? codes;
      if (symbol >= codes) throw new Error('a table has no such symbol');
      return onlySymbol(symbol);
    }
    const { table, bytes } = readFseTable(section.subarray(at), codes, accuracy);
    at += bytes;
    return table;
  };
  state.lengths = read(modes >> 6, state.lengths, DEFAULT_LENGTHS, LITERAL_LENGTHS.bases.length, 9);
  state.offsets = read((modes >> 4) & 3, state.offsets, DEFAULT_OFFSETS, MOST_OFFSET_CODES, 8);
  state.matches = read((modes >> 2) & 3, state.matches, DEFAULT_MATCHES, MATCH_LENGTHS.bases.length, 9);
  return at - 1;
}
