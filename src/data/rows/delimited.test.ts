import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/instructions.ts';
import { isTable, openTable } from './delimited.ts';
import { type Row, recordsAmong } from './row.ts';

const records = (text: string, name = 'a.csv') => recordsAmong(rowsOf(text, name));

describe('tables', () => {
  it('give back what was written, with any delimiter, in any pieces', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ə', '"', ',', ';', '\t', '|', '\n', '\r\n', ' ', '😀'),
      maxLength: 6,
    });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, end, piece) => {
          const kept = rows.filter((row) => row.some((text) => text !== ''));
          const lines = [['x', 'y', 'z'], ...kept].map((row) => row.map(quoted).join(delimiter) + end);
          expect(recordsAmong(rowsOf(lines.join(''), 'a.csv', piece))).toEqual(kept.map(([x, y, z]) => ({ x, y, z })));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['quotes inside a plain cell', 'a,b\n5" disk,x', [{ a: '5" disk', b: 'x' }]],
    ['text after a quoted cell', 'a,b\n"x"y,z', [{ a: 'xy', b: 'z' }]],
    [
      'blank lines',
      'a,b\n\n1,2\n\r\n3,4\n',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['one column', 'a\n1\n2', [{ a: '1' }, { a: '2' }]],
    ['a byte order mark', '\uFEFFa,b\n1,2', [{ a: '1', b: '2' }]],
    ['columns of one name and of none', 'a,a,\n1,2,3', [{ a: '1', 'a (2)': '2', 'column 3': '3' }]],
    [
      'another delimiter in the names',
      'a, b;c\n1;2\n3;4',
      [
        { 'a, b': '1', c: '2' },
        { 'a, b': '3', c: '4' },
      ],
    ],
    ['a header alone', 'a,b', []],
  ])('with %s', (_name, text, expected) => {
    expect(records(text)).toEqual(expected);
  });

  it.each([
    ['"1,2', undefined],
    ['"1,2\n', undefined],
    ['"1,2\n3,4', 2],
    ['"1,2\n3,4\n5,6\n', 3],
    ['1,"x\n""y""\n', 2],
    ['1,"x\n""\n', 2],
    [`"1,${'2'.repeat(3000)}\n3,4\n5,6`, 3],
  ])('count every line behind a quote that is not closed: a,b 0,0 %j', (text, rows) => {
    const table = `a,b\n0,0\n${text}`;
    const excerpt = text.replaceAll('"', '').slice(0, 3);
    for (const piece of [1, 3, 10_000]) {
      const open = openTable('a,b\n', 1000, 'yes');
      const found: Row[] = [];
      for (let at = 0; at < table.length; at += piece) found.push(...open.push(table.slice(at, at + piece)));
      const [first, ...others] = [...found, ...open.end()];
      expect(first).toEqual({ row: 2, record: { a: '0', b: '0' } });
      const broken = { row: 3, problem: 'array-broken-off', excerpt: expect.stringContaining(excerpt) as string };
      expect(others).toEqual([rows === undefined ? broken : { ...broken, rows }]);
    }
  });

  it('list rows that are no records, by the numbers of a spreadsheet', () => {
    expect(rowsOf('a,b\n1\n1,2\n"1,2', 'a.csv')).toEqual([
      { row: 2, problem: 'columns-differ', excerpt: '1' },
      { row: 3, record: { a: '1', b: '2' } },
      { row: 4, problem: 'array-broken-off', excerpt: '1,2' },
    ]);
  });

  it('are recognised by their first rows, however many there are', () => {
    expect(isTable(`text,id\n${'a,1\n'.repeat(49)}a\n`)).toBe(true);
    expect(isTable(`text,id\n${'a,1\n'.repeat(48)}a\n`)).toBe(false);
    expect(isTable('\n'.repeat(500_000))).toBe(false);
  });
});
