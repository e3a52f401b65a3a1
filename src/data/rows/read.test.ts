import { gzipSync } from 'node:zlib';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readRows } from './read.ts';
import type { Row } from './row.ts';

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

/** That of Zstandard makes damaged pages. */
const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  ZSTD: (bytes: Uint8Array) => bytes.slice(1),
};

/** Written by Arrow (pyarrow 25): `snappy` with a dictionary, times of 96 bits and lists, the others with the answers alone. */
const BY_ARROW = {
  snappy: [
    'UEFSMRUEFVoVXkwVBBUAEgAALbARAAAAQmFrxLEgaGFyYWRhZMSxcj8UAAAAxLBraSDDvHN0yZlnyZlsIGlraT8VABUSFRYsFQYV',
    'EBUGFQYcAAAACSACAAAABgEBAwIVBBVCFUZMFQQVABIAACGAEwAAAFjJmXrJmXIgc2FoaWxpbmTJmS4GAAAARMO2cmQuFQAVEhUW',
    'LBUGFRAVBhUGHAAAAAkgAgAAAAMDAQMCFQQVGBUcTBUCFQASAAAMLAAyTZ0LCgAAc40lABUAFRIVFiwVBhUQFQYVBhwAAAAJIAIA',
    'AAAGAQEGABUEFRQVGEwVBBUAEgAACiQBAAAAYQEAAABiFQAVIBUkLBUIFRAVBhUGHAAAABA8AgAAAAMCAwAAAAMfAAEDAhUEGXw1',
    'ABgGc2NoZW1hFQgAFQwlAhgBcSUATBwAAAAVDCUCGAFhJQBMHAAAABUGJQIYAmF0ADUCGAR0YWdzFQIVBkw8AAAANQQYBGxpc3QV',
    'AgAVDCUCGAdlbGVtZW50JQBMHAAAABYGGRwZTCYAHBUMGTUABhAZGAFxFQIWBhauARa2ASaCASYIKSwVBBUAFQIAFQAVEBUCADwW',
    'bBkGGSYABgAAACYAHBUMGTUABhAZGAFhFQIWBhaWARaeASagAia+ASksFQQVABUCABUAFRAVAgA8FjIZBhkmAgQAAAAmABwVBhk1',
    'AAYQGRgCYXQVAhYGFmwWdCaUAybcAiksFQQVABUCABUAFRAVAgA8KQYZJgAGAAAAJgAcFQwZNQAGEBk4BHRhZ3MEbGlzdAdlbGVt',
    'ZW50FQIWCBZ2Fn4mhAQm0AMpLBUEFQAVAgAVABUQFQIAPBYEGSYGAhlGAgIABAAAABamBBYGJggWxgQAKCBwYXJxdWV0LWNwcC1h',
    'cnJvdyB2ZXJzaW9uIDI1LjAuMRlMHAAAHAAAHAAAHAAAAJ4BAABQQVIx',
  ].join(''),
  zstd: [
    'UEFSMRUEFUIVVEwVBBUAEgAAKLUv/SAhCQEAEwAAAFjJmXrJmXIgc2FoaWxpbmTJmS4GAAAARMO2cmQuFQAVEhUkLBUGFRAVBhUG',
    'HAAAACi1L/0gCUkAAAIAAAADAwEDAhUEGSw1ABgGc2NoZW1hFQIAFQwlAhgBYSUATBwAAAAWBhkcGRwmABwVDBk1AAYQGRgBYRUM',
    'FgYWlgEWugEmeCYIKSwVBBUAFQIAFQAVEBUCADwWMhkGGSYCBAAAABaWARYGJggWugEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJz',
    'aW9uIDI1LjAuMRkcHAAAAJAAAABQQVIx',
  ].join(''),
  lz4: [
    'UEFSMRUEFUIVRkwVBBUAEgAA8BITAAAAWMmZesmZciBzYWhpbGluZMmZLgYAAABEw7ZyZC4VABUSFRQsFQYVEBUGFQYcAAAAkAIA',
    'AAADAwEDAhUEGSw1ABgGc2NoZW1hFQIAFQwlAhgBYSUATBwAAAAWBhkcGRwmABwVDBk1AAYQGRgBYRUOFgYWlgEWnAEmaiYIKSwV',
    'BBUAFQIAFQAVEBUCADwWMhkGGSYCBAAAABaWARYGJggWnAEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRkcHAAA',
    'AJAAAABQQVIx',
  ].join(''),
} as const;

async function read(content: Uint8Array<ArrayBuffer> | ArrayBuffer | string, name: string) {
  const rows: Row[] = [];
  let bytes = 0;
  const file = new File([content], name);
  for await (const some of readRows(file, (more) => (bytes += more))) rows.push(...some);
  return { rows, bytes, size: file.size };
}

const parquet = (columnData: ColumnSource[], options: Options = {}) => parquetWriteBuffer({ columnData, ...options });

describe('text', () => {
  it('is read gzipped or not, and what is read of the file is told', async () => {
    const text = '{"a": 1}\n{"a": 2}';
    const expected = [
      { row: 1, record: { a: 1 } },
      { row: 2, record: { a: 2 } },
    ];
    for (const content of [text, new Uint8Array(gzipSync(text))]) {
      const { rows, bytes, size } = await read(content, 'a.jsonl');
      expect(rows).toEqual(expected);
      expect(bytes).toBe(size);
    }
  });

  it.each([
    ['', 'file-empty'],
    [new Uint8Array(gzipSync('')), 'file-empty'],
    [Uint8Array.of(1, 0, 2, 0, 3), 'file-binary'],
  ])('is refused where there is none (%#)', async (content, code) => {
    await expect(read(content, 'a.json')).rejects.toMatchObject({ code });
  });
});

describe('Parquet', () => {
  it('gives what JSON would hold, over several row groups', async () => {
    const buffer = parquet(
      [
        { name: 'question', data: ['a', 'ə', null, ''], type: 'STRING' },
        { name: 'id', data: [1n, 2n ** 60n, -3n, null], type: 'INT64' },
        { name: 'score', data: [0.5, 1, -2, 3], type: 'DOUBLE' },
        { name: 'good', data: [true, false, true, null], type: 'BOOLEAN' },
        { name: 'at', data: [0, 1, 2, 3].map((day) => new Date(day * 86_400_000)), type: 'TIMESTAMP' },
        { name: 'image', data: [0, 1, 2, 3].map((byte) => Uint8Array.of(byte, 255)), type: 'BYTE_ARRAY' },
      ],
      { rowGroupSize: 3 },
    );
    const { rows } = await read(buffer, 'a.parquet');
    expect(rows).toEqual([
      {
        row: 1,
        record: expect.objectContaining({
          question: 'a',
          id: 1,
          score: 0.5,
          good: true,
          at: '1970-01-01T00:00:00.000Z',
        }),
      },
      { row: 2, record: expect.objectContaining({ question: 'ə', id: '1152921504606846976', score: 1, good: false }) },
      { row: 3, record: expect.objectContaining({ question: null, id: -3, score: -2, good: true }) },
      { row: 4, record: expect.objectContaining({ question: '', id: null, score: 3, good: null }) },
    ]);
  });

  it('gives lists of turns, empty and missing ones too', async () => {
    const turns = [
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: null },
      ],
      [],
      null,
    ];
    const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const;
    const buffer = parquet([{ name: 'messages', data: turns }], {
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'messages', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'role', ...text },
        { name: 'content', ...text },
      ],
    });
    const { rows } = await read(buffer, 'a.parquet');
    expect(rows.map((row) => 'record' in row && row.record.messages)).toEqual(turns);
  });

  it('is read compressed by gzip', async () => {
    const data = Array.from({ length: 500 }, (_, i) => `sual ${i % 7}`);
    const buffer = parquet([{ name: 'a', data, type: 'STRING' }], { codec: 'GZIP', compressors: COMPRESSORS });
    const { rows } = await read(buffer, 'a.parquet');
    expect(rows.map((row) => 'record' in row && row.record.a)).toEqual(data);
  });

  const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

  it('is read as Arrow writes it, with dictionaries, old times, lists and nothing', async () => {
    const { rows } = await read(fromBase64(BY_ARROW.snappy), 'a.parquet');
    const at = '2026-01-02T03:04:05.000Z';
    expect(rows).toEqual([
      { row: 1, record: { q: 'Bakı haradadır?', a: 'Xəzər sahilində.', at, tags: ['a', 'b'] } },
      { row: 2, record: { q: 'İki üstəgəl iki?', a: 'Dörd.', at, tags: [] } },
      { row: 3, record: { q: 'Bakı haradadır?', a: null, at, tags: null } },
    ]);
  });

  it.each(['zstd', 'lz4'] as const)('is read compressed by %s', async (codec) => {
    const { rows } = await read(fromBase64(BY_ARROW[codec]), 'a.parquet');
    expect(rows.map((row) => 'record' in row && row.record.a)).toEqual(['Xəzər sahilində.', 'Dörd.', null]);
  });

  const whole = new Uint8Array(parquet([{ name: 'a', data: ['b', 'c'], type: 'STRING' }]));
  const zstd = () =>
    parquet([{ name: 'a', data: ['b'.repeat(500)], type: 'STRING' }], {
      codec: 'ZSTD',
      compressors: COMPRESSORS,
    });
  it.each([
    ['cut off', whole.slice(0, 40)],
    ['without its end', whole.slice(0, -4)],
    ['damaged within', zstd()],
  ])('is named where it is %s', async (_name, content) => {
    await expect(read(content, 'a.parquet')).rejects.toMatchObject({
      code: 'file-parquet-unreadable',
      details: { file: 'a.parquet' },
    });
  });
});
