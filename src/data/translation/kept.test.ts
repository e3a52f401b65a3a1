import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hasWords, keptSpans, mark, unmark } from './kept.ts';

const pieces = fc.constantFrom(
  '`a`',
  '```',
  '{x}',
  '{{',
  '}}',
  '%s',
  '<b>',
  '⟦',
  '⟧',
  '⟦0⟧',
  'https://a.az/b?c=d.',
  '\n',
  ' ',
  'söz',
  '1',
);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(pieces).map((all) => all.join('')),
);

describe('mark and unmark', () => {
  it('give back any text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: marked, kept } = mark(text);
        expect(unmark(marked, kept)).toBe(text);
      }),
    );
  });

  it('find marks with spaces in them, in any order', () => {
    const { text, kept } = mark('Call `f` with {name} at a@b.az.');
    expect(text).toBe('Call ⟦0⟧ with ⟦1⟧ at ⟦2⟧.');
    expect(unmark('⟦ 2 ⟧ ünvanında {} ⟦1⟧ ilə ⟦0⟧ çağır ⟦7⟧', kept)).toBe(
      'a@b.az ünvanında {} {name} ilə `f` çağır ⟦7⟧',
    );
  });
});

test.each([
  ['See https://ocaq.az/a_(b)?c=1, please.', ['https://ocaq.az/a_(b)?c=1']],
  [`Write to {{ user }} and $\{id}; {not a name, at all}`, ['{{ user }}', `$\{id}`]],
  ['%s is 100% sure, %d%% of %(name)s and %.2f discount', ['%s', '%d', '%(name)s', '%.2f']],
  ['a < b and c > d, but <br/> and </div> are tags', ['<br/>', '</div>']],
  ['```py\nprint("{x}")\n```\nand `y`', ['```py\nprint("{x}")\n```', '`y`']],
  ['open ```\nfence', ['```\nfence']],
  ['$$x^2$$ or \\(y\\), for $5', ['$$x^2$$', '\\(y\\)']],
  ['ask first.last+tag@mail.ocaq.az; not @name, a@b', ['first.last+tag@mail.ocaq.az']],
])('%s', (text, spans) => expect(keptSpans(text)).toEqual(spans));

test.each([
  ['3.14', false],
  ['`code alone`', false],
  ['https://ocaq.az', false],
  ['söz', true],
])('%s has words: %s', (text, words) => expect(hasWords(text)).toBe(words));

const LENGTH = 200_000;
test.each([
  ['letters', 'a'.repeat(LENGTH)],
  ['an address of dots', `http://${'.'.repeat(LENGTH)}`],
  ['a mail address without an end', `a@${'b'.repeat(LENGTH)}`],
  ['mail addresses in each other', 'a@b.'.repeat(LENGTH / 4)],
  ['formulas that begin', '\\['.repeat(LENGTH / 2)],
  ['backticks', '`'.repeat(LENGTH)],
  ['braces', '{'.repeat(LENGTH)],
  ['tags that begin', '<a'.repeat(LENGTH / 2)],
])(
  '%s: 200 KB without a space take no time by the square of their length',
  (_name, text) => {
    const { text: marked, kept } = mark(text);
    expect(unmark(marked, kept)).toBe(text);
  },
  // Generous: a machine at rest needs milliseconds for each.
  5_000,
);
