import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { ParquetTable } from '../rows/parquet-table.ts';
import { readDocuments } from './read.ts';
import { newReadCounts } from './reader.ts';

/**
 * Written by Arrow (pyarrow 25), pages of three rows, structs and texts of which some are null: `grouped` in groups of 8 rows
 * with dictionaries, Zstandard and pages of version 2, `plain` in one group, without dictionaries, with Snappy.
 */
const BY_ARROW = {
  grouped: [
    'UEFSMRUEFZICFaIBTBUOFQASAAAotS/9IIlFAgD0AgsAAABTyZluyZlkIDA6IA0xOiDJmQ8yOiDJmcmZETPJmRM0yZkXNsmZyZkLNzog',
    'CQA+jYLNdBoHiMBpBoxr03CaphBjLgEVBhUMFQxcFQYVABUGFRAVBBUAEhwAAAAGAQIDJAAVBhUOFQ5cFQYVAhUGFRAVBBUAEhwAAAAD',
    'AwMDIwAAFQYVDhUOXBUEFQAVBBUQFQQVABIcAAAABAEDAzUAABUEFVAVSkwVChUAEgAAKLUv/SAo5QAAmAQAAABBZCAwMzQ1BAAAAEFk',
    'IDEDBARAwF3hAhUGFQwVDFwVBhUEFQYVEBUGFQASHAAAAAMSAAECABUGFQwVDFwVBhUAFQYVEBUEFQASHAAAAAYCAgM5ABUGFQwVDFwV',
    'BBUCFQQVEBUGFQASHAAAAAMIAAMCBBUEFWAVREwVDBUAEgAAKLUv/SAwzQAAkAAAAgADAAQABQAHAAAAAAAAAAVUAgADARUGFQwVDFwV',
    'BhUCFQYVEBUGFQASHAAAAAMiAAEDAhUGFQ4VDlwVBhUAFQYVEBUEFQASHAAAAAYCAwMaAQAVBhUMFQxcFQQVAhUEFRAVBhUAEhwAAAAD',
    'CAADAgUVBBVAFVJMFRAVABIAACi1L/0gIAEBAAAAAAAAAIA+AAAAPwAAQD8AAIA/AACgPwAAwD8AAOA/FQYVDBUMXBUGFQAVBhUQFQQV',
    'ABIcAAAABgECAyQAFQYVDhUOXBUGFQAVBhUQFQQVABIcAAAABgEDA2MBABUGFQ4VDlwVBBUAFQQVEBUEFQASHAAAAAQBAwM+AAAVBBUY',
    'FSpMFQQVABIAACi1L/0gDGEAAAIAAAB0MAIAAAB0MRUGFRAVEFwVCBUCFQYVEBUGFQQSHAAAAAMIA/0AAQMEFQYVEBUQXBUIFQIVBhUQ',
    'FQYVBBIcAAAAAwgD/QABAwQVBhUKFQpcFQIVAhUCFRAVBBUEEhwAAAACAAIBARUGFQ4VDlwVAhUAFQIVEBUEFQQSHAAAAAIAAgMBAgAV',
    'BBWQAhWYAUwVDBUAEgAAKLUv/SCIHQIApAINAAAAU8mZbsmZZCA4OiDJmQ85OiDJmcmZEjEwyZkUMcmZFjLJmRgzyZkJAIATPfmA7e7k',
    'A4ibk4+bA9s0HBkzDBUGFQwVDFwVBhUAFQYVEBUEFQASHAAAAAYBAgMkABUGFQ4VDlwVBhUAFQYVEBUEFQASHAAAAAYBAwNjAQAVBBVA',
    'FUZMFQgVABIAACi1L/0gINUAAJAEAAAAQWQgMjMwBAAAAEFkIDECACCLZYULFQYVDBUMXBUGFQIVBhUQFQYVABIcAAAAAxoAAQMCFQYV',
    'DhUOXBUGFQIVBhUQFQYVABIcAAAAAygAAgMOABUEFVAVQEwVChUAEgAAKLUv/SAovQAAgAgACQAKAAwADQAAAAAAAAAEVAIAAwEVBhUM',
    'FQxcFQYVABUGFRAVBBUAEhwAAAAGAgIDJAAVBhUQFRBcFQYVAhUGFRAVBhUAEhwAAAADKAADAyMAABUEFTAVQkwVDBUAEgAAKLUv/SAY',
    'wQAAAAAAQAAAEEAAACBAAAAwQAAAQEAAAFBAFQYVDBUMXBUGFQAVBhUQFQQVABIcAAAABgECAyQAFQYVDhUOXBUGFQAVBhUQFQQVABIc',
    'AAAABgEDA2MBABUEFRgVKkwVBBUAEgAAKLUv/SAMYQAAAgAAAHQwAgAAAHQxFQYVEBUQXBUGFQIVBBUQFQYVBBIcAAAAAwIDHwABAwIV',
    'BhUOFQ5cFQYVABUEFRAVBBUEEhwAAAADBAYDAQMEFQYVChUKXBUCFQIVAhUQFQQVBBIcAAAAAgACAQEVBhUOFQ5cFQIVABUCFRAVBBUE',
    'EhwAAAACAAIDAQIAFQQZnDUAGAZzY2hlbWEVCAAVDCUCGAR0ZXh0JQBMHAAAADUCGARtZXRhFQQAFQwlAhgFdGl0bGUlAEwcAAAAFQQl',
    'AhgBbgAVCCUCGAVzY29yZQA1AhgEdGFncxUCFQZMPAAAADUEGARsaXN0FQIAFQwlAhgHZWxlbWVudCUATBwAAAAWHBksGVwmABwVDBk1',
    'AAYQGRgEdGV4dBUMFhAW6gMW+gImygEmCCksFQQVABUCABUAFRAVBgA8FtoBGQYZJgIOAAAAJgAcFQwZNQAGEBkoBG1ldGEFdGl0bGUV',
    'DBYQFqACFpoCJugDJoIDKSwVBBUAFQIAFQAVEBUGADwWKBkGGTYEAgoAAAAmABwVBBk1AAYQGSgEbWV0YQFuFQwWEBayAhaWAib8BSac',
    'BSksFQQVABUCABUAFRAVBgA8KQYZNgQADAAAACYAHBUIGTUABhAZGAVzY29yZRUMFhAWlAIWpgImoAgmsgcpLBUEFQAVAgAVABUQFQYA',
    'PCkGGSYAEAAAACYAHBUMGTUABhAZOAR0YWdzBGxpc3QHZWxlbWVudBUMFhQWrAIWvgImngom2AkpLBUEFQAVAgAVABUQFQgAPBYcGSYQ',
    'BBlGAAYADgAAABb8DBYQJggWjgwAGVwmABwVDBk1AAYQGRgEdGV4dBUMFgwWqgMWsgImzg0mlgwpLBUEFQAVAgAVABUQFQQAPBbgARkG',
    'GSYADAAAACYAHBUMGTUABhAZKARtZXRhBXRpdGxlFQwWDBbWARbcASaqDybIDiksFQQVABUCABUAFRAVBAA8FiAZBhk2AgIIAAAAJgAc',
    'FQQZNQAGEBkoBG1ldGEBbhUMFgwW6AEW2AEmgBEmpBApLBUEFQAVAgAVABUQFQQAPCkGGTYCAAoAAAAmABwVCBk1AAYQGRgFc2NvcmUV',
    'DBYMFsYBFtgBJtoSJvwRKSwVBBUAFQIAFQAVEBUEADwpBhkmAAwAAAAmABwVDBk1AAYQGTgEdGFncwRsaXN0B2VsZW1lbnQVDBYQFqoC',
    'FrwCJpoUJtQTKSwVBBUAFQIAFQAVEBUIADwWGBkmDAQZRgAEAAwAAAAW2AoWDCaWDBb6CQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNp',
    'b24gMjUuMC4xGVwcAAAcAAAcAAAcAAAcAAAAaQMAAFBBUjE=',
  ].join(''),
  plain: [
    'UEFSMRUAFXIVViwVBhUAFQYVBhwAAAA5VAIAAAAGAQsAAABTyZluyZlkIDA6IA0dDxQxOiDJmQ8dERgyOiDJmcmZFQAVZBVWLBUGFQAV',
    'BhUGHAAAADJYAgAAAAMDEQAAAFPJmW7JmWQgMzogyZkBAgATHRUoNDogyZnJmcmZyZkVABWCARVYLBUGFQAVBhUGHAAAAEFYAgAAAAYB',
    'FwAAAFPJmW7JmWQgNjogyZkZAgALHRsMNzogDR0PEDg6IMmZFQAVjgEVbCwVBhUAFQYVBhwAAABHZAIAAAAGAQ8AAABTyZluyZlkIDk6',
    'IMmZyZkSHRMEMTAJFAjJmRQuFgAoMTogyZnJmcmZyZkVABV4FWIsFQQVABUGFQYcAAAAPFwCAAAABAEWAAAAU8mZbsmZZCAxMjogyZkR',
    'AgAYLhoAODM6IMmZyZnJmcmZyZnJmRUAFU4VQiwVDBUAFQYVBhwAAAAnOAMAAAADkgoEAAAAQWQgMA0IADMNCCA0BAAAAEFkIDUVABVe',
    'FUosFRAVABUGFQYcAAAALzgDAAAAA6ihBAAAAEFkIDENCAAyDQgAMw0IIDAEAAAAQWQgMRUAFV4VSiwVDBUAFQYVBhwAAAAvHAMAAAAD',
    'ogoADQEAAg0IARcBATwEAAAAAAAAAAUAAAAAAAAAFQAVThVGLBUMFQAVBhUGHAAAACcgAwAAAAOoAgcACQEACAkHQAAJAAAAAAAAAAoA',
    'AAAAAAAAFQAVLBUwLBUEFQAVBhUGHAAAABZUAgAAAAQCDAAAAAAAAAANAAAAAAAAABUEGVw1ABgGc2NoZW1hFQQAFQwlAhgEdGV4dCUA',
    'TBwAAAA1AhgEbWV0YRUEABUMJQIYBXRpdGxlJQBMHAAAABUEJQIYAW4AFhwZHBk8JgAcFQwZJQYAGRgEdGV4dBUCFhwWoAYWlAUmCEkc',
    'FQAVABUKADwWugMZBhkmAhoAAAAmABwVDBklBgAZKARtZXRhBXRpdGxlFQIWHBb4ARbYASacBUkcFQAVABUEADwWSBkGGTYGBBIAAAAm',
    'ABwVBBklBgAZKARtZXRhAW4VAhYcFsoCFrICJvQGSRwVABUAFQYAPCkGGTYGABYAAAAW4goWHCYIFp4JACggcGFycXVldC1jcHAtYXJy',
    'b3cgdmVyc2lvbiAyNS4wLjEZPBwAABwAABwAAAAkAQAAUEFSMQ==',
  ].join(''),
};
const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const texts = Array.from({ length: 14 }, (_, i) => (i % 13 === 5 ? null : `Sənəd ${i}: ${'ə'.repeat(i % 7)}`));
const titles = Array.from({ length: 14 }, (_, i) => (i % 5 === 1 || i % 4 === 2 ? null : `Ad ${i % 6}`));

describe('Parquet', () => {
  it.each(['grouped', 'plain'] as const)('is read by columns, over groups and pages: %s', async (name) => {
    const file = fromBase64(BY_ARROW[name]);
    const { documents, counts } = await readFile(file, { format: 'parquet', join: ['meta.title'] });
    const whole = texts.flatMap((text, i) => (text === null ? [] : [[titles[i] ?? '', text].join('\n\n').trim()]));
    expect(documents).toEqual(whole);
    expect(counts).toMatchObject({ badRows: 1, badRowReasons: { 'field-not-text': 1 }, bytes: file.length });
    expect(counts.badRowExamples[0]).toMatchObject({ row: 6 });
    const nested = await readFile(file, { format: 'parquet', field: 'meta.title' });
    expect(nested.documents).toEqual(titles.filter((title) => title !== null));
    const either = await readFile(file, { format: 'parquet', field: 'meta.title|text' });
    expect(either.documents).toEqual(titles.map((title, i) => title ?? texts[i]?.trim()).filter(Boolean));
  });

  it('keeps numbers as scores', async () => {
    const file = fileOf('a.parquet', fromBase64(BY_ARROW.grouped));
    const options = { format: 'parquet', scores: ['score', 'meta.n', 'tags'] } as const;
    const found = [];
    for await (const { scores } of readDocuments(file, options, newReadCounts())) found.push(scores);
    expect(found.slice(0, 3)).toEqual([{ score: 0, 'meta.n': 0 }, { score: 0.25 }, { score: 0.5, 'meta.n': 2 }]);
    expect(found).toHaveLength(13);
  });

  it('is previewed by its first rows, with lists and fields of structs', async () => {
    const preview = await previewOf('a', fromBase64(BY_ARROW.grouped));
    expect(preview).toMatchObject({ format: 'parquet', suggestedField: 'text', kind: 'corpus' });
    expect(preview.fields).toEqual([
      { name: 'text', kind: 'text', example: 'Sənəd 0: ' },
      { name: 'meta.title', kind: 'text', example: 'Ad 0' },
      { name: 'meta.n', kind: 'number', example: '0' },
      { name: 'score', kind: 'number', example: '0' },
      { name: 'tags', kind: 'list', example: '[]' },
    ]);
  });

  it('tells of columns that are not there, or are lists, and what has text instead', async () => {
    const file = fromBase64(BY_ARROW.grouped);
    const missing = await readFile(file, { format: 'parquet', field: 'content' });
    expect(missing.counts).toMatchObject({
      badRows: 14,
      badRowReasons: { 'field-missing': 14 },
      otherFields: { text: 14 },
    });
    const list = await readFile(file, { format: 'parquet', field: 'tags' });
    expect(list.counts).toMatchObject({ badRows: 14, badRowReasons: { 'field-not-text': 14 }, otherFields: {} });
  });

  it('gives back what was written', async () => {
    const cell = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))), { minLength: 1 }),
        fc.record({ rowGroupSize: fc.integer({ min: 1, max: 9 }), pageSize: fc.integer({ min: 1, max: 60 }) }),
        fc.constantFrom('UNCOMPRESSED', 'SNAPPY', 'GZIP'),
        async (rows, sizes, codec) => {
          const columnData = [
            { name: 'text', data: rows.map(([text]) => text), type: 'STRING' as const },
            { name: 'score', data: rows.map(([, score]) => score), type: 'DOUBLE' as const },
          ];
          const buffer = parquetWriteBuffer({ columnData, codec, compressors, ...sizes });
          const counts = newReadCounts();
          const documents = [];
          const options = { format: 'parquet', scores: ['score'] } as const;
          const file = fileOf('a.parquet', new Uint8Array(buffer));
          for await (const document of readDocuments(file, options, counts)) documents.push(document);
          expect(counts.badRows).toBe(rows.filter(([text]) => text === null).length);
          expect(documents.map(({ scores }) => scores?.score ?? null)).toEqual(
            rows.flatMap(([text, score]) => (text?.trim() ? [score] : [])),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on behind a damaged group, and counts its rows', async () => {
    const data = Array.from({ length: 30 }, (_, i) => `sənəd ${i}`);
    const columnData = [{ name: 'text', data, type: 'STRING' as const, encoding: 'PLAIN' as const }];
    const buffer = parquetWriteBuffer({ columnData, rowGroupSize: 10, codec: 'SNAPPY' });
    const bytes = new Uint8Array(buffer);
    bytes.fill(0xff, 4, 60);
    const { documents, counts } = await readFile(bytes, { format: 'parquet' });
    expect(documents).toEqual(data.slice(10));
    expect(counts).toMatchObject({ badRows: 10, badRowExamples: [{ row: 1, reason: 'damaged' }] });
  });

  it('ends in documents or an error of its own, whatever the bytes', { timeout: 30_000 }, async () => {
    const file = fromBase64(BY_ARROW.grouped);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 4, max: file.length }),
        async (changes, length) => {
          const bytes = file.slice(0, changes.length > 2 ? length : file.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          for (const run of [
            previewOf('a.parquet', bytes),
            readFile(bytes, { format: 'parquet', join: ['meta.title'] }),
          ]) {
            const error = await run.then(
              () => null,
              (thrown: unknown) => thrown,
            );
            if (error !== null) expect(error).toBeInstanceOf(OcaqError);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('ends with a file any number of whose table of contents is negative', async () => {
  const whole = Buffer.from(BY_ARROW.plain, 'base64');
  const footer = whole.readUInt32LE(whole.length - 8);
  for (let at = whole.length - 8 - footer; at < whole.length - 8; at++) {
    const bytes = Uint8Array.from(whole);
    bytes[at] = 1; // −1 in zigzag
    const opened = await ParquetTable.open(new Blob([bytes]), 'a.parquet').catch((error: unknown) => error);
    if (!(opened instanceof ParquetTable))
      expect(opened, `${at}`).toMatchObject({ code: 'file-parquet-unreadable', details: { file: 'a.parquet' } });
  }
});
