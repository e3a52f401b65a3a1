import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';
import { newReadCounts } from './reader.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('JSON lines and arrays', () => {
  const rows = [
    '{"text": "Birinci sənəd.", "id": 1}',
    '',
    'not json',
    '[1, 2]',
    '{"text": 5}',
    '{"body": "başqa sahə"}',
    '{"text": "  "}',
    '{"text": "İkinci\\r\\nsənəd 😀", "__proto__": {"text": "x"}}\r',
    '{"text": "cut',
  ];
  const expected = {
    documents: ['Birinci sənəd.', 'İkinci\nsənəd 😀'],
    badRows: 5,
    badRowExamples: [
      { row: 3, reason: 'not-json' },
      { row: 4, reason: 'not-an-object' },
      { row: 5, reason: 'field-not-text' },
      { row: 6, reason: 'field-missing' },
      { row: 9, reason: 'not-json' },
    ],
    emptyDocuments: 1,
  };

  it.each([1, 7, 65_536])('reads rows, counts and lists bad ones, in chunks of %d', async (chunk) => {
    const { documents, counts } = await readFile(rows.join('\n'), { format: 'jsonl' }, chunk);
    expect(documents).toEqual(expected.documents);
    const bytes = encode(rows.join('\n')).length;
    const { badRows, badRowExamples, emptyDocuments } = expected;
    expect(counts).toEqual({ ...newReadCounts(), bytes, documents: 2, badRows, badRowExamples, emptyDocuments });
  });

  it.each([1, 7, 65_536])('reads one JSON array alike, in chunks of %d', async (chunk) => {
    const array = ` \n[\n${[rows[0], 'not json', '[1, {"text": "no"}]', rows[4], '{"text": "a \\"b\\\\ , {"}', '{"text": "]"}'].join(',\n')},\n]\n`;
    const { documents, counts } = await readFile(array, { format: 'jsonl' }, chunk);
    expect(documents).toEqual(['Birinci sənəd.', 'a "b\\ , {', ']']);
    expect(counts.badRowExamples).toEqual([
      { row: 2, reason: 'not-json' },
      { row: 3, reason: 'not-an-object' },
      { row: 4, reason: 'field-not-text' },
    ]);
  });

  it.each([
    ['[{"text": "bir"}, {"text": "ik', ['bir'], 2],
    ['[{"text": "bir"}, {"text": "iki"}', ['bir', 'iki'], 3],
    ['[{"text": "bir"},', ['bir'], 2],
    ['[{"text": "bir"}, {"text": "iki}, {"text": "üç"}]', ['bir'], 2],
    ['[', [], 1],
  ])('says where an array breaks off: %s', async (text, expectedDocuments, row) => {
    const { documents, counts } = await readFile(text, { format: 'jsonl' });
    expect(documents).toEqual(expectedDocuments);
    expect(counts.badRowExamples).toEqual([{ row, reason: 'array-broken-off' }]);
  });

  it('finds the borders of elements that are no records', async () => {
    const { documents, counts } = await readFile('["a, b", 5, [",", "]"], {"text": "bir"}]', { format: 'jsonl' });
    expect(documents).toEqual(['bir']);
    expect(counts.badRowExamples).toEqual([1, 2, 3].map((row) => ({ row, reason: 'not-an-object' })));
  });

  it('reads back what JSON.stringify writes, as lines and as an array, plain and indented', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), more: fc.jsonValue({ maxDepth: 2 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 20 }),
        async (records, chunk) => {
          const { documents } = await readFile(records.map((r) => `${JSON.stringify(r)}\n`).join(''), {
            format: 'jsonl',
          });
          const texts = records.map((r) => r.text.replace(/\r\n?/g, '\n').trimEnd()).filter((text) => text !== '');
          expect(documents.map((d) => d.trim())).toEqual(texts.map((text) => text.trim()));
          for (const indent of [0, 2]) {
            const array = await readFile(JSON.stringify(records, null, indent), { format: 'jsonl' }, chunk);
            expect(array.documents).toEqual(documents);
            expect(array.counts.badRows).toBe(0);
          }
        },
      ),
    );
  });

  it('takes nested fields, and prefers a field that has the dots in its name', async () => {
    const text =
      '{"a": {"b": {"c": "dərin"}}}\n{"a.b.c": "düz", "a": {"b": {"c": "dərin"}}}\n{"a": {"b": null}}\n{"a": "b"}';
    const { documents, counts } = await readFile(text, { format: 'jsonl', field: 'a.b.c' });
    expect(documents).toEqual(['dərin', 'düz']);
    expect(counts.badRows).toBe(2);
    expect((await readFile('{"x": 1}', { format: 'jsonl', field: 'constructor.name' })).counts.badRows).toBe(1);
  });

  it.each([
    ['a list in an object', JSON.stringify({ data: [{ text: 'bir' }, { text: 'iki' }] })],
    ['an indented list in an object', JSON.stringify({ data: [{ text: 'bir' }, { text: 'iki' }] }, null, 2)],
    ['records by title', JSON.stringify({ a: { text: 'bir' }, b: { text: 'iki' } }, null, 1)],
    [
      'objects that span lines',
      [{ text: 'bir' }, { text: 'iki' }].map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ],
  ])('reads %s, in any pieces', async (_name, text) => {
    for (const chunk of [1, 7, 65_536])
      expect((await readFile(text, { format: 'jsonl' }, chunk)).documents).toEqual(['bir', 'iki']);
    expect(await previewOf('a.json', encode(text))).toMatchObject({ suggestedField: 'text', sample: ['bir', 'iki'] });
  });

  it('takes a single record for a document where it holds one', async () => {
    const text = JSON.stringify({ text: 'bir', authors: [{ text: 'Ad' }] }, null, 2);
    expect((await readFile(text, { format: 'jsonl' })).documents).toEqual(['bir']);
    expect(await previewOf('a.json', encode(text))).toMatchObject({ suggestedField: 'text', sample: ['bir'] });
  });

  it('keeps the first twenty bad rows only', async () => {
    const { counts } = await readFile('x\n'.repeat(50), { format: 'jsonl' });
    expect(counts.badRows).toBe(50);
    expect(counts.badRowExamples.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('passes over a row that is too long and survives deep nesting', async () => {
    const long = `{"text": "${'x'.repeat(1_048_576)}"}`;
    const deep = '['.repeat(200_000);
    const { documents, counts } = await readFile(`${long}\n{"d": ${deep}\n{"text": "sonra"}\n`, {
      format: 'jsonl',
      maxDocumentBytes: 1000,
    });
    expect(documents).toEqual(['sonra']);
    expect(counts.badRowExamples).toEqual([
      { row: 1, reason: 'row-too-long' },
      { row: 2, reason: 'not-json' },
    ]);
  });
});

describe('the preview of JSON', () => {
  it('tells the fields of JSON lines and suggests one', async () => {
    const text = [
      '{"id": 7, "note": null, "meta": {"title": "Baş", "n": [1]}, "mətn": "Uzun mətn."}',
      '{"id": 8, "note": "qeyd", "ok": true}',
      '{"id": 9, "mə',
    ].join('\n');
    expect(await previewOf('dump', encode(text))).toEqual({
      format: 'jsonl',
      fields: [
        { name: 'id', kind: 'number', example: '7' },
        { name: 'note', kind: 'text', example: 'qeyd' },
        { name: 'meta', kind: 'object', example: '{"title":"Baş","n":[1]}' },
        { name: 'meta.title', kind: 'text', example: 'Baş' },
        { name: 'meta.n', kind: 'list', example: '[1]' },
        { name: 'mətn', kind: 'text', example: 'Uzun mətn.' },
        { name: 'ok', kind: 'boolean', example: 'true' },
      ],
      suggestedField: 'mətn',
      suggestedSplit: 'auto',
      sample: ['Uzun mətn.'],
      kind: 'corpus',
    });
  });

  it('suggests the field with the most text when no name tells', async () => {
    const { suggestedField } = await previewOf('a.jsonl', encode('{"t": "qısa", "m": {"s": "bir az daha uzun"}}\n'));
    expect(suggestedField).toBe('m.s');
  });
});
