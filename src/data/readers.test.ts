import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD_BYTES, newReadCounts, previewFile, type ReadOptions, readDocuments } from './readers.ts';
import { utf8Length } from './utf8.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(input: string | Uint8Array, options: ReadOptions, chunk = 65_536) {
  const bytes = typeof input === 'string' ? encode(input) : input;
  const counts = newReadCounts();
  const documents: string[] = [];
  for await (const document of readDocuments(inChunks(bytes, chunk), options, counts)) documents.push(document);
  return { documents, counts };
}

describe('readDocuments: text', () => {
  it('gives the same for any chunks', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'ə', '😀', '\uFFFD', ' ', '\n', '\r', '\n\n'),
      minLength: 1,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('auto', 'file', 'blank-line', 'line'),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 4, max: 100 }),
        async (input, split, chunk, maxDocumentBytes) => {
          const options = { format: 'text', split, maxDocumentBytes } as const;
          expect(await read(input, options, chunk)).toEqual(await read(input, options));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('decides by the first 256 KiB, whatever the chunks', async () => {
    const lines = `${'x'.repeat(99)}\n`.repeat(2800);
    const blocksLater = `${lines}\n${'y'.repeat(10)}\n\n${'z'.repeat(10)}\n\n`;
    expect(lines.length).toBeGreaterThan(HEAD_BYTES);
    for (const chunk of [1000, 300_000]) {
      const { documents, counts } = await read(blocksLater, { format: 'text' }, chunk);
      expect(documents.length).toBe(2802);
      expect(counts.emptyDocuments).toBe(3);
    }
  });

  it('counts bytes, bad sequences and cut documents', async () => {
    const bytes = Uint8Array.from([...encode('Salam, uzun bir mətn. '), 0xff, ...encode(' Daha bir cümlə.\n')]);
    const { documents, counts } = await read(bytes, { format: 'text', split: 'file', maxDocumentBytes: 24 });
    expect(documents).toEqual(['Salam, uzun bir mətn.', '\uFFFD Daha bir cümlə.']);
    expect(counts).toEqual({ ...newReadCounts(), bytes: bytes.length, badSequences: 1, documents: 2, cutDocuments: 1 });
  });

  it('takes Markdown as one document', async () => {
    expect((await read('# Baş\n\nMətn\n\n- bir\n- iki\n', { format: 'markdown' })).documents).toEqual([
      '# Baş\n\nMətn\n\n- bir\n- iki',
    ]);
  });

  it('names the file in its errors', async () => {
    await expect(read('', { format: 'text', fileName: 'boş.txt' })).rejects.toMatchObject({
      code: 'file-empty',
      message: expect.stringContaining('boş.txt'),
    });
  });
});

describe('readDocuments: JSON', () => {
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
    const { documents, counts } = await read(rows.join('\n'), { format: 'jsonl' }, chunk);
    expect(documents).toEqual(expected.documents);
    const bytes = encode(rows.join('\n')).length;
    const { badRows, badRowExamples, emptyDocuments } = expected;
    expect(counts).toEqual({ ...newReadCounts(), bytes, documents: 2, badRows, badRowExamples, emptyDocuments });
  });

  it.each([1, 7, 65_536])('reads one JSON array alike, in chunks of %d', async (chunk) => {
    const array = ` \n[\n${[rows[0], 'not json', '[1, {"text": "no"}]', rows[4], '{"text": "a \\"b\\\\ , {"}', '{"text": "]"}'].join(',\n')},\n]\n`;
    const { documents, counts } = await read(array, { format: 'jsonl' }, chunk);
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
    const { documents, counts } = await read(text, { format: 'jsonl' });
    expect(documents).toEqual(expectedDocuments);
    expect(counts.badRowExamples).toEqual([{ row, reason: 'array-broken-off' }]);
  });

  it('finds the borders of elements that are no records', async () => {
    const { documents, counts } = await read('["a, b", 5, [",", "]"], {"text": "bir"}]', { format: 'jsonl' });
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
          const { documents } = await read(records.map((r) => `${JSON.stringify(r)}\n`).join(''), { format: 'jsonl' });
          const texts = records.map((r) => r.text.replace(/\r\n?/g, '\n').trimEnd()).filter((text) => text !== '');
          expect(documents.map((d) => d.trim())).toEqual(texts.map((text) => text.trim()));
          for (const indent of [0, 2]) {
            const array = await read(JSON.stringify(records, null, indent), { format: 'jsonl' }, chunk);
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
    const { documents, counts } = await read(text, { format: 'jsonl', field: 'a.b.c' });
    expect(documents).toEqual(['dərin', 'düz']);
    expect(counts.badRows).toBe(2);
    expect((await read('{"x": 1}', { format: 'jsonl', field: 'constructor.name' })).counts.badRows).toBe(1);
  });

  it('keeps the first twenty bad rows only', async () => {
    const { counts } = await read('x\n'.repeat(50), { format: 'jsonl' });
    expect(counts.badRows).toBe(50);
    expect(counts.badRowExamples.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('passes over a row that is too long and survives deep nesting', async () => {
    const long = `{"text": "${'x'.repeat(1_048_576)}"}`;
    const deep = '['.repeat(200_000);
    const { documents, counts } = await read(`${long}\n{"d": ${deep}\n{"text": "sonra"}\n`, {
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

describe('previewFile', () => {
  it('tells the fields of JSON lines and suggests one', () => {
    const text = [
      '{"id": 7, "note": null, "meta": {"title": "Baş", "n": [1]}, "mətn": "Uzun mətn."}',
      '{"id": 8, "note": "qeyd", "ok": true}',
      '{"id": 9, "mə',
    ].join('\n');
    expect(previewFile('dump', encode(text))).toEqual({
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

  it('suggests the field with the most text when no name tells', () => {
    const { suggestedField } = previewFile('a.jsonl', encode('{"t": "qısa", "m": {"s": "bir az daha uzun"}}\n'));
    expect(suggestedField).toBe('m.s');
  });

  it.each([
    ['instruction lines', 'a.txt', '{"instruction": "De", "response": "Dedim"}\n', 'jsonl', 'instructions'],
    [
      'an indented Alpaca array',
      'a',
      '[\n  {\n    "instruction": "De",\n    "input": "",\n    "output": "x"\n  },\n {"ins',
      'jsonl',
      'instructions',
    ],
    ['a text that begins with a bracket', 'a', '[1] Giriş, birinci hissə\n\nMətn, ikinci hissə', 'text', 'corpus'],
    ['a text that begins with a brace', 'a.txt', '{belə}\nmətn\n{elə}', 'text', 'corpus'],
    ['Markdown by its marks', 'oxu', '# Baş\n\nBax: [bura](http://a.az)\n', 'markdown', 'corpus'],
    ['Markdown by its name', 'oxu.MD', 'sadə mətn', 'markdown', 'corpus'],
    ['.txt stays text', 'oxu.txt', '# Baş\n\nBax: [bura](http://a.az)\n', 'text', 'corpus'],
    ['.jsonl without any row', 'a.jsonl', 'sadə mətn', 'jsonl', 'corpus'],
  ] as const)('recognises %s', (_name, file, text, format, kind) => {
    expect(previewFile(file, encode(text))).toMatchObject({ format, kind });
  });

  it('shows the documents as reading will give them, cut to 400 characters, also when the head ends in a character', async () => {
    const text = `${'ə'.repeat(500)}\n\n${'ikinci\n'.repeat(3)}\n`.repeat(400);
    const head = encode(text).subarray(0, HEAD_BYTES);
    const { sample, suggestedSplit } = previewFile('a.txt', head);
    const { documents } = await read(text, { format: 'text', split: suggestedSplit });
    expect(sample).toEqual([
      `${'ə'.repeat(400)}…`,
      documents[1],
      `${'ə'.repeat(400)}…`,
      documents[3],
      `${'ə'.repeat(400)}…`,
    ]);
    const lines = encode(`${`${'x'.repeat(HEAD_BYTES / 4 - 2)}\n`.repeat(4)}sonuncu`).subarray(0, HEAD_BYTES - 2);
    const cut = Uint8Array.from([...lines, 0xf0, 0x9f]);
    expect(previewFile('a.txt', cut).sample[4]).toBe('so');
  });

  it('refuses what is no text', () => {
    expect(() => previewFile('a.bin', Uint8Array.of(1, 0, 2))).toThrow(
      expect.objectContaining({ code: 'file-binary' }),
    );
    expect(() => previewFile('a.txt', new Uint8Array())).toThrow(expect.objectContaining({ code: 'file-empty' }));
  });

  it('is not slowed down by hostile input', () => {
    const started = performance.now();
    for (const text of [
      `# a\n${'['.repeat(200_000)}`,
      `# a\n${'[a]('.repeat(50_000)}`,
      '{"'.repeat(100_000),
      '['.repeat(200_000),
    ]) {
      previewFile('a', encode(text));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the tests of readers on real corpora are SKIPPED');

describe.skipIf(!testData)('real corpora', () => {
  const file = (name: string) => new Uint8Array(readFileSync(`${testData}/${name}`));

  it.each([
    ['corpus/az_demo_corpus.txt', 'text', 'blank-line', 171],
    ['corpus/tinyshakespeare.txt', 'text', 'blank-line', 7222],
    ['corpus/war-and-peace.txt', 'text', 'blank-line', 11718],
  ] as const)('%s', async (name, format, split, documents) => {
    const bytes = file(name);
    expect(previewFile(name, bytes.subarray(0, HEAD_BYTES))).toMatchObject({
      format,
      suggestedSplit: split,
      kind: 'corpus',
    });
    const whole = await read(bytes, { format });
    expect(whole.documents.length).toBe(documents);
    expect(whole.counts).toEqual({ ...newReadCounts(), bytes: bytes.length, documents });
    expect(await read(bytes, { format }, 4093)).toEqual(whole);
    const letters = (text: string) => text.replace(/\s/g, '');
    expect(letters(whole.documents.join(''))).toBe(letters(new TextDecoder().decode(bytes)));
    const cut = await read(bytes, { format, maxDocumentBytes: 8192 });
    expect(Math.max(...cut.documents.map(utf8Length))).toBeLessThanOrEqual(8192);
    expect(letters(cut.documents.join(''))).toBe(letters(whole.documents.join('')));
  });

  it.each(['instruct/alpaca_en_demo.json', 'instruct/az/train.jsonl', 'instruct/az/test.jsonl'])(
    '%s is an instruction set',
    (name) => {
      expect(previewFile('x', file(name).subarray(0, HEAD_BYTES))).toMatchObject({
        format: 'jsonl',
        kind: 'instructions',
      });
    },
  );
});
