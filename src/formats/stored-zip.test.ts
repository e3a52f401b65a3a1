import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type StoredFile, storedZip } from './stored-zip.ts';
import { openArchive } from './zip.ts';

async function zipped(
  files: readonly StoredFile[],
  ...zip64From: [{ offset: number; files: number }?]
): Promise<Uint8Array<ArrayBuffer>> {
  const all = (async function* () {
    yield* files;
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of storedZip(all, ...zip64From)) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}

async function contents(archive: Uint8Array<ArrayBuffer>): Promise<Record<string, Uint8Array>> {
  const { names, open } = await openArchive('a.zip', new Blob([archive]));
  const all: Record<string, Uint8Array> = {};
  for (const name of names) {
    const source = await open(name);
    all[name] = await source.read(0, source.size);
  }
  return all;
}

const files = [
  { name: 'mimetype', bytes: new TextEncoder().encode('text/plain') },
  { name: 'boş', bytes: new Uint8Array(0) },
  { name: 'w.bin', bytes: Uint8Array.from({ length: 1000 }, (_, i) => i % 251) },
];
const asRecord = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));

describe('storedZip', () => {
  it('writes what another reader unpacks', async () => {
    expect(unzipSync(await zipped(files))).toEqual(asRecord);
    expect(await contents(await zipped([]))).toEqual({});
  });

  // Places up to `offset` in 32 bits and from there on in 64: on both sides of every header, and none or all of them.
  it.each([0, 1, 47, 48, 49, 84, 85, 86, 1119, 1120, 1121])('places beyond %i are those of zip64', async (offset) => {
    expect(await contents(await zipped(files, { offset, files: 0xffff }))).toEqual(asRecord);
  });

  it.each([2, 3, 4])('counts from %i on are those of zip64', async (count) => {
    expect(await contents(await zipped(files, { offset: 2 ** 32 - 1, files: count }))).toEqual(asRecord);
  });

  it('is read back for whatever files', async () => {
    const anyFiles = fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1 }), bytes: fc.uint8Array({ maxLength: 50 }) }),
      { selector: ({ name }) => new TextDecoder().decode(new TextEncoder().encode(name)) },
    );
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.nat(400), fc.nat(8), async (some, offset, count) => {
        const archive = await zipped(some, { offset, files: count });
        const { names, open } = await openArchive('a.zip', new Blob([archive]));
        const sources = await Promise.all(names.map((name) => open(name)));
        expect(await Promise.all(sources.map((source) => source.read(0, source.size)))).toEqual(
          some.map(({ bytes }) => bytes),
        );
      }),
    );
  });
});
