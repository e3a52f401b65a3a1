import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { chunksOf, decodeUtf8, refuseBinary, SNIFF_BYTES, Utf8Decoder, utf8Length, withHead } from './utf8.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const encode = (text: string) => new TextEncoder().encode(text);

/** Cuts bytes at the given places (taken modulo the length). */
function cutBytes(input: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (input.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => input.subarray(from, cuts[i] ?? input.length));
}

async function* stream(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
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

describe('refuseBinary', () => {
  const code = (head: Uint8Array) => {
    try {
      refuseBinary(head, 'a.txt');
    } catch (error) {
      if (error instanceof OcaqError) return `${error.code} ${error.details.reason ?? ''}`.trim();
      throw error;
    }
    return 'text';
  };
  const mixed = (bad: number, good: number) => Uint8Array.from([...Array(bad).fill(0xff), ...Array(good).fill(0x61)]);

  it('takes text and refuses what is none', () => {
    expect(code(encode('Salam, dünya!\r\n\tNecəsən?\f'))).toBe('text');
    expect(code(bytes())).toBe('file-empty');
    expect(code(bytes(0xef, 0xbb, 0xbf))).toBe('file-empty');
    expect(code(bytes(0xef, 0xbb))).toBe('file-binary invalid');
    expect(code(bytes(0x61, 0, 0x61))).toBe('file-binary nul');
    expect(code(bytes(0xff, 0xfe, 0x61, 0))).toBe('file-binary utf-16');
    expect(code(bytes(0xfe, 0xff, 0, 0x61))).toBe('file-binary utf-16');
    expect(code(mixed(100, 900))).toBe('text');
    expect(code(mixed(101, 899))).toBe('file-binary invalid');
    expect(code(encode('\u0001'.repeat(11) + 'a'.repeat(89)))).toBe('file-binary invalid');
    expect(code(encode('\u0085'.repeat(10) + 'a'.repeat(90)))).toBe('text');
  });

  it('looks at the first 64 KiB only, and forgives a character that its end cuts', () => {
    const late = new Uint8Array(SNIFF_BYTES + 1).fill(0x61);
    late[SNIFF_BYTES] = 0;
    expect(code(late)).toBe('text');
    late[SNIFF_BYTES - 1] = 0;
    expect(code(late)).toBe('file-binary nul');
  });
});

describe('decodeUtf8', () => {
  const textOf = async (source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>) => {
    const counts = { bytes: 0, badSequences: 0 };
    let text = '';
    for await (const piece of decodeUtf8(source, counts, 'a.txt')) text += piece;
    return { text, ...counts };
  };

  it('gives the same text for any chunks, from iterables and from streams', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        async (text, places) => {
          const input = encode(`baş${text.replaceAll(/\p{Cc}/gu, '')}`);
          const chunks = cutBytes(input, places);
          const expected = { text: new TextDecoder().decode(input), bytes: input.length, badSequences: 0 };
          expect(await textOf(stream(chunks))).toEqual(expected);
          const readable = new ReadableStream<Uint8Array>({
            start(controller) {
              for (const chunk of chunks) controller.enqueue(chunk);
              controller.close();
            },
          });
          expect(await textOf(readable)).toEqual(expected);
        },
      ),
    );
  });

  it('decodes a chunk that is larger than what it decodes at a time', async () => {
    const text = 'ə😀a'.repeat(400_000);
    const input = encode(text);
    expect(await textOf(stream([input]))).toEqual({ text, bytes: input.length, badSequences: 0 });
  });

  it('counts a sequence that the end of the file cuts', async () => {
    expect(await textOf(stream([encode('uzun mətn burada'), bytes(0xc9)]))).toEqual({
      text: 'uzun mətn burada\uFFFD',
      bytes: 18,
      badSequences: 1,
    });
  });

  it('refuses empty and binary files before giving out text', async () => {
    await expect(textOf(stream([]))).rejects.toMatchObject({ code: 'file-empty' });
    await expect(textOf(stream([bytes(), bytes()]))).rejects.toMatchObject({ code: 'file-empty' });
    await expect(textOf(stream([encode('mətn'), bytes(0)]))).rejects.toMatchObject({ code: 'file-binary' });
  });

  it('cancels the stream when the reader stops early, and when it refuses the file', async () => {
    const open = (chunk: Uint8Array) => {
      const seen = { cancelled: false };
      const source = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(chunk);
        },
        cancel() {
          seen.cancelled = true;
        },
      });
      return { source, seen };
    };
    const good = open(new Uint8Array(SNIFF_BYTES).fill(0x61));
    for await (const text of decodeUtf8(good.source, { bytes: 0, badSequences: 0 })) {
      expect(text.length).toBe(SNIFF_BYTES);
      break;
    }
    expect(good.seen.cancelled).toBe(true);
    const binary = open(new Uint8Array(SNIFF_BYTES));
    await expect(textOf(binary.source)).rejects.toMatchObject({ code: 'file-binary' });
    expect(binary.seen.cancelled).toBe(true);
  });
});

describe('withHead', () => {
  it('shows exactly the first bytes once and passes everything on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 35 }),
        async (input, places, size) => {
          const heads: number[][] = [];
          const passed: number[] = [];
          for await (const chunk of withHead(stream(cutBytes(input, places)), size, (head) => heads.push([...head]))) {
            expect(heads.length).toBe(1);
            passed.push(...chunk);
          }
          expect(heads).toEqual([[...input.subarray(0, size)]]);
          expect(passed).toEqual([...input]);
        },
      ),
    );
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
