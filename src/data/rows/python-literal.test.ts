import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonLiteral } from './python-literal.ts';

describe('a Python literal', () => {
  it.each<[string, unknown]>([
    [
      `{'instruction': 'a', 'input': None, 'n': 3, 'ok': True, 'no': False}`,
      { instruction: 'a', input: null, n: 3, ok: true, no: false },
    ],
    [`['2014', 'cü', "it's", 'o\\'clock', 'a "b"']`, ['2014', 'cü', "it's", "o'clock", 'a "b"']],
    [`[4, -4, 0, +1.5, 1e3, .5, 1_000]`, [4, -4, 0, 1.5, 1000, 0.5, 1000]],
    [`(1, 2,)`, [1, 2]],
    [`(1,)`, [1]],
    [`(1)`, 1],
    [`()`, []],
    [`{}`, {}],
    [`{1, 'b'}`, [1, 'b']],
    [`{1: 'a', None: 'b'}`, { 1: 'a', null: 'b' }],
    [`'a\\n\\tb\\x41\\u0259\\U0001F600\\101\\\\'`, 'a\n\tbAə😀A\\'],
    [`'\\d kept'`, '\\d kept'],
    [`r'\\n raw'`, '\\n raw'],
    [`u'ə'`, 'ə'],
    [`'a' "b"`, 'ab'],
    [`'''two\nlines'''`, 'two\nlines'],
    [` [ ]\n`, []],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    '',
    '[1, 2',
    "{'a': }",
    "{'a' 'b': 1, 2}",
    '[1 2]',
    '[,]',
    '[1,,2]',
    "'open",
    "'a\nb'",
    "b'bytes'",
    '1j',
    'print(1)',
    '__import__("os")',
    '[1] + [2]',
    "{[1]: 'a'}",
    "'\\x4'",
    "'\\N{DEGREE SIGN}'",
    "'\\UFFFFFFFF'",
    '['.repeat(10_000),
  ])('is not: %s', (text) => {
    expect(() => parsePythonLiteral(text)).toThrow(SyntaxError);
  });

  /** What Python's repr writes for these values. */
  const repr = (value: unknown): string => {
    if (value === null) return 'None';
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return reprText(value);
    if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
    return `{${Object.entries(value as object)
      .map(([name, one]) => `${reprText(name)}: ${repr(one)}`)
      .join(', ')}}`;
  };
  const reprText = (text: string): string => {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
    return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
  };

  it('gives back what repr was given', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        expect(parsePythonLiteral(repr(given))).toEqual(given);
      }),
    );
  });
});
