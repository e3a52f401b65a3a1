import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, Utf8Decoder, utf8Length } from './utf8.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const encode = (text: string) => new TextEncoder().encode(text);

/** Cuts bytes at the given places (taken modulo the length). */
function cutBytes(input: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (input.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => input.subarray(from, cuts[i] ?? input.length));
}

function decodeAll(chunks: readonly Uint8Array[]): { text: string; bad: number } {
  const decoder = new Utf8Decoder();
  const text = chunks.map((chunk) => decoder.decode(chunk)).join('') + decoder.end();
  return { text, bad: decoder.badSequences };
}

/** Bytes that collide: starts, continuations, forbidden ones, the parts of U+FEFF and U+FFFD. */
const hardBytes = fc
  .array(
    fc.constantFrom(
      0x41,
      0xc3,
      0xa9,
      0xe2,
      0x82,
      0xac,
      0xf0,
      0x9f,
      0x98,
      0x80,
      0xef,
      0xbb,
      0xbf,
      0xbd,
      0xed,
      0xa0,
      0xc0,
      0xff,
      0xf4,
      0x90,
      0xe0,
    ),
    {
      maxLength: 40,
    },
  )
  .map((values) => Uint8Array.from(values));

/** Bad sequences by the definition: Unicode 16, table 3-7 "well-formed UTF-8 byte sequences", maximal subparts. */
function badSequencesByTable(input: Uint8Array): number {
  const second = (lead: number): [number, number] => {
    if (lead === 0xe0) return [0xa0, 0xbf];
    if (lead === 0xed) return [0x80, 0x9f];
    if (lead === 0xf0) return [0x90, 0xbf];
    if (lead === 0xf4) return [0x80, 0x8f];
    return [0x80, 0xbf];
  };
  let bad = 0;
  for (let i = 0; i < input.length; ) {
    const lead = input[i++]!;
    if (lead < 0x80) continue;
    const more =
      lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    let [low, high] = second(lead);
    let got = 0;
    while (got < more && i < input.length && input[i]! >= low && input[i]! <= high) {
      [low, high] = [0x80, 0xbf];
      got++;
      i++;
    }
    if (more === 0 || got < more) bad++;
  }
  return bad;
}

describe('Utf8Decoder', () => {
  it('decodes and counts the same however the bytes are cut, and counts by the table of well-formed sequences', () => {
    fc.assert(
      fc.property(hardBytes, fc.array(fc.nat(), { maxLength: 6 }), (input, places) => {
        const { text, bad } = decodeAll(cutBytes(input, places));
        expect(text).toBe(new TextDecoder().decode(input));
        expect(bad).toBe(badSequencesByTable(input));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a real U+FFFD is not bad', bytes(0xef, 0xbf, 0xbd), '\uFFFD', 0],
    ['half of one is', bytes(0xef, 0xbf), '\uFFFD', 1],
    ['EF EF BF BD: one bad, one real', bytes(0xef, 0xef, 0xbf, 0xbd), '\uFFFD\uFFFD', 1],
    ['EF BF EF BF BD', bytes(0xef, 0xbf, 0xef, 0xbf, 0xbd), '\uFFFD\uFFFD', 1],
    ['a byte order mark is dropped at the start only', bytes(0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbb, 0xbf), 'a\uFEFF', 0],
    ['a surrogate in UTF-8 is three bad sequences', bytes(0xed, 0xa0, 0x80), '\uFFFD\uFFFD\uFFFD', 3],
    ['a cut four-byte sequence is one', bytes(0xf0, 0x9f, 0x98), '\uFFFD', 1],
  ])('%s', (_name, input, text, bad) => {
    expect(decodeAll([input])).toEqual({ text, bad });
    expect(decodeAll([...input].map((byte) => bytes(byte)))).toEqual({ text, bad });
  });
});

describe('utf8Length', () => {
  it('is the number of bytes TextEncoder writes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'ə', '\u07ff', '\u0800', '\uffff', '\ud83d', '\ude00', '😀') }),
        (text) => {
          expect(utf8Length(text)).toBe(encode(text).length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('chunksOf', () => {
  it('cancels the stream when the reader stops early', async () => {
    let isCancelled = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes(1)),
      cancel() {
        isCancelled = true;
      },
    });
    for await (const chunk of chunksOf(source)) {
      expect(chunk).toEqual(bytes(1));
      break;
    }
    expect(isCancelled).toBe(true);
  });

  it('passes the error of a source on', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('disk gone'));
      },
    });
    await expect(chunksOf(broken).next()).rejects.toThrow('disk gone');
  });
});
