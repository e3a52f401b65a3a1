import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainBytes } from './plain-bytes.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, chunk = 1000): Promise<Buffer> {
  const out: Uint8Array[] = [];
  for await (const part of plainBytes(inChunks(bytes, chunk), 'dəst.json')) out.push(part);
  return Buffer.concat(out);
}

describe('plainBytes', () => {
  it('gives back what was written, gzipped or not, in any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), async (text, chunk) => {
        const bytes = Buffer.from(`[${text}`);
        expect(await read(bytes, chunk)).toEqual(bytes);
        expect(await read(gzipSync(bytes), chunk)).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
    expect(await read(Buffer.alloc(0))).toHaveLength(0);
  });

  const gzipped = gzipSync(Buffer.from('salam '.repeat(500)));
  it.each([
    ['ends early', gzipped.subarray(0, -9)],
    ['was changed', Buffer.from(gzipped.map((byte, i) => (i === gzipped.length - 6 ? byte ^ 1 : byte)))],
  ])('says that gzip data %s', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'file-gzip-damaged', details: { file: 'dəst.json' } });
  });

  it.each([
    ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd, 0, 1]],
    ['Parquet', [...Buffer.from('PAR1\x15\x04')]],
    ['ZIP', [...Buffer.from('PK\x03\x04')]],
    ['XZ', [0xfd, ...Buffer.from('7zXZ\0')]],
  ])('names %s', async (format, bytes) => {
    await expect(read(Uint8Array.from(bytes), 3)).rejects.toMatchObject({
      code: 'file-format-unsupported',
      details: { format },
    });
  });

  it('tells a Git LFS pointer from the file', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    await expect(read(Buffer.from(pointer))).rejects.toMatchObject({ code: 'file-lfs-pointer' });
  });
});
