/**
 * Changes files as no program would write them: bits, numbers at any place, parts that are missing, doubled, moved or of another
 * file, words of the format where they do not belong, and nesting without end. The same random numbers give the same change.
 */
import type { Random } from '../../data/random.ts';

/** Of what comes out: doubling a part again and again makes no file larger. */
const MOST_BYTES = 2 ** 18;
const MOST_CHANGES = 6;
/** Of one word. One time in ten up to thousands; most inputs stay small, so that many are tried. */
const REPEATED = [2, 30, 30, 30, 30, 30, 30, 30, 30, 2000];
/** At the ends of what lengths, counts and places can be. */
const NUMBERS = [0, 1, 2, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

export interface Mutator {
  readonly random: Random;
  /** What files of the format are made of. */
  readonly words: readonly string[];
  /** Files that parts are taken from. */
  readonly others: readonly Uint8Array[];
  /** At once; 6. */
  readonly mostChanges?: number;
}

/** A changed copy. */
export function mutate(file: Uint8Array, mutator: Mutator): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array = file;
  for (let left = 1 + mutator.random.integer(mutator.mostChanges ?? MOST_CHANGES); left > 0; left--)
    bytes = changed(bytes, mutator);
  return new Uint8Array(bytes.subarray(0, MOST_BYTES));
}

export const oneOf = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)]!;

function changed(bytes: Uint8Array, { random, words, others }: Mutator): Uint8Array {
  const at = random.integer(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.integer(random.integer(2) === 0 ? 8 : bytes.length + 1));
  const word = new TextEncoder().encode(words.length === 0 ? '\0' : oneOf(random, words));
  switch (random.integer(10)) {
    case 0:
    case 1:
      return put(bytes, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.integer(8))));
    case 2:
      return put(bytes, at, Uint8Array.of(random.integer(256)));
    case 3:
      return put(bytes, at, number(random, bytes.length));
    case 4:
      return replaced(bytes, at, end);
    case 5:
      return replaced(bytes, at, at, bytes.subarray(at, end));
    case 6:
      return replaced(bytes, at, random.integer(2) === 0 ? at : end, word);
    case 7:
      return replaced(
        bytes,
        at,
        at,
        ...Array.from({ length: 1 + random.integer(oneOf(random, REPEATED)) }, () => word),
      );
    case 8: {
      const other = oneOf(random, others);
      const from = random.integer(other.length + 1);
      return replaced(bytes, at, random.integer(2) === 0 ? bytes.length : end, other.subarray(from, from + end - at));
    }
    default:
      return bytes.subarray(0, at);
  }
}

/** In 2, 4 or 8 bytes, either way round. */
function number(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(oneOf(random, [2, 4, 8]));
  const value = random.integer(4) === 0 ? random.integer(length + 2) : oneOf(random, NUMBERS);
  new DataView(bytes.buffer).setUint16(0, value & 0xffff, true);
  if (bytes.length >= 4) new DataView(bytes.buffer).setUint32(0, value, true);
  return random.integer(2) === 0 ? bytes : bytes.reverse();
}

/** Over what stands there, as far as the file goes. */
function put(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.set(part.subarray(0, bytes.length - at), at);
  return copy;
}

function replaced(bytes: Uint8Array, start: number, end: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), ...parts, bytes.subarray(end)]);
}
