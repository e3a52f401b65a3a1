/** Files of the disk as faults leave them: changed meanwhile, with a mark in front, without room. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanDocuments } from './corpus.ts';
import { fileSource, folderSource, readJson, writeLines, writeTogether, writeWhole } from './files.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-files-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string, content: string): string => {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  // In the past, so that what a test writes next has another time.
  utimesSync(file, 1, 1);
  return file;
};

describe('a file that is read by parts', () => {
  it.each([
    ['is cut', 'sal'],
    ['grows', 'salam dünya'],
    ['is written anew, as long as it was', 'Salam'],
  ])('and meanwhile %s is told', async (_how, content) => {
    const file = write('read', 'salam');
    const source = await fileSource(file);
    expect([...(await source.read(0, 2))]).toEqual([115, 97]);
    writeFileSync(file, content);
    await expect(source.read(2, 4)).rejects.toMatchObject({ code: 'file-changed', details: { file } });
  });
});

describe('a text that is read', () => {
  it('and meanwhile changed is told, with what was read until then', async () => {
    const line = 'Bakıda yağış yağır, küləkli hava isə şənbəyə qədər davam edəcək.';
    const file = write('text.txt', Array.from({ length: 20_000 }, (_, i) => `${i}: ${line}\n\n`).join(''));
    const told: string[] = [];
    let documents = 0;
    for await (const _ of cleanDocuments([file], (text) => told.push(text)))
      if (documents++ === 0) writeFileSync(file, line);
    expect(documents).toBeLessThan(20_000);
    expect(told.join()).toContain('it was changed, moved or deleted');
  });
});

describe('JSON', () => {
  it('may begin with a byte order mark', async () => {
    expect(await readJson(write('bom.json', '\ufeff{"a": 1}'))).toEqual({ a: 1 });
  });

  it.each(['', '{', '\ufeff\ufeff{}', 'version https://git-lfs.github.com/spec/v1'])(
    'that is none is named: %j',
    async (text) => {
      await expect(readJson(write('none.json', text))).rejects.toMatchObject({ code: 'json-invalid' });
    },
  );
});

describe('a file in the place of a folder', () => {
  it('is told', async () => {
    await expect(folderSource(write('place', 'text')).list()).rejects.toThrow('where a folder is needed');
  });
});

describe('a file that is written whole', () => {
  it('is refused in the place of a folder, and no part of it is left', async () => {
    const folder = mkdtempSync(path.join(dir, 'place-'));
    await expect(writeWhole(folder, 'text')).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(`${folder}.partial`)).toBe(false);
  });

  it('is refused under a name that the disk does not take, in one sentence', async () => {
    await expect(writeWhole(path.join(dir, 'x'.repeat(300)), 'text')).rejects.toMatchObject({ code: 'usage' });
    const names = ['ok', 'x'.repeat(300)];
    const both = writeTogether(dir, names, async (partial) => {
      for (const name of names) await writeLines(partial[name]!, []);
    });
    await expect(both).rejects.toMatchObject({ code: 'usage' });
    expect(readdirSync(dir).filter((name) => name.includes('ok') || name.includes('xx'))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'and finds no room is what it was before, and no part of it is left',
    async () => {
      const file = write('whole', 'before');
      symlinkSync('/dev/full', `${file}.partial`);
      await expect(writeWhole(file, 'after')).rejects.toMatchObject({ code: 'disk-full', details: { file } });
      expect(readFileSync(file, 'utf8')).toBe('before');
      expect(existsSync(`${file}.partial`)).toBe(false);
      await writeWhole(file, 'after');
      expect(readFileSync(file, 'utf8')).toBe('after');
    },
  );
});
