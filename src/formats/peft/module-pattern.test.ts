import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { modulePattern } from './module-pattern.ts';

const NAMES = [
  'model.layers.0.self_attn.q_proj',
  'model.layers.0.mlp.up_proj',
  'model.layers.12.self_attn.v_proj',
  'transformer.h.3.attn.c_attn',
  'lm_head',
  '',
];

/** As the engine's RegExp has it; these patterns mean the same in both. */
const inEngine = (pattern: string) => new RegExp(`^(?:${pattern})$`);

function refusal(pattern: string): string {
  try {
    modulePattern(pattern);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(OcaqError);
    expect((error as OcaqError).code).toBe('adapter-pattern');
    expect((error as OcaqError).message).toMatch(/\.$/);
    return (error as OcaqError).message;
  }
}

describe('modulePattern', () => {
  it.each([
    '.*',
    '',
    'lm_head',
    '.*q_proj',
    'q_proj',
    String.raw`.*\.layers\.[1-9]\d*\.(self_attn|mlp)\.(q_proj|(up|down)_proj)`,
    String.raw`.*\.(?:q|v)_proj`,
    String.raw`^model\.layers\.\d+\..*$`,
    String.raw`(?:.*?(?:text|language|).*?(?:attn|mlp).*?(?:q_proj|v_proj).*?)|(?:\bmodel\.layers\.[\d]{1,}\.mlp\.up_proj)`,
    String.raw`model\.layers\.\d{2}\..*`,
    String.raw`model\.layers\.\d{1,2}\.self_attn\.[^kq]_proj`,
    String.raw`[\w.]+_(head|proj)`,
    '[a-l-]+_head',
    String.raw`\w+\B_\bhead|lm\Whead|lm\D\S{4,5}`,
    '(a|(b|))*lm_head(x?)+',
    'a{|lm_head',
    '|lm_head|',
  ])('agrees with the RegExp of the engine: %s', (pattern) => {
    const matches = modulePattern(pattern);
    for (const name of NAMES) expect(matches(name), name).toBe(inEngine(pattern).test(name));
  });

  it('agrees with it on any pattern of these parts', () => {
    const letter = fc.constantFrom('a', 'b', '.', String.raw`\.`, '[ab]', '[^a]', String.raw`\w`, '^', '$');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: 'small' },
        letter,
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,}', '{0,2}', '{1,3}'))
          .map(([a, quantifier]) => `(?:${a})${quantifier}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (pattern, text) => {
        expect(modulePattern(pattern)(text)).toBe(inEngine(pattern).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['(?P<layer>q|v)_proj', 'q_proj', true],
    ['[]a]', ']', true],
    ['[^]a]', ']', false],
    ['[a\\-z]', '-', true],
    ['[a-]', '-', true],
    ['a{,2}', 'aa', true],
    ['a{,2}', 'aaa', false],
  ])('reads %s as Python does: "%s" %s', (pattern, name, isMatch) => {
    expect(modulePattern(pattern)(name)).toBe(isMatch);
  });

  it.each([
    ['(?!.*visual).*', 'look-around'],
    ['(?i)Q_PROJ', 'look-around, flags'],
    [String.raw`(a)\1`, String.raw`"\1" is not read`],
    [String.raw`\Amodel`, String.raw`"\A" is not read`],
    ['(a', 'not closed'],
    ['a)', 'closes no group'],
    ['[a', 'ends too early'],
    ['a\\', 'ends too early'],
    ['*a', 'nothing to repeat'],
    ['a*+', 'possessive'],
    ['a**', 'a quantifier follows another'],
    ['a{3,2}', 'not a range'],
    ['a{1001}', 'not a range'],
    ['[z-a]', 'runs backwards'],
    [String.raw`[a-\d]`, 'ends in a class'],
    ['((a{500}){500}){500}', 'too large'],
    ['((){1000}){1000}', 'too large'],
    ['a'.repeat(2001), 'too long'],
  ])('refuses %s', (pattern, problem) => {
    expect(refusal(pattern)).toContain(problem);
  });

  it('takes patterns that stop a backtracking engine, and any text at all, in no time', () => {
    const long = `${'a'.repeat(60)}!`;
    for (const pattern of ['(a+)+', '(a|a)*', '(.*)*x', '((a*)*)*b', '(a?){60}a{60}', '(((((a*)*)*)*)*)*'])
      expect(modulePattern(pattern)(long)).toBe(false);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab.*+?{}()[]|\\^$-,01P<:'), maxLength: 40 }), (pattern) => {
        if (refusal(pattern) === '') expect(typeof modulePattern(pattern)('ab.a')).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
