import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanDocuments, evaluationDocuments } from './corpus.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-'));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
};

const silent = () => expect.unreachable();

describe('evaluationDocuments', () => {
  const text = 'Salam, dünya!\nBu gün hava yaxşıdır.\n';

  it.each([
    ['plain', Buffer.from(text)],
    ['with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['with line breaks of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['in UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('are the same of a text %s', async (_name, content) => {
    expect(await evaluationDocuments(write('a.txt', content), silent)).toEqual([text]);
  });

  it.each([
    ['lines', 'a.jsonl', '{"text": "bir"}\n{"text": "iki"}\n'],
    ['lines in a file named as an array', 'a.json', '{"text": "bir"}\n{"text": "iki"}\n'],
    ['an array', 'a.json', '[{"text": "bir"}, {"text": "iki"}]'],
    ['an array in a file named as lines', 'b.jsonl', '[{"text": "bir"}, {"text": "iki"}]'],
    ['texts of an array', 'b.json', '["bir", "iki"]'],
    ['an object keyed by title', 'c.json', '{"Bir": {"text": "bir"}, "İki": {"text": "iki"}}'],
    ['a table', 'a.csv', 'id,text\n1,bir\n2,iki\n'],
    ['lines, gzipped', 'a.jsonl.gz', gzipSync('{"text": "bir"}\n{"text": "iki"}\n')],
  ])('are one for each row of %s', async (_name, file, content) => {
    expect(await evaluationDocuments(write(file, content), silent)).toEqual(['bir', 'iki']);
  });

  it('are not all rows where some could not be used, which is said', async () => {
    const told: string[] = [];
    const rows = '{"text": "bir"}\n{"text": 5\n{"text": "iki"}\n';
    expect(await evaluationDocuments(write('bad.jsonl', rows), (text) => told.push(text))).toEqual(['bir', 'iki']);
    expect(told.join()).toContain('1 row could not be used');
  });

  it('are refused where there is no text', async () => {
    await expect(evaluationDocuments(write('b.txt', ''), silent)).rejects.toMatchObject({ code: 'file-empty' });
    const binary = write('c.txt', Uint8Array.of(1, 0, 2));
    await expect(evaluationDocuments(binary, silent)).rejects.toMatchObject({ code: 'file-binary' });
  });
});

describe('cleanDocuments', () => {
  const told = async (name: string, content: string | Uint8Array): Promise<string> => {
    const warnings: string[] = [];
    for await (const _ of cleanDocuments([write(name, content)], (text) => warnings.push(text)));
    return warnings.join('\n');
  };
  const line = 'Bakıda yağış yağır, küləkli hava isə şənbəyə qədər davam edəcək.\n';

  it('tell of rows that could not be used', async () => {
    const rows = Array.from({ length: 6 }, (_, i) =>
      i % 2 ? JSON.stringify({ text: `${i} ${line}` }) : '{"text": 7}',
    );
    expect(await told('half.jsonl', rows.join('\n'))).toContain('3 rows could not be used');
  });

  it('tell of bytes that are not text', async () => {
    const bytes = Buffer.from(line.repeat(20));
    bytes[bytes.indexOf('küləkli') + 1] = 0xff;
    expect(await told('bytes.txt', bytes)).toMatch(/bytes\.txt has \d sequences? of bytes that (is|are) not text/);
  });

  it('tell of files in an archive that could not be read', async () => {
    const zip = zipSync({ 'a.txt': Buffer.from(line), 'b.txt': Uint8Array.of(1, 0, 2) });
    expect(await told('a.zip', zip)).toContain('Files passed over (unreadable): 1');
  });

  it('have nothing to tell of a text that is as it should be', async () => {
    expect(await told('good.txt', line)).toBe('');
  });
});
