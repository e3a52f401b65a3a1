import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';
import { utf8Length } from '../utf8.ts';
import { newReadCounts } from './reader.ts';
import { HEAD_BYTES } from './reader-file.ts';
import { ACCEPTED_FILES, READERS, readerOf, SHOWN_EXTENSIONS } from './table.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('the table of readers', () => {
  it('names each once, and finds it by its name', () => {
    expect(new Set(READERS.map(({ id }) => id)).size).toBe(READERS.length);
    for (const reader of READERS) expect(readerOf(reader.id)).toBe(reader);
  });

  it('offers each extension once', async () => {
    const offered = ACCEPTED_FILES.split(',');
    expect(new Set(offered).size).toBe(offered.length);
    for (const { extensions } of READERS) for (const name of extensions) expect(name).toMatch(/^\.[a-z0-9]+$/);
    expect(SHOWN_EXTENSIONS.split(', ')).toEqual(READERS.map(({ extensions }) => extensions[0]).toReversed());
  });

  it.each(READERS.map(({ id }) => id))(
    '%s: any bytes give the same in any chunks, or the same error',
    async (format) => {
      const unit = fc.constantFrom(
        '{"text": "',
        '"}',
        '[',
        ']',
        ',',
        'ə',
        '😀',
        '\uFFFD',
        '\n',
        '\n\n',
        '\r',
        '# ',
        ' ',
        '"',
        ';',
        '\u0000',
      );
      const outcome = (bytes: Uint8Array, chunk: number) =>
        readFile(bytes, { format }, chunk).catch(({ code }) => code);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (content, chunk) => {
          const bytes = encode(content);
          expect(await outcome(bytes, chunk)).toEqual(await outcome(bytes, 65_536));
        }),
      );
    },
  );
});

describe('previewFile', () => {
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
    ['a table by its name', 'a.CSV', 'ad,yaş\nAnar,5\n', 'delimited', 'corpus'],
    ['lines of JSON that are named as a table', 'a.csv', '{"text": "bir"}\n{"text": "iki"}\n', 'jsonl', 'corpus'],
    ['Markdown by its marks', 'oxu', '# Baş\n\nBax: [bura](http://a.az)\n', 'markdown', 'corpus'],
    ['Markdown by its name', 'oxu.MD', 'sadə mətn', 'markdown', 'corpus'],
    ['.txt stays text', 'oxu.txt', '# Baş\n\nBax: [bura](http://a.az)\n', 'text', 'corpus'],
    ['.jsonl without any row', 'a.jsonl', 'sadə mətn', 'jsonl', 'corpus'],
  ] as const)('recognises %s', async (_name, file, text, format, kind) => {
    expect(await previewOf(file, encode(text))).toMatchObject({ format, kind });
  });

  it('refuses what is no text', async () => {
    await expect(previewOf('a.bin', Uint8Array.of(1, 0, 2))).rejects.toMatchObject({ code: 'file-binary' });
    await expect(previewOf('a.txt', new Uint8Array())).rejects.toMatchObject({ code: 'file-empty' });
  });

  // Work that grows with the square of these would take minutes.
  it('ends soon on hostile input', { timeout: 20_000 }, async () => {
    for (const text of [
      `# a\n${'['.repeat(200_000)}`,
      `# a\n${'[a]('.repeat(50_000)}`,
      '{"'.repeat(100_000),
      '['.repeat(200_000),
    ]) {
      await expect(previewOf('a', encode(text))).resolves.toBeDefined();
    }
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
    expect(await previewOf(name, bytes.subarray(0, HEAD_BYTES))).toMatchObject({
      format,
      suggestedSplit: split,
      kind: 'corpus',
    });
    const whole = await readFile(bytes, { format });
    expect(whole.documents.length).toBe(documents);
    expect(whole.counts).toEqual({ ...newReadCounts(), bytes: bytes.length, documents });
    expect(await readFile(bytes, { format }, 4093)).toEqual(whole);
    const letters = (text: string) => text.replace(/\s/g, '');
    expect(letters(whole.documents.join(''))).toBe(letters(new TextDecoder().decode(bytes)));
    const cut = await readFile(bytes, { format, maxDocumentBytes: 8192 });
    expect(Math.max(...cut.documents.map(utf8Length))).toBeLessThanOrEqual(8192);
    expect(letters(cut.documents.join(''))).toBe(letters(whole.documents.join('')));
  });

  it.each(['instruct/alpaca_en_demo.json', 'instruct/az/train.jsonl', 'instruct/az/test.jsonl'])(
    '%s is an instruction set',
    async (name) => {
      expect(await previewOf('x', file(name).subarray(0, HEAD_BYTES))).toMatchObject({
        format: 'jsonl',
        kind: 'instructions',
      });
    },
  );
});
