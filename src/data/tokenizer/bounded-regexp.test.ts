/** Against the engine's own expressions, and on those that the engine does not get through. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { translateSplitPattern } from './split-pattern.ts';
import { GPT2_SPLIT_PATTERN, LLAMA3_SPLIT_PATTERN, QWEN2_SPLIT_PATTERN } from './split-rules.ts';

/** Milliseconds; the machine may be busy with other things. */
const processorTime = (): number => process.cpuUsage().user / 1000;

type Found = [string, number, ...(string | undefined)[]];
const found = (regexp: RegExp, text: string): Found[] =>
  Array.from(text.matchAll(regexp), (match) => [match[0], match.index, ...match.slice(1)]);

function expectSame(source: string, text: string): void {
  expect(found(new BoundedRegExp(source, 'gu'), text)).toEqual(found(new RegExp(source, 'gu'), text));
  const words = (regexp: RegExp) => [text.match(regexp), text.split(regexp), text.replaceAll(regexp, '<$&$1>')];
  expect(words(new BoundedRegExp(source, 'gu'))).toEqual(words(new RegExp(source, 'gu')));
}

const TEXTS = [
  '',
  'aab',
  "Uşaqlar 15 quşu don't  gördü…\r\n\t3.14 😀ab\ud800",
  '  a\n\n b  ',
  'ababab!aa',
  'ſS Kk ĞğİIıi',
];

it.each([
  ...[
    'a',
    '.',
    '[^\\n]',
    '\\p{L}+',
    '[\\p{L}\\p{M}]*[ab]',
    'a|ab|b',
    '(a)(b)?',
    '(?:a|ab)(?:c|bcd)?',
    '(a*)*',
    '(?:a?){3}',
  ],
  ...[
    'a{2}',
    'a{1,}?b',
    '(?:ab){2,3}',
    '(?:ab)+?',
    '\\s+(?!\\S)|\\s+',
    '(?<=a)b',
    '(?<!a)b',
    '(?<=(a+))b',
    '(?<=(?:ab){2})!',
  ],
  ...[
    '(?=(?<x>a+))\\k<x>b',
    '(?:(?=(?<x>\\p{L}+))\\k<x>)',
    '(a)|b\\1',
    '\\b\\p{L}',
    '\\Ba',
    '^a',
    'b$',
    '(?:)',
    'x*',
    '()a',
  ],
  ...[
    '(?:(a)|b)*',
    '(?:(a)|(b)|(?:c))+',
    '(?!(a))\\1b',
    '[\\u{1F600}\\ud800]',
    '\\u{1F600}|\\ud83d',
    '[\\]\\\\-]+',
    '(?:a|b)*?!',
    '(?:(?!b)[ab ])+',
    '(?:a(?<=a)|\\s)+b?',
    '(?<=(?:(?=a)a)+)b',
  ],
])('%s finds what the engine finds', (source) => {
  for (const text of TEXTS) expectSame(source, text);
});

it('finds what the engine finds by patterns in use', () => {
  const qwen = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
  for (const pattern of [GPT2_SPLIT_PATTERN, qwen])
    for (const text of TEXTS) expectSame(translateSplitPattern(pattern), text);
});

// Without characters beyond the BMP: the engine also looks for what takes no character between the halves of one.
describe('any pattern on any text', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\p{L}',
    '\\s',
    '(?<=a)',
    '(?<!b)',
    '(?=b)',
    '(?!a)',
    '^',
    '$',
    '\\b',
  );
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(
          fc.constantFrom('(?:', '('),
          tie('pattern'),
          fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,3}', '{0,2}?'),
        )
        .map(([open, of, times]) => `${open}${of})${times}`),
      fc.tuple(fc.constantFrom('(?<=', '(?<!', '(?=', '(?!'), tie('pattern')).map(([open, of]) => `${open}${of})`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ə', '\n', '!'), maxLength: 12 });

  it('is as the engine has it', () => {
    fc.assert(
      fc.property(pattern, text, (source, of) => expectSame(source, of)),
      { numRuns: 3000 },
    );
  });
});

describe('a pattern that the engine does not get through', () => {
  const run = `${'a'.repeat(50_000)}!`;
  it.each([
    ...[
      '(?:a+)+b',
      '(?:a|a)*b',
      '(?:a|aa)+$b',
      '(?:a*)*b',
      '(?:a?){30}a{30}b',
      '(?:.*)(?:.*)(?:.*)(?:.*)b',
      '(?:\\p{L}{1,50}){1,50}b',
    ],
    ...['(?:(?:a{1,9}){1,9}){1,9}b', '(?=(?:a|a)*b)', '(?<=b(?:a|a)*)!', '(?:a+a+)+b'],
  ])('%s is stopped within a second, and says so', (source) => {
    const began = processorTime();
    expect(() => run.match(new BoundedRegExp(source, 'gu'))).toThrow(
      expect.objectContaining({
        name: 'OcaqError',
        code: expect.stringMatching(/^split-pattern-slow$|^run-too-long$/),
      }),
    );
    expect(processorTime() - began).toBeLessThan(1000);
  });

  it('is stopped on many short texts too, and runs again on one that is not hard', () => {
    const regexp = new BoundedRegExp('(?:a+)+[bc]', 'gu'); // of this test alone: programs are kept with the steps that they have left
    const began = processorTime();
    let stopped = 0;
    for (let i = 0; i < 2000; i++) {
      try {
        `${'a'.repeat(30)}!`.match(regexp);
      } catch (error) {
        if (!(error instanceof OcaqError)) throw error;
        stopped++;
      }
    }
    expect(stopped).toBe(2000);
    expect(processorTime() - began).toBeLessThan(2000);
    expect('aaab'.match(regexp)).toEqual(['aaab']);
  });
});

it.each(['(?:(?:a{1000}b){1000}c){1000}', '(?:ab){2000}'])('a pattern too large to run is refused: %.30s', (source) => {
  expect(() => new BoundedRegExp(source, 'gu')).toThrow(expect.objectContaining({ code: 'split-pattern-unsupported' }));
});

it('has room for a run of millions that is repeated character by character', () => {
  const run = 'ə'.repeat(2_000_000);
  for (const source of ['(?:(?!▁)[\\s\\S])+', '(?:\\p{L}|\\p{M})+', '(?:▁|(?!▁)[\\s\\S])*?$'])
    expect(run.match(new BoundedRegExp(source, 'gu'))?.[0]).toBe(run);
});

it('takes time in proportion to a long text', () => {
  const source = translateSplitPattern(
    String.raw`[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s*[\r\n]+|\s+(?!\S)|\s+`,
  );
  const text = 'Uşaqlar 15 quşu gördü, və dedilər: "3.14"…\n'.repeat(50_000);
  const expected = text.match(new RegExp(source, 'gu'));
  const began = processorTime();
  const actual = text.match(new BoundedRegExp(source, 'gu'));
  expect(processorTime() - began).toBeLessThan(5000); // 0.6 s where it was written
  expect(actual).toEqual(expected);
});

describe('a pattern in use is never stopped', () => {
  const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  const rest = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;
  it.each([
    ['GPT-2', GPT2_SPLIT_PATTERN],
    ['Llama 3', LLAMA3_SPLIT_PATTERN],
    ['Qwen 2', QWEN2_SPLIT_PATTERN],
    [
      'marks with letters',
      String.raw`${contractions}|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|${rest}`,
    ],
    [
      'words by case',
      String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{M}]*[\p{Ll}\p{M}]+${contractions}?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{M}]+[\p{Ll}\p{M}]*${contractions}?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|${rest}`,
    ],
  ])('on a table of numbers, whole or cut into its characters before: %s', (_, pattern) => {
    const source = translateSplitPattern(pattern);
    const bounded = new BoundedRegExp(source, 'gu');
    const table = '7 \n'.repeat(80_000);
    expect(table.match(bounded)).toEqual(table.match(new RegExp(source, 'gu')));
    for (const character of table) if (character.match(bounded)?.[0] !== character) expect(character).toBe('');
  });
});
