import { describe, expect, it } from 'vitest';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { previewFile } from './read.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('tables as text', () => {
  const table = [
    'ad;mətn;bal',
    'Bakı;"Birinci sətir;\r\n""ikinci"" sətir";0,5',
    'yarımçıq;sətir',
    'Gəncə;;1',
    'Şəki;Üçüncü;2;artıq',
    'Quba;"Sonuncu',
  ].join('\r\n');

  it.each([1, 7, 65_536])('are read by a column, rows that do not fit listed, in chunks of %d', async (chunk) => {
    const options = { format: 'delimited', field: 'mətn', join: ['ad'] } as const;
    const { documents, counts } = await readFile(table, options, chunk);
    expect(documents).toEqual(['Bakı\n\nBirinci sətir;\n"ikinci" sətir']);
    expect(counts).toMatchObject({
      badRows: 3,
      emptyDocuments: 1,
      badRowReasons: { 'columns-differ': 2, 'array-broken-off': 1 },
      badRowExamples: [
        { row: 3, reason: 'columns-differ', excerpt: 'yarımçıq;sətir' },
        { row: 5, reason: 'columns-differ', excerpt: 'Şəki;Üçüncü;2;artıq' },
        { row: 6, reason: 'array-broken-off', excerpt: 'Quba;Sonuncu' },
      ],
    });
  });

  it('count all rows that a quote which is not closed takes with it', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => `${n},mətn ${n}`);
    const table = ['id,text', ...rows.slice(0, 10), '10,"açıq qalan', ...rows.slice(11)].join('\n');
    const { documents, counts } = await readFile(table, { format: 'delimited', field: 'text' });
    expect(documents.length).toBe(10);
    expect(counts).toMatchObject({
      badRows: 40,
      badRowReasons: { 'array-broken-off': 40 },
      badRowExamples: [{ row: 12, reason: 'array-broken-off', excerpt: expect.stringMatching(/^10,açıq qalan/) }],
    });
  });

  it('are recognised by their columns where their names do not tell', async () => {
    for (const separator of [',', ';', '\t', '|']) {
      const text = `id${separator}text\n1${separator}Bir\n2${separator}İki\n`;
      expect(await previewOf('a', encode(text))).toEqual({
        format: 'delimited',
        fields: [
          { name: 'id', kind: 'text', example: '1' },
          { name: 'text', kind: 'text', example: 'Bir' },
        ],
        suggestedField: 'text',
        suggestedSplit: 'auto',
        sample: ['Bir', 'İki'],
        kind: 'corpus',
      });
    }
    expect(await previewOf('a', encode('Salam, text\nnecəsən\n'))).toMatchObject({ format: 'text' });
    expect(await previewOf('a.tsv', encode('a\tb\n1\t2'))).toMatchObject({ format: 'delimited' });
  });

  it.each([
    ['of numbers', 'Bir,1\nİki,2\n'],
    ['that end a sentence', '"Bu, bir cümlədir.",1a\n"Bu da.",2a\n'],
    ['of one name', 'a,a\nb,b\n'],
  ])('have numbered columns where the first row has cells %s', async (_name, text) => {
    expect((await previewOf('a.csv', encode(text))).fields.map(({ name }) => name)).toEqual(['1', '2']);
    expect((await readFile(text, { format: 'delimited', field: '1' })).documents).toHaveLength(2);
  });

  it('have a header or none where a person says so', async () => {
    const read = (header: 'yes' | 'no', field: string) =>
      readFile('Bir,1\nİki,2', { format: 'delimited', field, header });
    expect((await read('yes', 'Bir')).documents).toEqual(['İki']);
    expect((await readFile('a,b\nc,d', { format: 'delimited', field: '2', header: 'no' })).documents).toEqual([
      'b',
      'd',
    ]);
  });

  it('with line breaks of old kinds and rows that are too long', async () => {
    expect((await readFile('a,text\r1,bir\r2,iki\r', { format: 'delimited' })).documents).toEqual(['bir', 'iki']);
    const long = `a,text\n1,"${'x,'.repeat(600_000)}"\n${','.repeat(1_100_000)}\n2,iki\n`;
    const { documents, counts } = await readFile(long, { format: 'delimited', maxDocumentBytes: 100 });
    expect(documents).toEqual(['iki']);
    expect(counts.badRowReasons).toEqual({ 'row-too-long': 2 });
  });

  it('is previewed as it would be read: with or without a header, with texts before the text', async () => {
    const file = fileOf('a.csv', 'başlıq,mətn\nBir,Birinci sənəd.\nİki,İkinci sənəd.\n');
    const named = await previewFile(file, { field: 'mətn', join: ['başlıq'] });
    expect(named.sample).toEqual(['Bir\n\nBirinci sənəd.', 'İki\n\nİkinci sənəd.']);
    const bare = await previewFile(file, { header: 'no' });
    expect(bare.fields.map(({ name }) => name)).toEqual(['1', '2']);
    expect(bare.sample).toHaveLength(3);
    expect(await previewFile(file, { format: 'text', split: 'line' })).toMatchObject({
      format: 'text',
      sample: ['başlıq,mətn', 'Bir,Birinci sənəd.', 'İki,İkinci sənəd.'],
    });
  });
});
