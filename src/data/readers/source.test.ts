import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ChosenFile } from './reader-file.ts';
import { newSourceReport, previewSource, type Readings, readSource } from './source.ts';

const chosen = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name);
const text = (name: string, content: string) => chosen(name, new Uint8Array(strToU8(content)));

async function readAll(files: readonly ChosenFile[], readings: Readings = {}) {
  const report = newSourceReport();
  const documents: string[] = [];
  for await (const document of readSource(files, readings, report)) documents.push(document.text);
  return { documents, report };
}

const zip = (files: Record<string, string>) =>
  new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)]))));

const mixed = () =>
  chosen(
    'hamısı.zip',
    zip({
      'a.txt': 'Birinci.\n\nİkinci.',
      'b.jsonl': '{"text": "Üçüncü.", "score": 0.5}\n{"no": 1}\n',
      'c/d.md': '# Dördüncü',
      'c/e.bin': '\u0000\u0001\u0002',
      '__MACOSX/a.txt': 'x',
      'c/f.jsonl': '{"text": "Beşinci."}',
    }),
  );

describe('a source', () => {
  it('that is one file is read as its reader suggests', async () => {
    const { documents, report } = await readAll([text('a.txt', 'Bir.\n\nİki.')]);
    expect(documents).toEqual(['Bir.', 'İki.']);
    expect(report).toMatchObject({ memberCount: 1, members: [{ path: 'a.txt', format: 'text', documents: 2 }] });
  });

  it('that is an archive is previewed by formats', async () => {
    const { groups, skipped, isWhole } = await previewSource([mixed()]);
    expect(groups.map(({ format, files }) => [format, files])).toEqual([
      ['text', ['a.txt']],
      ['jsonl', ['b.jsonl', 'c/f.jsonl']],
      ['markdown', ['c/d.md']],
    ]);
    expect(skipped.map(({ path, reason, error }) => [path, reason, error?.code])).toEqual([
      ['c/e.bin', 'unreadable', 'file-binary'],
      ['__MACOSX/a.txt', 'resource-fork', undefined],
    ]);
    expect(isWhole).toBe(true);
  });

  it('that is an archive is read format by format as decided, and says what it passed over', async () => {
    const { documents, report } = await readAll([mixed()], { markdown: null, text: { format: 'text', split: 'file' } });
    expect(documents).toEqual(['Birinci.\n\nİkinci.', 'Üçüncü.', 'Beşinci.']);
    expect(report.members.map(({ path, documents: read, badRows }) => [path, read, badRows])).toEqual([
      ['a.txt', 1, 0],
      ['b.jsonl', 1, 1],
      ['c/f.jsonl', 1, 0],
    ]);
    expect(report.skipped.map(({ path, reason }) => [path, reason])).toEqual([
      ['c/d.md', 'left-out'],
      ['c/e.bin', 'unreadable'],
      ['__MACOSX/a.txt', 'resource-fork'],
    ]);
    expect(report.counts.badRowExamples).toMatchObject([{ file: 'b.jsonl', row: 2 }]);
  });

  it('is read in a format that a person chose, by the field that this suggests', async () => {
    const rows = text('a.txt', 'Bir\n{"no": 1}\n{"body": "Birinci."}\n{"body": "İkinci."}');
    const [group] = (await previewSource([rows], { text: { format: 'jsonl' } })).groups;
    expect(group).toMatchObject({ format: 'text', preview: { format: 'jsonl', suggestedField: 'body' } });
    const { documents } = await readAll([rows], { text: { format: 'jsonl' } });
    expect(documents).toEqual(['Birinci.', 'İkinci.']);
  });

  it('that is a folder is read in the order of its paths', async () => {
    const { documents } = await readAll([text('q/b.txt', 'İki.'), text('q/a.txt', 'Bir.')]);
    expect(documents).toEqual(['Bir.', 'İki.']);
  });

  it('goes on without a file that is gone or was changed since it was chosen, and names it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ocaq-source-'));
    try {
      const names = ['a.txt', 'b.txt', 'c.parquet', 'd.txt'];
      const files: ChosenFile[] = [];
      for (const name of names) {
        await writeFile(path.join(folder, name), name === 'c.parquet' ? 'PAR1 … PAR1' : `Bu, ${name} faylıdır.`);
        const blob = await openAsBlob(path.join(folder, name));
        files.push(Object.assign(blob, { name }));
      }
      await rm(path.join(folder, 'b.txt'));
      await writeFile(path.join(folder, 'c.parquet'), 'PAR1 … … PAR1');
      const { documents, report } = await readAll(files);
      expect(documents).toEqual(['Bu, a.txt faylıdır.', 'Bu, d.txt faylıdır.']);
      expect(report.skipped).toMatchObject([
        { path: 'b.txt', reason: 'unreadable', error: { code: 'file-unreadable', details: { file: 'b.txt' } } },
        { path: 'c.parquet', reason: 'unreadable', error: { code: 'file-unreadable' } },
      ]);
      expect((await previewSource(files)).skipped.map((one) => one.path)).toEqual(['b.txt', 'c.parquet']);
      await expect(readAll(files.slice(1, 2))).rejects.toMatchObject({ code: 'file-unreadable' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says why nothing could be read', async () => {
    const empty = () => chosen('boş.txt', new Uint8Array());
    await expect(readAll([empty()])).rejects.toMatchObject({ code: 'file-empty' });
    await expect(previewSource([empty()])).rejects.toMatchObject({ code: 'file-empty' });
    const two = [empty(), chosen('ikili', new Uint8Array([1, 0, 2]))];
    await expect(readAll(two)).rejects.toMatchObject({ code: 'source-unreadable', details: { files: 2 } });
  });

  it('keeps what came before the place where an archive is damaged', async () => {
    const long = Array.from({ length: 3000 }, (_, i) => `${i * i} söz`).join(' ');
    const broken = zip({ 'a.txt': 'Bir.', 'b.txt': long });
    broken.fill(0xff, 200, 400);
    const { documents, report } = await readAll([chosen('a.zip', broken)]);
    expect(documents).toEqual(['Bir.']);
    expect(report.skipped).toMatchObject([{ path: 'b.txt', error: { code: 'archive-damaged' } }]);
  });
});
