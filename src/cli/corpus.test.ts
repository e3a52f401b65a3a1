import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluationDocuments } from './corpus.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-'));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
};

describe('evaluationDocuments', () => {
  const text = 'Salam, dünya!\nBu gün hava yaxşıdır.\n';

  it.each([
    ['plain', Buffer.from(text)],
    ['with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['with line breaks of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['in UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('are the same of a text %s', async (_name, content) => {
    expect(await evaluationDocuments(write('a.txt', content))).toEqual([text]);
  });

  it('are one for each row of a .jsonl', async () => {
    const rows = '{"text": "bir"}\n{"text": "iki"}\n';
    expect(await evaluationDocuments(write('a.jsonl', rows))).toEqual(['bir', 'iki']);
  });

  it('are refused where there is no text', async () => {
    await expect(evaluationDocuments(write('b.txt', ''))).rejects.toMatchObject({ code: 'file-empty' });
    await expect(evaluationDocuments(write('c.txt', Uint8Array.of(1, 0, 2)))).rejects.toMatchObject({
      code: 'file-binary',
    });
  });
});
