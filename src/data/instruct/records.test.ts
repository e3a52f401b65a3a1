import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instructionsOf, rowsOf } from '../../testing/instructions.ts';
import { type Reading, recognise } from './recognise.ts';
import { readSet } from './records.ts';

const asInstruction = (mapping: Reading['mapping']): Reading => ({ shape: 'instruction', mapping });
const usual = asInstruction({ instruction: 'instruction', input: 'input', output: 'output' });

describe('recognise', () => {
  it.each([
    [{ instruction: 'a', input: '', output: 'b' }, usual],
    [
      { id: '1', category: 'c', instruction: 'a', response: 'b' },
      asInstruction({ instruction: 'instruction', output: 'response' }),
    ],
    [{ prompt: 'a', completion: 'b' }, asInstruction({ instruction: 'prompt', output: 'completion' })],
    [
      { question: 'a', context: 'c', answer: 'b' },
      asInstruction({ instruction: 'question', input: 'context', output: 'answer' }),
    ],
    [{ INSTRUCTION: 'a', Output: 'b' }, asInstruction({ instruction: 'INSTRUCTION', output: 'Output' })],
    [
      { Təlimat: 'a', Giriş: '', Cavab: 'b' },
      asInstruction({ instruction: 'Təlimat', input: 'Giriş', output: 'Cavab' }),
    ],
    [{ soru: 'a', cevap: 'b' }, asInstruction({ instruction: 'soru', output: 'cevap' })],
    [{ input: 'a', output: 'b' }, asInstruction({ instruction: 'input', output: 'output' })],
    [{ question: 'a', answer: 42 }, asInstruction({ instruction: 'question', output: 'answer' })],
    [
      { system_prompt: 's', question: 'a', response: 'b' },
      asInstruction({ instruction: 'question', output: 'response', system: 'system_prompt' }),
    ],
    [{ text: 'a' }, undefined],
    [{ instruction: 'a' }, undefined],
    [{ instruction: ['a'], output: 'b' }, asInstruction({ instruction: 'instruction', output: 'output' })],
    [{ instruction: [1], output: 'b' }, undefined],
    [{ messages: ['a', 'b'] }, undefined],
    [
      { prompt: 'whole prompt', instruction: 'a', output: 'b' },
      asInstruction({ instruction: 'instruction', output: 'output' }),
    ],
  ])('%j', (record, reading) => {
    expect(recognise([record])).toEqual(reading);
  });

  it('takes the name that most records have', () => {
    const records = [
      { prompt: 'a', output: 'b' },
      { instruction: 'a', output: 'b' },
      { prompt: 'a', output: 'b' },
    ];
    expect(recognise(records)).toEqual(asInstruction({ instruction: 'prompt', output: 'output' }));
    expect(recognise([])).toBeUndefined();
  });
});

describe('a set', () => {
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
    const { records, problems, remarks, reading } = instructionsOf(text, 'a.jsonl');
    expect({ records, problems, remarks, reading }).toEqual({
      records: [
        { instruction: 'Topla', input: '1, 2', output: '3', row: 1 },
        { instruction: 'Salam de', input: '', output: ' Salam\n', row: 3 },
        { instruction: 'Say', input: '', output: '3', row: 7 },
        { instruction: 'Son', input: '', output: 'x', row: 12 },
      ],
      problems: [
        { row: 4, reason: 'output-missing' },
        { row: 5, reason: 'instruction-missing' },
        { row: 6, reason: 'instruction-missing' },
        { row: 8, reason: 'text-is-list' },
        { row: 9, reason: 'input-not-text' },
        { row: 10, reason: 'not-json' },
        { row: 11, reason: 'not-an-object' },
      ],
      remarks: [{ remark: 'taken-as-text', rows: [7] }],
      reading: usual,
    });
  });

  it('keeps the records of an array that breaks off', () => {
    const text = '[{"instruction": "a", "output": "b"},\n {"instruction": "c", "outp';
    const { records, problems } = instructionsOf(text, 'a.json');
    expect(records).toEqual([{ instruction: 'a', input: '', output: 'b', row: 1 }]);
    expect(problems).toEqual([{ row: 2, reason: 'array-broken-off' }]);
  });

  it('maps a field that appears late', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({
      instruction: `${i}?`,
      output: `${i}.`,
      ...(i === 499 ? { input: 'gec' } : {}),
    }));
    const { reading, records } = instructionsOf(JSON.stringify(rows), 'a.json');
    expect(reading).toEqual(usual);
    expect(records.at(-1)?.input).toBe('gec');
  });

  it('takes fifty thousand rows without an input before the first with one', () => {
    const line = (i: number) => JSON.stringify({ instruction: `${i}?`, input: i < 50_000 ? null : 'x', output: '.' });
    const { records, problems } = instructionsOf(
      Array.from({ length: 50_010 }, (_, i) => line(i)).join('\n'),
      'a.jsonl',
    );
    expect(problems).toEqual([]);
    expect(records.filter(({ input }) => input === 'x')).toHaveLength(10);
  });

  it.each([
    ['a list', ['d', 'e'], 'text-is-list'],
    ['an object', { text: 'd' }, 'output-not-text'],
    ['a list of nothing', [], 'output-not-text'],
    ['a list of other things', ['d', 1], 'output-not-text'],
  ])('lists a row whose answer is %s, and takes the others', (_name, output, reason) => {
    const { records, problems } = instructionsOf(
      JSON.stringify([
        { instruction: 'a', output: 'b' },
        { instruction: 'c', output },
      ]),
      'a.json',
    );
    expect(records).toHaveLength(1);
    expect(problems).toEqual([{ row: 2, reason }]);
  });

  it('reads past a byte order mark, carriage returns and a comma at the end, and names the row that is no JSON', () => {
    const text = '\uFEFF[\r\n{"instruction": "a", "output": "b"},\r\n{"instruction": "c", "output": NaN},\r\n]\r\n';
    const { records, problems } = instructionsOf(text, 'a.json');
    expect(records).toEqual([{ instruction: 'a', input: '', output: 'b', row: 1 }]);
    expect(problems).toEqual([{ row: 2, reason: 'not-json' }]);
  });

  it('joins a list of texts by lines where that was chosen, and says so', () => {
    const text = JSON.stringify([
      { instruction: 'a', output: 'b' },
      { instruction: 'c', output: ['d', 'e'] },
    ]);
    const { reading } = instructionsOf(text, 'a.json');
    const { records, problems, remarks } = instructionsOf(text, 'a.json', { ...reading, joinLists: true });
    expect(records.map(({ output }) => output)).toEqual(['b', 'd\ne']);
    expect(problems).toEqual([]);
    expect(remarks).toEqual([{ remark: 'list-joined', rows: [2] }]);
  });

  it('recognises a set whose answers are all lists, and takes them once they are joined', () => {
    const rows = ['a', 'b'].map((instruction) => ({ instruction, context: ['c'], output: ['d', 'e'] }));
    for (const [text, name] of [
      [JSON.stringify(rows), 'a.json'],
      [JSON.stringify(rows[0]), 'a.jsonl'],
    ] as const) {
      const { reading, records, problems, fields } = instructionsOf(text, name);
      expect(reading).toEqual({ shape: 'instruction', mapping: { instruction: 'instruction', output: 'output' } });
      expect(records).toEqual([]);
      expect(problems[0]).toEqual({ row: 1, reason: 'text-is-list' });
      expect(fields.find((field) => field.name === 'output')?.textLists).toBe(problems.length);
      const joined = instructionsOf(text, name, { ...reading, joinLists: true });
      expect(joined.records[0]).toEqual({ instruction: 'a', input: '', output: 'd\ne', row: 1 });
    }
  });

  it('takes a field of texts before one of lists', () => {
    const row = { instruction: 'a', output: ['b'], response: 'c' };
    expect(instructionsOf(JSON.stringify([row]), 'a.json').reading.mapping.output).toBe('response');
  });

  it.each([
    ['a list', `[{'instruction': 'a', 'input': None, 'output': "it's"},\n {'instruction': 'c', 'output': 'd'}]`],
    ['lines', `{'instruction': 'a', 'input': None, 'output': "it's"}\n{'instruction': 'c', 'output': 'd'}\n`],
  ])('reads what Python printed in the place of JSON, and says so: %s', (_name, text) => {
    const { records, problems, remarks } = instructionsOf(text, 'a.json');
    expect(records.map(({ instruction, output }) => [instruction, output])).toEqual([
      ['a', "it's"],
      ['c', 'd'],
    ]);
    expect(problems).toEqual([]);
    expect(remarks).toEqual([{ remark: 'python-literal', rows: [1, 2] }]);
  });

  it('lists rows among those of Python that are none', () => {
    const { records, problems } = instructionsOf(
      `[{'instruction': 'a', 'output': 'b'}, {'instruction': open('x'), 'output': 'd'}, ['e']]`,
      'a.json',
    );
    expect(records).toHaveLength(1);
    expect(problems).toEqual([
      { row: 2, reason: 'not-json' },
      { row: 3, reason: 'not-an-object' },
    ]);
  });

  it.each([
    [42, '42'],
    [3.5, '3.5'],
    [true, 'true'],
    [0, '0'],
    [false, 'false'],
  ])('takes %j as text, and counts it', (output, text) => {
    const { records, remarks } = instructionsOf(JSON.stringify([{ instruction: 'a', output }]), 'a.json');
    expect(records[0]?.output).toBe(text);
    expect(remarks).toEqual([{ remark: 'taken-as-text', rows: [1] }]);
  });

  const two = [
    { instruction: 'a', output: 'b' },
    { instruction: 'c', output: 'd' },
  ];
  it.each([
    ['an array in .jsonl', 'a.jsonl', JSON.stringify(two)],
    ['lines in .json', 'a.json', two.map((record) => JSON.stringify(record)).join('\n')],
    ['indented objects one after another', 'a.json', two.map((record) => JSON.stringify(record, null, 2)).join('\n')],
    ['a list in an object', 'a.json', JSON.stringify({ version: '1', data: two })],
    ['an indented list in an object', 'a.json', JSON.stringify({ version: '1', data: two }, null, 2)],
    ['records by name', 'a.json', JSON.stringify({ first: two[0], second: two[1] }, null, 1)],
    ['columns', 'a.json', JSON.stringify({ instruction: ['a', 'c'], output: ['b', 'd'] })],
    ['columns by index', 'a.json', JSON.stringify({ instruction: { 0: 'a', 1: 'c' }, output: { 0: 'b', 1: 'd' } })],
    ['CSV', 'a.csv', 'instruction,output\r\na,b\r\nc,d\r\n'],
    ['TSV', 'a.tsv', 'instruction\toutput\na\tb\nc\td'],
    ['a table by its tabs', 'a.txt', 'instruction\toutput\na\tb\nc\td'],
  ])('reads %s', (_name, file, text) => {
    const { records, problems } = instructionsOf(text, file);
    expect(problems).toEqual([]);
    expect(records.map(({ instruction, output }) => ({ instruction, output }))).toEqual(two);
  });

  it('keeps a single record of its own', () => {
    const one = JSON.stringify(
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      null,
      2,
    );
    expect(instructionsOf(one, 'a.json').records).toEqual([{ instruction: 'a', input: '', output: 'b', row: 1 }]);
  });

  it.each([
    ['template-in-output', { instruction: 'a', output: 'b\n\n### Təlimat:\nc' }],
    ['template-in-output', { instruction: 'a', output: '### Response: b' }],
    ['template-in-output', { instruction: 'a', output: 'b<|im_end|>' }],
    ['output-is-input', { instruction: 'Düzəlt', input: 'Salam dünya', output: ' Salam dünya\n' }],
    ['output-is-input', { instruction: 'Salam', output: 'Salam' }],
  ])('says %s of a record that it keeps', (remark, record) => {
    const { records, remarks } = instructionsOf(JSON.stringify([record]), 'a.json');
    expect(records).toHaveLength(1);
    expect(remarks).toEqual([{ remark, rows: [1] }]);
  });

  it.each([
    { instruction: 'a', output: '### Başlıq\nmətn' },
    { instruction: 'a', output: 'In Markdown, write ### Response for a heading' },
    { instruction: 'a', input: 'b', output: 'a' },
  ])('has nothing to say of %j', (record) => {
    expect(instructionsOf(JSON.stringify([record]), 'a.json').remarks).toEqual([]);
  });

  it('gives the same for any pieces of the file', () => {
    const text = '\uFEFFinstruction;output;not used\r\n"a;\n""b""";c;1\r\nd;e\r\nf;"g";2';
    const whole = rowsOf(text, 'a.csv');
    for (let piece = 1; piece < 9; piece++) expect(rowsOf(text, 'a.csv', piece)).toEqual(whole);
    expect(readSet(whole, 'a.csv')).toMatchObject({
      records: [
        { instruction: 'a;\n"b"', output: 'c', row: 2 },
        { instruction: 'f', output: 'g', row: 4 },
      ],
      problems: [{ row: 3, reason: 'columns-differ' }],
      fields: [{ name: 'instruction' }, { name: 'output' }, { name: 'not used' }],
    });
  });

  it('follows a mapping that is given', () => {
    const text = '{"a": {"b": "sual"}, "instruction": "no", "output": "no", "c": "cavab"}';
    const given = asInstruction({ instruction: 'a.b', output: 'c' });
    const { records, problems, reading } = instructionsOf(text, 'a.jsonl', given);
    expect(records).toEqual([{ instruction: 'sual', input: '', output: 'cavab', row: 1 }]);
    expect({ problems, reading }).toEqual({ problems: [], reading: given });
  });

  it.each([
    ['nothing', ''],
    ['plain text', 'Salam dünya'],
    ['another kind of record', '{"text": "a"}\n{"text": "b"}'],
    ['an empty array', '[]'],
    ['only bad rows', '{"instruction": "a", "output": ""}'],
  ])('refuses %s', (_name, text) => {
    expect(() => instructionsOf(text, 'dəst.json')).toThrow(
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
        const { records, problems } = instructionsOf(JSON.stringify(all), 'a.json', usual);
        const numbers = [...records, ...problems].map((entry) => entry.row).sort((a, b) => a - b);
        expect(numbers).toEqual(all.map((_, i) => i + 1));
        for (const record of records)
          expect(String((all[record.row - 1] as { output: unknown }).output)).toBe(record.output);
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
    const set = instructionsOf(readFileSync(`${testData}/instruct/${name}`, 'utf8'), name);
    expect(set.problems).toEqual([]);
    expect(set.reading.mapping).toEqual(mapping);
    expect(set.records.length).toBe(count);
    expect(set.records.filter(({ input }) => input !== '').length).toBe(withInput);
    expect(set.records.map(({ row }) => row)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });

  it('maps the field that only the last of a hundred and one records has', () => {
    const name = '05-alpaca-input-lost/set.json';
    const { reading, records } = instructionsOf(readFileSync(`${testData}/cases/${name}`, 'utf8'), name);
    expect(reading).toEqual(usual);
    expect(records.filter(({ input }) => input !== '')).not.toEqual([]);
  });
});
