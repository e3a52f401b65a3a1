import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { FolderSource, OutputFile } from './hf-folder.ts';
import { openArchive, unzipFolder, zipStream } from './zip.ts';

const text = (value: string) => new TextEncoder().encode(value);

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function zipped(files: readonly OutputFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(
    (async function* () {
      yield* files;
    })(),
  )) {
    pieces.push(piece);
  }
  return Uint8Array.from(Buffer.concat(pieces));
}

async function contents(folder: FolderSource): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const name of await folder.list()) {
    const source = await folder.open(name);
    all[name] = new TextDecoder('latin1').decode(await source.read(0, source.size));
  }
  return all;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return (error as OcaqError).code;
}

const unzip = (bytes: Uint8Array<ArrayBuffer>) => unzipFolder('model.zip', new Blob([bytes]));

describe('zipStream', () => {
  it('writes what another reader unpacks, whole files and pieces alike', async () => {
    const weights = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const archive = await zipped([
      { name: 'config.json', content: text('{}') },
      { name: 'model.safetensors', content: inPieces(weights, 64) },
      { name: 'boş.txt', content: new Uint8Array(0) },
    ]);
    expect(unzipSync(archive)).toEqual({
      'config.json': text('{}'),
      'model.safetensors': weights,
      'boş.txt': new Uint8Array(0),
    });
  });

  it('hands pieces on as they come instead of collecting them', async () => {
    const stream = zipStream(
      (async function* () {
        yield { name: 'a', content: inPieces(new Uint8Array(100).fill(7), 10) };
        throw new Error('the second file fails');
      })(),
    );
    let bytes = 0;
    await expect(
      (async () => {
        for await (const piece of stream) bytes += piece.length;
      })(),
    ).rejects.toThrow('the second file fails');
    expect(bytes).toBeGreaterThanOrEqual(100);
  });

  it('refuses to pass its limit, in the contents and in the table at the end', async () => {
    const files = async function* () {
      yield { name: 'model.safetensors', content: inPieces(new Uint8Array(1000), 10) };
    };
    const drain = async (limit: number) => {
      let bytes = 0;
      for await (const piece of zipStream(files(), limit)) bytes += piece.length;
      return bytes;
    };
    const whole = await drain(2 ** 32);
    expect(await drain(whole)).toBe(whole);
    expect(await codeOf(drain(whole - 1))).toBe('zip-too-large');
    expect(await codeOf(drain(500))).toBe('zip-too-large');
  });
});

describe('unzipFolder', () => {
  it('reads back what zipStream wrote, and reads stored files only where asked', async () => {
    const folder = unzip(
      await zipped([
        { name: 'config.json', content: text('{}') },
        { name: 'w', content: text('0123456789') },
      ]),
    );
    expect(await contents(folder)).toEqual({ 'config.json': '{}', w: '0123456789' });
    const weights = await folder.open('w');
    expect(new TextDecoder().decode(await weights.read(3, 6))).toBe('345');
    expect(await codeOf(folder.open('x'))).toBe('file-missing');
  });

  it('reads compressed archives of a folder, without what the archiver added', async () => {
    const long = 'salam '.repeat(10_000);
    const archive = zipSync({
      model: {
        'config.json': text('{}'),
        'long.txt': text(long),
        sub: { 'deep.txt': text('x') },
        'empty.txt': text(''),
      },
      __MACOSX: { model: { '._config.json': text('x') } },
    });
    expect(await contents(unzip(archive))).toEqual({ 'config.json': '{}', 'long.txt': long, 'empty.txt': '' });
  });

  it('reads an archive with a comment and one without files', async () => {
    const archive = await zipped([{ name: 'a', content: text('1') }]);
    const commented = new Uint8Array(archive.length + 5);
    commented.set(archive);
    commented.set(text('salam'), archive.length);
    commented[archive.length - 2] = 5;
    expect(await contents(unzip(commented))).toEqual({ a: '1' });
    expect(await unzip(await zipped([])).list()).toEqual([]);
  });

  it.each<[string, (archive: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
    ['zip-not-an-archive', () => new Uint8Array(0)],
    ['zip-not-an-archive', (archive) => archive.slice(0, -1)],
    ['zip-not-an-archive', () => new Uint8Array(100_000)],
    ['zip-damaged', (archive) => archive.slice(4)],
    ['zip-unsupported', (archive) => patch(archive, 8, 1)],
    ['zip-unsupported', (archive) => patch(archive, 10, 12)],
  ])('refuses with %s: %#', async (code, damage) => {
    const archive = await zipped([{ name: 'a', content: text('1') }]);
    expect(await codeOf(unzip(damage(archive)).list())).toBe(code);
  });

  it('stops unpacking where the archive stated less than comes out', async () => {
    const bomb = zipSync({ a: new Uint8Array(2 ** 22) });
    expect(await codeOf(unzip(patch(bomb, 26, 1)).open('a'))).toBe('zip-damaged');
    expect(await codeOf(unzip(patch(bomb, 27, 0x7f)).open('a'))).toBe('zip-too-large');
  });

  it.each([['stored'], ['compressed']])('never gives wrong contents, whichever byte is flipped (%s)', async (kind) => {
    const files = { 'config.json': text('{"a":1}'), 'b.bin': text('abababababababababababab') };
    const list = Object.entries(files).map(([name, content]) => ({ name, content }));
    const archive = kind === 'stored' ? await zipped(list) : zipSync(files);
    const right = Object.values(files).map((bytes) => new TextDecoder('latin1').decode(bytes));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = archive.slice();
        bytes[at]! ^= change;
        try {
          for (const content of Object.values(await contents(unzip(bytes)))) expect(right).toContain(content);
        } catch (error) {
          if (!(error instanceof OcaqError)) throw error;
          refused++;
        }
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});

/** Changes a byte of the last entry in the central directory. */
function patch(archive: Uint8Array<ArrayBuffer>, offset: number, value: number): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(archive.buffer).lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  return archive.with(at + offset, value);
}

describe('openArchive', () => {
  it('names every file as it is in the archive, twice where it is there twice, and opens the first', async () => {
    const archive = await zipped([
      { name: 'a/b.txt', content: text('1') },
      { name: '../c', content: text('2') },
      { name: 'a/b.txt', content: text('3') },
    ]);
    const { names, open } = await openArchive('a.zip', new Blob([archive]));
    expect(names).toEqual(['a/b.txt', '../c', 'a/b.txt']);
    const source = await open('a/b.txt');
    expect(await source.read(0, source.size)).toEqual(text('1'));
    expect(await codeOf(open('c'))).toBe('file-missing');
  });

  it.each([
    ['a place of the table beyond the archive', 8],
    ['no record where the place leads', 0],
  ])('refuses zip64 with %s', async (_, shift) => {
    const archive = await zipped([{ name: 'a', content: text('1') }]);
    const end = archive.slice(-22);
    new DataView(end.buffer).setUint32(16, 0xffffffff, true);
    const locator = new Uint8Array(20);
    new DataView(locator.buffer).setUint32(0, 0x07064b50, true);
    new DataView(locator.buffer).setBigUint64(8, BigInt(archive.length) << BigInt(shift), true);
    const bytes = Uint8Array.from([...archive.slice(0, -22), ...new Uint8Array(56), ...locator, ...end]);
    expect(await codeOf(openArchive('a.zip', new Blob([bytes])))).toBe('zip-damaged');
  });
});
