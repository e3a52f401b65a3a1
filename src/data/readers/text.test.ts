import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { readDocuments } from './read.ts';
import { newReadCounts } from './reader.ts';
import { HEAD_BYTES } from './reader-file.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('text', () => {
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
          expect(await readFile(input, options, chunk)).toEqual(await readFile(input, options));
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
      const { documents, counts } = await readFile(blocksLater, { format: 'text' }, chunk);
      expect(documents.length).toBe(2802);
      expect(counts.emptyDocuments).toBe(3);
    }
  });

  it('counts bytes, bad sequences and cut documents', async () => {
    const bytes = Uint8Array.from([...encode('Salam, uzun bir mətn. '), 0xff, ...encode(' Daha bir cümlə.\n')]);
    const { documents, counts } = await readFile(bytes, { format: 'text', split: 'file', maxDocumentBytes: 24 });
    expect(documents).toEqual(['Salam, uzun bir mətn.', '\uFFFD Daha bir cümlə.']);
    const encoding = { name: 'utf-8', isCertain: false } as const;
    const expected = { bytes: bytes.length, badSequences: 1, encoding, documents: 2, cutDocuments: 1 };
    expect(counts).toEqual({ ...newReadCounts(), ...expected });
  });

  it('names the file in its errors', async () => {
    await expect(
      readDocuments(fileOf('boş.txt', ''), { format: 'text' }, newReadCounts()).next(),
    ).rejects.toMatchObject({
      code: 'file-empty',
      message: expect.stringContaining('boş.txt'),
    });
  });

  it('shows the documents as reading will give them, cut to 400 characters, also when the head ends in a character', async () => {
    const text = `${'ə'.repeat(500)}\n\n${'ikinci\n'.repeat(3)}\n`.repeat(400);
    const head = encode(text).subarray(0, HEAD_BYTES);
    const { sample, suggestedSplit } = await previewOf('a.txt', head);
    const { documents } = await readFile(text, { format: 'text', split: suggestedSplit });
    expect(sample).toEqual([
      `${'ə'.repeat(400)}…`,
      documents[1],
      `${'ə'.repeat(400)}…`,
      documents[3],
      `${'ə'.repeat(400)}…`,
    ]);
    const lines = encode(`${`${'x'.repeat(HEAD_BYTES / 4 - 2)}\n`.repeat(4)}sonuncu`).subarray(0, HEAD_BYTES - 2);
    const cut = Uint8Array.from([...lines, 0xf0, 0x9f]);
    expect((await previewOf('a.txt', cut)).sample[4]).toBe('so');
  });
});
