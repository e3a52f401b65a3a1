import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimalPairs } from './minimal-pairs.ts';
import { readPairs } from './pair-file.ts';

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

describe('files of minimal pairs', () => {
  it('come back as they were written', () => {
    const pairs = minimalPairs();
    expect(readPairs(lines(...pairs), 'a.jsonl')).toEqual({
      pairs: pairs.map(({ phenomenon, good, bad }) => ({ phenomenon, good, bad })),
      problems: [],
    });
  });

  it('have the names that BLiMP gives to fields, too', () => {
    const row = { sentence_good: 'Dogs bark.', sentence_bad: 'Dogs barks.', UID: 'agreement', pairID: '0' };
    expect(readPairs(`\uFEFF${lines(row)}\r\n`, 'b.jsonl').pairs).toEqual([
      { phenomenon: 'agreement', good: 'Dogs bark.', bad: 'Dogs barks.' },
    ]);
  });

  it('name no phenomenon, or have texts in other forms of Unicode', () => {
    const row = { good: ' gu\u0308l ', bad: 'gul' };
    expect(readPairs(lines(row), 'c.jsonl').pairs).toEqual([{ phenomenon: '', good: 'gül', bad: 'gul' }]);
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
    const { pairs, problems } = readPairs(lines({ good: 'a', bad: 'b' }, '', line, { good: 'c', bad: 'd' }), 'd.jsonl');
    expect(pairs.map(({ good }) => good)).toEqual(['a', 'c']);
    expect(problems).toEqual([{ row: 3, problem }]);
  });

  it.each(['', '\n\n', '{"good":"a"}', 'text'])('that give none are refused: %j', (text) => {
    expect(() => readPairs(text, 'e.jsonl')).toThrow(
      expect.objectContaining({ code: 'pairs-none', message: expect.stringContaining('e.jsonl') as string }),
    );
  });

  it('give a pair or a problem for every row, whatever is in it', () => {
    const value = fc.oneof(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 1 }));
    const field = fc.constantFrom('good', 'bad', 'sentence_good', 'sentence_bad', 'phenomenon', 'UID', 'x');
    fc.assert(
      fc.property(fc.array(fc.dictionary(field, value, { noNullPrototype: true }), { maxLength: 6 }), (rows) => {
        const whole = { good: 'whole', bad: 'other' };
        const { pairs, problems } = readPairs(lines(whole, ...rows), 'f.jsonl');
        expect(pairs.length + problems.length).toBe(rows.length + 1);
        for (const { good, bad } of pairs) expect([good.normalize('NFC'), good]).not.toContain(bad);
      }),
    );
  });
});
