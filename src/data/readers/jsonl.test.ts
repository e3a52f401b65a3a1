import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { readDocuments } from './read.ts';
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
    badRows: 5,
    badRowExamples: [
      { row: 3, reason: 'not-json', excerpt: 'not json' },
      { row: 4, reason: 'not-an-object', excerpt: '[1, 2]' },
      { row: 5, reason: 'field-not-text', excerpt: '{"text":5}' },
      { row: 6, reason: 'field-missing', excerpt: '{"body":"başqa sahə"}' },
      { row: 9, reason: 'not-json', excerpt: '{"text": "cut' },
    ],
    badRowReasons: { 'not-json': 2, 'not-an-object': 1, 'field-not-text': 1, 'field-missing': 1 },
    otherFields: { body: 1 },
    emptyDocuments: 1,
  };

  it.each([1, 7, 65_536])('reads rows, counts and lists bad ones, in chunks of %d', async (chunk) => {
    const { documents, counts } = await readFile(rows.join('\n'), { format: 'jsonl' }, chunk);
    expect(documents).toEqual(['Birinci sənəd.', 'İkinci\nsənəd 😀']);
    const bytes = encode(rows.join('\n')).length;
    expect(counts).toEqual({ ...newReadCounts(), ...expected, bytes, documents: 2 });
  });

  it.each([1, 7, 65_536])('reads one JSON array alike, in chunks of %d', async (chunk) => {
    const array = ` \n[\n${[rows[0], 'not json', '[1, {"text": "no"}]', rows[4], '{"text": "a \\"b\\\\ , {"}', '{"text": "]"}'].join(',\n')},\n]\n`;
    const { documents, counts } = await readFile(array, { format: 'jsonl' }, chunk);
    expect(documents).toEqual(['Birinci sənəd.', 'a "b\\ , {', ']']);
    expect(counts.badRowExamples).toEqual([
      { row: 2, reason: 'not-json', excerpt: 'not json' },
      { row: 3, reason: 'not-an-object', excerpt: '[1, {"text": "no"}]' },
      { row: 4, reason: 'field-not-text', excerpt: '{"text":5}' },
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
    expect(counts.badRowExamples).toMatchObject([{ row, reason: 'array-broken-off' }]);
  });

  it.each([
    ['lines', "{'text': 'Birinci \\'sənəd\\'.', 'id': 1}\n{'text': \"İkinci, Bakı'da.\", 'tags': None}\n{'id': 3}\n"],
    ['a list', "[{'text': 'Birinci \\'sənəd\\'.'}, {'text': \"İkinci, Bakı'da.\", 'ok': True}, {'id': 3}]"],
    ['a list over lines', "[\n  {'text': 'Birinci \\'sənəd\\'.'},\n  {'text': \"İkinci, Bakı'da.\"},\n  {'id': 3},\n]"],
  ])('reads records as Python writes them: %s', async (_, content) => {
    expect(await previewOf('a.txt', content)).toMatchObject({ format: 'jsonl', suggestedField: 'text' });
    for (const chunk of [1, 5, 65_536]) {
      const { documents, counts } = await readFile(content, { format: 'jsonl' }, chunk);
      expect(documents).toEqual(["Birinci 'sənəd'.", "İkinci, Bakı'da."]);
      expect(counts.badRowReasons).toEqual({ 'field-missing': 1 });
    }
  });

  it('reads a list of texts as Python writes it, and leaves prose in brackets alone', async () => {
    const { documents } = await readFile("['Bir.', \"İki.\", 'Üç\\n.']", { format: 'jsonl' });
    expect(documents).toEqual(['Bir.', 'İki.', 'Üç\n.']);
    expect(await previewOf('a', "['Bir.', 'İki.']")).toMatchObject({ format: 'jsonl' });
    for (const prose of ["['Bir' dedi.] Sonra getdi.", "{'Bir' dedi.} Sonra getdi."])
      expect(await previewOf('a', prose)).toMatchObject({ format: 'text' });
  });

  it('takes bare texts for documents, and finds the borders of other elements', async () => {
    const { documents, counts } = await readFile('["a, b", 5, [",", "]"], {"text": "bir"}]', { format: 'jsonl' });
    expect(documents).toEqual(['a, b', 'bir']);
    expect(counts.badRowExamples).toEqual([
      { row: 2, reason: 'not-an-object', excerpt: '5' },
      { row: 3, reason: 'not-an-object', excerpt: '[",", "]"]' },
    ]);
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

  const two = [{ text: 'bir' }, { text: 'iki' }];
  it.each([
    ['a list in an object', JSON.stringify({ version: 1, data: two })],
    ['an indented list in an object', JSON.stringify({ data: two }, null, 2)],
    ['several lists in an object', JSON.stringify({ meta: { list: [1] }, train: two.slice(0, 1), test: two.slice(1) })],
    ['a list in objects in an object', JSON.stringify({ result: { n: 2, rows: two } })],
    ['a list of texts in an object', JSON.stringify({ n: 2, data: ['bir', 'iki'] })],
    ['a list of texts', JSON.stringify(['bir', 'iki'], null, 1)],
    ['records by title', JSON.stringify({ a: two[0], b: two[1] }, null, 1)],
    ['records by title in an object', JSON.stringify({ pages: { a: two[0], b: two[1] } })],
    ['texts by title', JSON.stringify({ 'Birinci səhifə': 'bir', ikinci: 'iki' })],
    ['columns', JSON.stringify({ text: ['bir', 'iki'], label: [0, 1] })],
    ['columns by index', JSON.stringify({ text: { 0: 'bir', 1: 'iki' }, label: { 0: 0, 1: 1 } })],
    ['objects that span lines', two.map((one) => JSON.stringify(one, null, 2)).join('\n')],
    ['objects on one line', two.map((one) => JSON.stringify(one)).join('')],
    ['arrays one after another', two.map((one) => JSON.stringify([one])).join('\n')],
    ['texts on lines', '"bir"\n"iki"\n'],
  ])('reads %s, in any pieces, also as Python writes it', async (_name, json) => {
    for (const text of json.startsWith('"') ? [json] : [json, json.replaceAll('"', "'")]) {
      for (const chunk of [1, 7, 65_536]) {
        const { documents, counts } = await readFile(text, { format: 'jsonl' }, chunk);
        expect([documents, counts.badRows]).toEqual([['bir', 'iki'], 0]);
      }
      expect(await previewOf('a.json', encode(text))).toMatchObject({ suggestedField: 'text', sample: ['bir', 'iki'] });
    }
  });

  it.each([
    ["{'info': None, 'data': [{'text': \"Bakı'da\", 'tags': ('a',)}, {'text': 'iki [2]'},]}", ["Bakı'da", 'iki [2]']],
    ["{'text': {0: 'bir', 1: 'iki'}, 'label': {0: True, 1: None}}", ['bir', 'iki']],
    ["{'bir': \"Sabir'in\", 'iki səhifə': 'ikinci'}", ["Sabir'in", 'ikinci']],
    ["{'text': 'bir', 'data': [{'text': 'iki'}]}", ['bir']],
  ])('finds the records in what Python wrote: %s', async (text, expected) => {
    for (const chunk of [1, 65_536]) {
      const { documents, counts } = await readFile(text, { format: 'jsonl' }, chunk);
      expect([documents, counts.badRows]).toEqual([expected, 0]);
    }
  });

  it('has titles as a field of the records that stand by them', async () => {
    const read = (text: string) => readFile(text, { format: 'jsonl', join: ['key'] });
    const text = JSON.stringify({ Bakı: { text: 'bir' }, Gəncə: { key: 'özünün', text: 'iki' }, Şəki: 5 });
    const { documents, counts } = await read(text);
    expect(documents).toEqual(['Bakı\n\nbir', 'özünün\n\niki']);
    expect(counts.badRowExamples).toEqual([{ row: 3, reason: 'not-an-object', excerpt: '"Şəki":5' }]);
    const own = '{"__proto__": {"text": "bir"}, "b": {"text": "iki"}}';
    expect((await read(own)).documents).toEqual(['__proto__\n\nbir', 'b\n\niki']);
  });

  it('streams a file that is one object, and lists what is no record in it', async () => {
    const record = (i: number) => (i % 1000 === 999 ? i : { id: i, text: `sənəd ${i}, ${'ə'.repeat(90)}` });
    const records = Array.from({ length: 20_000 }, (_, i) => record(i));
    const long = { maxDocumentBytes: 1000 };
    for (const whole of [{ data: records }, Object.fromEntries(records.map((one, i) => [`ad ${i}`, one]))]) {
      const { documents, counts } = await readFile(JSON.stringify(whole), { format: 'jsonl', ...long });
      expect([documents.length, documents.at(-1)?.slice(0, 11)]).toEqual([19_980, 'sənəd 19998']);
      expect(counts.badRowReasons).toEqual({ 'not-an-object': 20 });
      expect(counts.badRowExamples[1]?.row).toBe(2000);
    }
  });

  it('tells where the text is in rows that lack the field, and takes several in order', async () => {
    const text = [
      { text: 'bir', content: 'x' },
      { content: 'iki', url: 'https://misal.az/uzun/yol' },
      { url: 'u', 'text|content': 'üç' },
      { title: 'Ad', note: 'uzun qeyd' },
    ].map((one) => JSON.stringify(one));
    const { counts } = await readFile(text.join('\n'), { format: 'jsonl' });
    expect(counts).toMatchObject({ badRows: 3, otherFields: { content: 1, 'text|content': 1, note: 1 } });
    const both = await readFile(text.join('\n'), { format: 'jsonl', field: 'text|content' });
    expect([both.documents, both.counts.badRows]).toEqual([['bir', 'iki', 'üç'], 1]);
    const preview = await previewOf('a.jsonl', encode(text.join('\n')));
    expect(preview).toMatchObject({ suggestedField: 'text|content', sample: ['bir', 'iki', 'üç'] });
    expect(preview.fields.at(-1)).toEqual({ name: 'text|content', kind: 'text', example: 'bir' });
  });

  it('keeps the numbers of fields as scores, and puts texts before the text', async () => {
    const text =
      '{"title": " Ad ", "text": "bir iki", "q": 0.5, "n": "7", "s": "çox"}\n{"title": "Ad", "text": " "}\n{"text": "üç"}';
    const documents = [];
    const options = { format: 'jsonl', join: ['title'], scores: ['q', 'n', 's', 'x'], maxDocumentBytes: 8 } as const;
    const counts = newReadCounts();
    for await (const document of readDocuments(fileOf('a', text), options, counts)) documents.push(document);
    const scores = { q: 0.5, n: 7 };
    expect(documents).toEqual([{ text: 'Ad\n\nbir', scores }, { text: 'iki', scores }, { text: 'üç' }]);
    expect(counts).toMatchObject({ emptyDocuments: 1, cutDocuments: 1, badRows: 0 });
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
      { row: 1, reason: 'row-too-long', excerpt: `{"text": "${'x'.repeat(190)}…` },
      { row: 2, reason: 'not-json', excerpt: `{"d": ${'['.repeat(194)}…` },
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

  it('names the rows that give no document, but not one that the preview cuts off', async () => {
    const rows = ['{"text": "bir"}', '{"text": "iki', '7', '{"text": "üç"}'].join('\n');
    const { badRows } = await previewOf('a.jsonl', encode(`${rows}\n{"text": "dör`));
    expect(badRows).toEqual([
      { row: 2, reason: 'not-json' },
      { row: 3, reason: 'not-an-object' },
    ]);
    expect(await previewOf('a.jsonl', encode('{"text": "bir"}\n'))).not.toHaveProperty('badRows');
  });

  it('suggests the field with the most text when no name tells', async () => {
    const { suggestedField } = await previewOf('a.jsonl', encode('{"t": "qısa", "m": {"s": "bir az daha uzun"}}\n'));
    expect(suggestedField).toBe('m.s');
  });
});
