import { describe, expect, it, test } from 'vitest';
import { alignmentOf, findingsOf } from './checks.ts';
import type { Texts } from './record.ts';

const EN_AZ = { from: 'en', to: 'az' };
const checksOf = (source: Texts, translation: Texts) =>
  findingsOf(source, translation, EN_AZ).map(({ check }) => check);
const output = (before: string, after: string) => findingsOf({ output: before }, { output: after }, EN_AZ);

describe('a good translation', () => {
  test.each([
    ['The city has 2,300,000 people.', 'Şəhərdə 2 300 000 nəfər yaşayır.'],
    ['It costs 3.5 manats on 12/05/2020 at 10:30.', '12.05.2020 tarixində saat 10.30-da qiyməti 3,5 manatdır.'],
    [
      'Use `pip install {name}` and see https://a.az.',
      'https://a.az səhifəsinə baxın və `pip install {name}` işlədin.',
    ],
    ['Paris', 'Paris'],
    ['42', '42'],
    ["I'm sorry, but I can't help with that.", 'Üzr istəyirəm, bu məsələdə kömək edə bilmərəm.'],
  ])('%s', (before, after) => expect(output(before, after)).toEqual([]));
});

test.each([
  [
    'a number is changed',
    'There are 15 of them.',
    'Onlardan 16 dənə var.',
    { check: 'numbers', lost: ['15'], added: ['16'] },
  ],
  ['a number is lost', 'In 1991 and 1918.', '1918-ci ildə.', { check: 'numbers', lost: ['1991'], added: [] }],
  ['code is translated', 'Call `print`.', '`çap` çağırın.', { check: 'kept', lost: ['`print`'], added: ['`çap`'] }],
  ['a placeholder is lost', 'Hi, {name}!', 'Salam!', { check: 'kept', lost: ['{name}'], added: [] }],
  ['a mark is left', 'Call him.', '⟦3⟧ Ona zəng edin.', { check: 'kept' }],
  [
    'it is Turkish',
    'This is a very good day for us.',
    'Bugün bizim için çok güzel bir gün ve her şey iyi.',
    { check: 'language', found: 'tr' },
  ],
  [
    'it is left in English',
    'Name three primary colours now.',
    'Name three primary colours now.',
    { check: 'language', found: 'en' },
  ],
  ['there is none', 'Yes.', ' ', { check: 'missing', field: 'output' }],
  ['it is far too short', 'x '.repeat(40), 'qısa söz', { check: 'length' }],
  ['it is refused', 'How is tea made?', 'Üzr istəyirəm, kömək edə bilmərəm.', { check: 'refused' }],
])('%s', (_, before, after, finding) => expect(output(before, after)).toContainEqual(expect.objectContaining(finding)));

describe('exercises about wording', () => {
  const source = {
    instruction: 'Correct the sentence.',
    input: 'She go to school every day.',
    output: 'She goes to school every day.',
  };
  const instruction = 'Cümləni düzəldin.';
  const right = 'O, hər gün məktəbə gedir.';

  it('are named where the translator has corrected the mistake', () => {
    expect(checksOf(source, { instruction, input: right, output: `${right} ` })).toEqual(['repaired']);
  });
  it('are to be looked at even where it has not', () => {
    expect(checksOf(source, { instruction, input: 'O, hər gün məktəbə getmək.', output: right })).toEqual([
      'rewording',
    ]);
  });
  it('are not those whose answer always repeated what was given', () => {
    const same = { input: 'Bakı', output: 'Bakı' };
    expect(checksOf({ input: 'Baku', output: 'Baku' }, same)).toEqual([]);
  });
});

describe('alignmentOf', () => {
  it('names what is missing, unknown, twice and out of order', () => {
    expect(alignmentOf([1, 2, 3], [1, 2, 3])).toEqual({ missing: [], unknown: [], twice: [], outOfOrder: null });
    expect(alignmentOf([1, 2, 3, 4], [1, 3, 2, 3, 9])).toEqual({
      missing: [4],
      unknown: [9],
      twice: [3],
      outOfOrder: 2,
    });
  });
});

it('a set that slipped by one shows in numbers and lengths', () => {
  const texts = Array.from(
    { length: 20 },
    (_, i) => `Sentence ${i + 10} is about something ${'long '.repeat((i * 7) % 30)}`,
  );
  const slipped = texts.map((_, i) => texts[(i + 1) % texts.length]!.replace('Sentence', 'Cümlə'));
  const found = texts.filter((text, i) => output(text, slipped[i]!).some(({ check }) => check === 'numbers'));
  expect(found.length).toBe(texts.length);
});
