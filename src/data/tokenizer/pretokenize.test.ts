import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_LEVEL_ALPHABET, BYTE_TO_CHARACTER, fromByteLevel, toByteLevel } from './byte-level.ts';
import { type Splitter, splitterOf } from './pretokenize.ts';
import { GPT2_SPLIT_PATTERN, LLAMA3_SPLIT_PATTERN } from './split-rules.ts';

const piecesOf = (splitter: Splitter, text: string): string[] => {
  const pieces: string[] = [];
  splitter(text, (piece) => pieces.push(piece));
  return pieces;
};
const split = (pattern: string, text: string): string[] => piecesOf(splitterOf(pattern), text);
const llama = (text: string): string[] => split(LLAMA3_SPLIT_PATTERN, text);
const gpt2 = (text: string): string[] => split(GPT2_SPLIT_PATTERN, text);

const unsupported = expect.objectContaining({ name: 'OcaqError', code: 'split-pattern-unsupported' });

describe('the byte-level alphabet', () => {
  it('writes a space as Ġ, a newline as Ċ, ə as ÉĻ and letters as themselves', () => {
    expect(toByteLevel(new TextEncoder().encode(' \nəA'))).toBe('ĠĊÉĻA');
    expect(BYTE_TO_CHARACTER[0xad]).toBe('Ń');
    expect(BYTE_TO_CHARACTER[0xff]).toBe('ÿ');
  });

  it('has 256 different characters, in rising order of code point where they are numbered', () => {
    expect(new Set(BYTE_TO_CHARACTER).size).toBe(256);
    const codePoints = BYTE_LEVEL_ALPHABET.map((character) => character.codePointAt(0)!);
    expect(codePoints).toEqual([...codePoints].sort((a, b) => a - b));
    expect(BYTE_LEVEL_ALPHABET.slice(0, 2)).toEqual(['!', '"']);
    expect(BYTE_LEVEL_ALPHABET.at(-1)).toBe('Ń');
  });

  it('goes there and back for any bytes, and knows what is not of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(fromByteLevel(toByteLevel(bytes))).toEqual(bytes);
      }),
    );
    expect(fromByteLevel('a b')).toBeUndefined();
    expect(fromByteLevel('ə')).toBeUndefined();
  });
});

// The pieces expected here are those of Hugging Face `tokenizers` 0.23.2 (Rust).
describe('the split pattern of Llama 3', () => {
  it.each([
    ['Salam, dünya!', ['Salam', ',', ' dünya', '!']],
    ["o'dur I'LL we'Re", ['o', "'d", 'ur', ' I', "'LL", ' we', "'Re"]],
    ["x'ſabc", ['x', "'ſ", 'abc']],
    ['12345', ['123', '45']],
    ['il 1918-ci', ['il', ' ', '191', '8', '-ci']],
    ['12345٣٤٥٦Ⅷ²', ['123', '45٣', '٤٥٦', 'Ⅷ²']],
    ['a   b', ['a', '  ', ' b']],
    ['a   ', ['a', '   ']],
    ['a\r\n\r\n  b', ['a', '\r\n\r\n', ' ', ' b']],
    ['bir.\n\niki', ['bir', '.\n\n', 'iki']],
    ['  \n \n x', ['  \n \n', ' x']],
    ['\ufeffabc', ['\ufeffabc']],
    ['a\u0085b', ['a', '\u0085b']],
    ['  \u0085 b', ['  \u0085', ' b']],
    ['a\u200bb', ['a', '\u200bb']],
    ['👋🏽 🇦🇿', ['👋🏽', ' 🇦🇿']],
    ['e\u0301e', ['e', '\u0301e']],
    ['', []],
  ])('splits %j', (text, pieces) => {
    expect(llama(text)).toEqual(pieces);
  });
});

describe('the split pattern of GPT-2', () => {
  it.each([
    ["It's HE'S", ['It', "'s", ' HE', "'", 'S']],
    ['12345 67', ['12345', ' 67']],
    ['a\n\n b', ['a', '\n\n', ' b']],
    ['a \ufeff b', ['a', ' \ufeff', ' b']],
    ['a\u0085b', ['a', '\u0085', 'b']],
  ])('splits %j', (text, pieces) => {
    expect(gpt2(text)).toEqual(pieces);
  });
});

describe('a splitter', () => {
  it('gives what lies between matches too, before, within and after', () => {
    expect(split('b+', 'abbcbd')).toEqual(['a', 'bb', 'c', 'b', 'd']);
    expect(split('x', 'abc')).toEqual(['abc']);
  });

  it('takes an empty match as a cut and moves on by whole characters', () => {
    expect(split('x*', 'a😀xxb')).toEqual(['a', '😀', 'xx', 'b']);
  });

  it('begins anew for every text, even after an abandoned one', () => {
    const splitter = splitterOf('b');
    const enough = new Error('enough');
    const stop = () => {
      throw enough;
    };
    expect(() => splitter('aab', stop)).toThrow(enough);
    expect(piecesOf(splitter, 'bab')).toEqual(['b', 'a', 'b']);
  });

  it('loses nothing of any text, lone surrogates included', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
    );
    const splitters = [LLAMA3_SPLIT_PATTERN, GPT2_SPLIT_PATTERN, '\\p{L}+', ' ?'].map(splitterOf);
    fc.assert(
      fc.property(text, fc.constantFrom(...splitters), (sample, splitter) => {
        const pieces = piecesOf(splitter, sample);
        expect(pieces.join('')).toBe(sample);
        expect(pieces).not.toContain('');
      }),
    );
  });
});

describe('a run of millions of letters, where the pattern has no scanner', () => {
  const run = 'ə'.repeat(6_000_000);

  it('is one piece', () => expect(split('\\p{L}+', run).map(({ length }) => length)).toEqual([run.length]));

  it('is told where there is no room for all the ways back into it', () => {
    const told = expect.objectContaining({ name: 'OcaqError', code: 'run-too-long' });
    expect(() => split('(?:\\p{L}\\p{M}*)+', run)).toThrow(told);
  });
});

describe('a pattern', () => {
  it.each([
    ['(?i:k)', 'aKk\u212ab', ['a', 'K', 'k', '\u212a', 'b']],
    ['(?i)ab', 'xABab', ['x', 'AB', 'ab']],
    ['(?i:a(?-i:b))', 'AbAB', ['Ab', 'AB']],
    ['(?i:[a-c])x', 'Bx-bx', ['Bx', '-', 'bx']],
    ['(?i:[^a])', 'Aab', ['Aa', 'b']],
    ['[.\\-\\]^]', 'a.-]^', ['a', '.', '-', ']', '^']],
    ['[a-]', 'b-a', ['b', '-', 'a']],
    ['a{2}?b', 'aab', ['aab']],
    ['a{,2}b', 'aaab', ['a', 'aab']],
    ['a{1,2}?', 'aa', ['a', 'a']],
    ['a{', 'a{', ['a{']],
    ['x(?=y)|(?<!a)b', 'xyabb', ['x', 'yab', 'b']],
    ['a++b|a', 'aaab', ['aaab']],
    ['a++a|aa', 'aaa', ['aa', 'a']],
    ['(?>a|ab)c|.', 'abc', ['a', 'b', 'c']],
    ['(?<name>a)', 'ba', ['b', 'a']],
    ['\\p{Greek}+|\\p{^L}', 'aαβ1', ['a', 'αβ', '1']],
    ['\\P{L}+', 'a12b', ['a', '12', 'b']],
    ['\\x{259}|\\u0131|\\x41', 'əıAb', ['ə', 'ı', 'A', 'b']],
    ['.+', 'a\rb\u2028\nc', ['a\rb\u2028', '\n', 'c']],
    ['\\d', 'a٣', ['a', '٣']],
    ['😀+', 'a😀😀', ['a', '😀😀']],
    ['[😀-😂]', '😁a', ['😁', 'a']],
  ])('%s means in JavaScript what it means in Oniguruma', (pattern, text, pieces) => {
    expect(split(pattern, text)).toEqual(pieces);
  });

  it.each([
    '^a',
    'a$',
    '\\bword',
    '\\w+',
    '(a)\\1',
    '[[:alpha:]]',
    '[a-z&&[^b]]',
    '[]a]',
    '[a',
    '(a',
    'a)',
    '*a',
    '(?x: a )',
    '\\p{punct}',
    '\\p{NoSuchThing}',
    '(?i:\\p{Lu})',
    '(?i:ə)',
    '(?i:ss)',
    '[\\s-a]',
    '[z-a]',
    '(?<=a++)b',
    '(?:a?|b)+',
    '(?:a*)?',
    'a**',
    'a\\',
    `${'('.repeat(100)}${')'.repeat(100)}`,
  ])('refuses %s, naming the place', (pattern) => {
    expect(() => splitterOf(pattern)).toThrow(unsupported);
  });

  it('either compiles or refuses, whatever it is given', () => {
    const part = fc.constantFrom(
      'a',
      '|',
      '(',
      ')',
      '(?i:',
      '(?!',
      '[',
      ']',
      '^',
      '-',
      '*',
      '+',
      '?',
      '{2}',
      '\\',
      's',
      '.',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const pattern = parts.join('');
        try {
          expect(split(pattern, 'sas  -a').join('')).toBe('sas  -a');
        } catch (error) {
          expect(error).toEqual(unsupported);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
