import { describe, expect, it } from 'vitest';
import type { TokenizerFile } from '../../formats/tokenizer-json.ts';
import { BYTE_LEVEL_ALPHABET } from './byte-level.ts';
import { IdBuffer } from './id-buffer.ts';
import { WordEncoder } from './word-encoder.ts';

interface Encoder {
  encode(word: string): string[];
  encodeAll(words: Iterable<string>): Uint32Array;
}

/** An encoder of all bytes and what the merges make, whose results are read as byte-level tokens. */
function encoderOf(
  merges: [string, string][],
  file: Partial<TokenizerFile> = {},
  avoided: readonly string[] = [],
): Encoder {
  const tokens = [...new Set([...BYTE_LEVEL_ALPHABET, ...merges.map((merge) => merge.join(''))])];
  const vocab = file.vocab ?? new Map(tokens.map((token, id) => [token, id]));
  const ids = new Set(avoided.map((token) => vocab.get(token)!));
  const rest = { addedTokens: [], splitPattern: null, nfc: false, ignoreMerges: false, postProcessor: 'null' };
  const encoder = new WordEncoder({ ...rest, merges, ...file, vocab }, ids);
  const encodeAll = (words: Iterable<string>): Uint32Array => {
    const buffer = new IdBuffer();
    for (const word of words) encoder.encode(word, buffer);
    return buffer.toArray();
  };
  const tokenOf = new Map(Array.from(vocab, ([token, id]) => [id, token]));
  return { encodeAll, encode: (word) => Array.from(encodeAll([word]), (id) => tokenOf.get(id)!) };
}

describe('WordEncoder', () => {
  it('merges by rank, whatever is longer', () => {
    const encoder = encoderOf([
      ['b', 'c'],
      ['a', 'b'],
      ['ab', 'c'],
    ]);
    expect(encoder.encode('abc')).toEqual(['a', 'bc']);
    expect(encoder.encode('abab')).toEqual(['ab', 'ab']);
  });

  it('merges from the left among equals, and what merges make', () => {
    const encoder = encoderOf([
      ['a', 'a'],
      ['aa', 'a'],
      ['aa', 'aa'],
    ]);
    expect(encoder.encode('aaa')).toEqual(['aaa']);
    expect(encoder.encode('aaaa')).toEqual(['aaaa']);
    expect(encoder.encode('aaaaa')).toEqual(['aa', 'aaa']);
    expect(encoder.encode('aabaa')).toEqual(['aa', 'b', 'aa']);
  });

  it('takes bytes, not characters: ə is two, 😀 four, a lone surrogate U+FFFD', () => {
    const encoder = encoderOf([['É', 'Ļ']]);
    expect(encoder.encode('əx')).toEqual(['ÉĻ', 'x']);
    expect(encoder.encode('😀').length).toBe(4);
    expect(encoder.encode('\ud800')).toEqual(encoder.encode('\ufffd'));
    expect(encoder.encode('')).toEqual([]);
  });

  it('takes a word that is a token whole where the file says so, unless the token is avoided', () => {
    const merges: [string, string][] = [
      ['a', 'b'],
      ['c', 'd'],
      ['b', 'cd'],
      ['a', 'bcd'],
    ];
    expect(encoderOf(merges, { ignoreMerges: false }).encode('abcd')).toEqual(['ab', 'cd']);
    expect(encoderOf(merges, { ignoreMerges: true }).encode('abcd')).toEqual(['abcd']);
    expect(encoderOf(merges, { ignoreMerges: true }, ['abcd']).encode('abcd')).toEqual(['ab', 'cd']);
  });

  it('leaves merges out that make an avoided token', () => {
    const merges: [string, string][] = [
      ['a', 'b'],
      ['b', 'c'],
    ];
    expect(encoderOf(merges, {}, ['ab']).encode('abc')).toEqual(['a', 'bc']);
  });

  it('refuses a byte that the vocabulary lacks, and continues with other words', () => {
    const vocab = new Map([
      ['a', 0],
      ['b', 1],
      ['ab', 2],
    ]);
    const encoder = encoderOf([['a', 'b']], { vocab });
    expect(() => encoder.encode('abc')).toThrow(
      expect.objectContaining({ code: 'tokenizer-byte-missing', details: { byte: '63' } }),
    );
    expect(encoder.encode('abab')).toEqual(['ab', 'ab']);
  });

  it('encodes a word of a million bytes in time', () => {
    const merges = Array.from({ length: 10 }, (_, i): [string, string] => ['a'.repeat(2 ** i), 'a'.repeat(2 ** i)]);
    const tokens = encoderOf(merges).encode(`${'a'.repeat(2 ** 20)}b`);
    expect(tokens.length).toBe(2 ** 10 + 1);
    expect(new Set(tokens)).toEqual(new Set(['a'.repeat(2 ** 10), 'b']));
  });

  it('gives the same ids when its cache has been full and emptied', () => {
    const encoder = encoderOf([
      ['1', '0'],
      ['a', '1'],
      ['0', 'b'],
    ]);
    const words = Array.from({ length: 100 }, (_, i) => `a${i.toString(2)}b`);
    const before = encoder.encodeAll(words);
    encoder.encodeAll(Array.from({ length: 140_000 }, (_, i) => (i * 7919).toString(36)));
    expect(encoder.encodeAll(words)).toEqual(before);
    const long = words.map((word) => word.repeat(9).slice(0, 64));
    const beforeLong = encoder.encodeAll(long);
    encoder.encodeAll(Array.from({ length: 30_000 }, (_, i) => `${i}`.padEnd(64, 'xyz')));
    expect(encoder.encodeAll(long)).toEqual(beforeLong);
  });
});
