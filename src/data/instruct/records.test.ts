import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessMapping, parseInstructions } from './records.ts';

describe('guessMapping', () => {
  it.each([
    [
      { instruction: 'a', input: '', output: 'b' },
      { instruction: 'instruction', input: 'input', output: 'output' },
    ],
    [
      { id: '1', category: 'c', instruction: 'a', response: 'b' },
      { instruction: 'instruction', output: 'response' },
    ],
    [
      { prompt: 'a', completion: 'b' },
      { instruction: 'prompt', output: 'completion' },
    ],
    [
      { question: 'a', context: 'c', answer: 'b' },
      { instruction: 'question', input: 'context', output: 'answer' },
    ],
    [
      { INSTRUCTION: 'a', Output: 'b' },
      { instruction: 'INSTRUCTION', output: 'Output' },
    ],
    [
      { Təlimat: 'a', Giriş: '', Cavab: 'b' },
      { instruction: 'Təlimat', input: 'Giriş', output: 'Cavab' },
    ],
    [
      { təlimat: 'a', giriş: '', cavab: 'b' },
      { instruction: 'təlimat', input: 'giriş', output: 'cavab' },
    ],
    [{ text: 'a' }, undefined],
    [{ instruction: 'a' }, undefined],
    [{ instruction: 1, output: 'a' }, undefined],
    [
      { prompt: 'whole prompt', instruction: 'a', output: 'b' },
      { instruction: 'instruction', output: 'output' },
    ],
  ])('%j', (record, mapping) => {
    expect(guessMapping([record])).toEqual(mapping);
  });

  it('takes the name that most records have', () => {
    const records = [
      { prompt: 'a', output: 'b' },
      { instruction: 'a', output: 'b' },
      { prompt: 'a', output: 'b' },
    ];
    expect(guessMapping(records)).toEqual({ instruction: 'prompt', output: 'output' });
    expect(guessMapping([])).toBeUndefined();
  });
});

describe('parseInstructions', () => {
  it('reads JSON lines, lists every bad row with its reason, and numbers rows by line', () => {
    const text = `\uFEFF${[
      '{"instruction": "Topla", "input": "1, 2", "output": "3", "id": 7}',
      '',
      '{"instruction": "Salam de", "input": null, "output": " Salam\\n"}',
      '{"instruction": "Yaz", "output": ""}',
      '{"instruction": " ", "output": "x"}',
      '{"output": "x"}',
      '{"instruction": "Say", "output": 3}',
      '{"instruction": ["Say"], "output": "x"}',
      '{"instruction": "Say", "input": {}, "output": "x"}',
      '{"instruction": "Say"',
      '"Say"',
      '{"instruction": "Son", "input": "  ", "output": "x"}',
    ].join('\r\n')}`;
    expect(parseInstructions(text, 'a.jsonl')).toEqual({
      records: [
        { instruction: 'Topla', input: '1, 2', output: '3', row: 1 },
        { instruction: 'Salam de', input: '', output: ' Salam\n', row: 3 },
        { instruction: 'Son', input: '', output: 'x', row: 12 },
      ],
      problems: [
        { row: 4, reason: 'output-missing' },
        { row: 5, reason: 'instruction-missing' },
        { row: 6, reason: 'instruction-missing' },
        { row: 7, reason: 'output-not-text' },
        { row: 8, reason: 'instruction-not-text' },
        { row: 9, reason: 'input-not-text' },
        { row: 10, reason: 'not-json' },
        { row: 11, reason: 'not-an-object' },
      ],
      mapping: { instruction: 'instruction', input: 'input', output: 'output' },
    });
  });

  it('keeps the records of an array that breaks off', () => {
    const text = '[{"instruction": "a", "output": "b"},\n {"instruction": "c", "outp';
    const { records, problems } = parseInstructions(text, 'a.json');
    expect(records).toEqual([{ instruction: 'a', input: '', output: 'b', row: 1 }]);
    expect(problems).toEqual([{ row: 2, reason: 'array-broken-off' }]);
  });

  it('follows a mapping that is given', () => {
    const text = '{"a": {"b": "sual"}, "instruction": "no", "output": "no", "c": "cavab"}';
    const mapping = { instruction: 'a.b', output: 'c' };
    expect(parseInstructions(text, 'a.jsonl', mapping)).toEqual({
      records: [{ instruction: 'sual', input: '', output: 'cavab', row: 1 }],
      problems: [],
      mapping,
    });
  });

  it.each([
    ['nothing', ''],
    ['plain text', 'Salam dünya'],
    ['another kind of record', '{"text": "a"}\n{"text": "b"}'],
    ['an empty array', '[]'],
    ['only bad rows', '{"instruction": "a", "output": ""}'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseInstructions(text, 'dəst.json')).toThrow(
      expect.objectContaining({ code: 'instructions-none', message: expect.stringContaining('dəst.json') }),
    );
  });

  it('accounts for every row of any JSON array', () => {
    const value = fc.oneof(fc.string(), fc.constant(''), fc.constant(null), fc.integer());
    const row = fc.oneof(
      fc.record({ instruction: value, input: value, output: value }, { requiredKeys: [] }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const all = [{ instruction: 'a', input: 'b', output: 'c' }, ...rows];
        const mapping = { instruction: 'instruction', input: 'input', output: 'output' };
        const { records, problems } = parseInstructions(JSON.stringify(all), 'a.json', mapping);
        const numbers = [...records, ...problems].map((entry) => entry.row).sort((a, b) => a - b);
        expect(numbers).toEqual(all.map((_, i) => i + 1));
        for (const record of records)
          expect(all[record.row - 1]).toMatchObject({ instruction: record.instruction, output: record.output });
      }),
    );
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the tests of instruction records on real sets are SKIPPED');

describe.skipIf(!testData)('real sets', () => {
  it.each([
    ['alpaca_en_demo.json', 999, 412, { instruction: 'instruction', input: 'input', output: 'output' }],
    ['az/train.jsonl', 75, 0, { instruction: 'instruction', output: 'response' }],
    ['az/test.jsonl', 150, 0, { instruction: 'instruction', output: 'response' }],
  ])('%s', (name, count, withInput, mapping) => {
    const set = parseInstructions(readFileSync(`${testData}/instruct/${name}`, 'utf8'), name);
    expect(set.problems).toEqual([]);
    expect(set.mapping).toEqual(mapping);
    expect(set.records.length).toBe(count);
    expect(set.records.filter(({ input }) => input !== '').length).toBe(withInput);
    expect(set.records.map(({ row }) => row)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });
});
