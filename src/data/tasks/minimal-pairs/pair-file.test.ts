import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileRows } from '../../rows/file-rows.ts';
import { minimalPairs } from './minimal-pairs.ts';
import { type PairSet, pairsOf, readPairs } from './pair-file.ts';

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

function pairsIn(text: string, name: string): PairSet {
  const rows = new FileRows(name);
  return pairsOf([...rows.push(text), ...rows.end()], name);
}

describe('files of minimal pairs', () => {
  it('come back as they were written', () => {
    const pairs = minimalPairs();
    expect(pairsIn(lines(...pairs), 'a.jsonl')).toEqual({
      pairs: pairs.map(({ phenomenon, good, bad }) => ({ phenomenon, good, bad })),
      problems: [],
    });
  });

  it('have the names that BLiMP gives to fields, too', () => {
    const row = { sentence_good: 'Dogs bark.', sentence_bad: 'Dogs barks.', UID: 'agreement', pairID: '0' };
    expect(pairsIn(`\uFEFF${lines(row)}\r\n`, 'b.jsonl').pairs).toEqual([
      { phenomenon: 'agreement', good: 'Dogs bark.', bad: 'Dogs barks.' },
    ]);
  });

  it.each([
    ['a table', 'a.csv', 'good,bad\nSu axır.,"Su axırlar, axır."\n'],
    ['a table of a spreadsheet', 'a.csv', '\uFEFFGood;Bad\r\nSu axır.;"Su axırlar, axır."\r\n'],
    ['a table with tabs', 'a.tsv', 'bad\tsentence_good\nSu axırlar, axır.\tSu axır.\n'],
    ['a table in Azerbaijani', 'a.csv', 'Doğru,Səhv\nSu axır.,"Su axırlar, axır."\n'],
    ['an array', 'a.json', '[{"good":"Su axır.","bad":"Su axırlar, axır."}]'],
    ['an object of records', 'a.json', '{"data":[{"good":"Su axır.","bad":"Su axırlar, axır."}]}'],
    ['a single pair', 'a.json', '{"good":"Su axır.","bad":"Su axırlar, axır."}'],
  ])('may be %s', async (_, name, text) => {
    const { pairs, problems } = await readPairs(new File([text], name));
    expect(pairs).toEqual([{ phenomenon: '', good: 'Su axır.', bad: 'Su axırlar, axır.' }]);
    expect(problems).toEqual([]);
  });

  it('name no phenomenon, or have texts in other forms of Unicode', () => {
    const row = { good: ' gu\u0308l ', bad: 'gul' };
    expect(pairsIn(lines(row), 'c.jsonl').pairs).toEqual([{ phenomenon: '', good: 'gül', bad: 'gul' }]);
  });

  it.each([
    ['{"good": "a", ', 'not-json'],
    ['[1]', 'not-an-object'],
    ['{"bad":"b"}', 'good-missing'],
    ['{"good":3,"bad":"b"}', 'good-missing'],
    ['{"good":"a","bad":" "}', 'bad-missing'],
    ['{"good":"a","sentence_bad":null}', 'bad-missing'],
    ['{"good":"gu\u0308l","bad":"gül"}', 'halves-equal'],
    ['{"__proto__":{"good":"a"},"bad":"b"}', 'good-missing'],
  ])('%s is listed by its line', (line, problem) => {
    const { pairs, problems } = pairsIn(lines({ good: 'a', bad: 'b' }, '', line, { good: 'c', bad: 'd' }), 'd.jsonl');
    expect(pairs.map(({ good }) => good)).toEqual(['a', 'c']);
    expect(problems).toEqual([{ row: 3, problem }]);
  });

  it.each([
    ['e.jsonl', ''],
    ['e.jsonl', '\n\n'],
    ['e.jsonl', '{"good":"a"}'],
    ['e.jsonl', 'text'],
    ['e.csv', 'birinci,ikinci\nSu axır.,Su axırlar.\n'],
  ])('that give none are refused with the form that is expected: %s %j', (name, text) => {
    expect(() => pairsIn(text, name)).toThrow(
      expect.objectContaining({
        code: 'pairs-none',
        message: expect.stringMatching(/"e\..*"good" and "bad"/) as string,
      }),
    );
  });

  it('give a pair or a problem for every row, whatever is in it', () => {
    const value = fc.oneof(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 1 }));
    const field = fc.constantFrom('good', 'bad', 'sentence_good', 'sentence_bad', 'phenomenon', 'UID', 'x');
    fc.assert(
      fc.property(fc.array(fc.dictionary(field, value, { noNullPrototype: true }), { maxLength: 6 }), (rows) => {
        const whole = { good: 'whole', bad: 'other' };
        const { pairs, problems } = pairsIn(lines(whole, ...rows), 'f.jsonl');
        expect(pairs.length + problems.length).toBe(rows.length + 1);
        for (const { good, bad } of pairs) expect([good.normalize('NFC'), good]).not.toContain(bad);
      }),
    );
  });
});
