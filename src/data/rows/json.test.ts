import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/instructions.ts';
import { recordsAmong } from './row.ts';

describe('objects that span lines', () => {
  it('are read one by one, in any pieces', () => {
    const record = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('', '\n', '\r\n\n'),
        (records, piece, between) => {
          const text = records.map((one) => JSON.stringify(one, null, 2) + between).join('');
          expect(rowsOf(text, 'a.json', piece)).toEqual(
            JSON.parse(JSON.stringify(records)).map((one: unknown, i: number) => ({ row: i + 1, record: one })),
          );
        },
      ),
    );
  });

  it.each([
    [
      'cut off',
      '{\n "a": 1\n}\n{\n "a": 2',
      [
        { row: 1, record: { a: 1 } },
        { row: 2, problem: 'array-broken-off' },
      ],
    ],
    [
      'broken',
      '{\n "a": x\n}\n{\n "a": 2\n}',
      [
        { row: 1, problem: 'not-json' },
        { row: 2, record: { a: 2 } },
      ],
    ],
    [
      'closed twice',
      '{\n "a": 1\n}}\n{"a": 2}',
      [
        { row: 1, record: { a: 1 } },
        { row: 2, problem: 'not-json' },
        { row: 3, record: { a: 2 } },
      ],
    ],
  ])('are listed where they are %s', (_name, text, expected) => {
    expect(rowsOf(text, 'a.json')).toMatchObject(expected);
  });

  it.each([
    ['a quote', '{"a": "b\n{"a": 1}'],
    ['a brace', '{"a": {"b": 1}\n{"a": 1}'],
  ])('are not seen in lines of which the first lacks %s', (_name, text) => {
    expect(rowsOf(text, 'a.jsonl')).toEqual([
      { row: 1, problem: 'not-json', excerpt: text.split('\n', 1)[0] },
      { row: 2, record: { a: 1 } },
    ]);
  });

  it('count blank lines before the first line', () => {
    expect(recordsAmong(rowsOf('\n\n{"a": 1}\n', 'a.jsonl'))).toEqual([{ a: 1 }]);
    expect(rowsOf('\n \n{"a": 1}\n', 'a.jsonl')[0]?.row).toBe(3);
  });
});
