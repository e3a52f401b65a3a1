import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Zip, ZipPassThrough, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { chosen, type Opened, openAll, type TarEntry, tar } from '../../testing/archives.ts';
import { CONTAINER_LIMITS, type ContainerLimits } from './limits.ts';
import { openMembers } from './open-members.ts';

type Files = Record<string, Uint8Array>;

const encode = (text: string) => new TextEncoder().encode(text);
const open = (name: string, content: Uint8Array, limits: Partial<ContainerLimits> = {}, chunk = 65_536) =>
  openAll(chosen(name, content, chunk), { ...CONTAINER_LIMITS, ...limits });
const textsOf = ({ members }: Opened) =>
  Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));

const asTar = (files: Files) => tar(Object.entries(files).map(([name, content]) => ({ name, content })));

/** Deflated by zlib: fflate's `ZipDeflate` now and then writes a distance that reaches before the start. */
class Deflated extends ZipPassThrough {
  override compression = 8;

  protected override process(content: Uint8Array, final: boolean): void {
    this.ondata(null, deflateRawSync(content), final);
  }
}

/** As programs write that do not know sizes before: they follow each file. */
function streamedZip(files: Files, File: typeof ZipPassThrough = Deflated): Uint8Array {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((_error, piece) => pieces.push(piece));
  for (const [name, content] of Object.entries(files)) {
    const file = new File(name);
    zip.add(file);
    file.push(content, true);
  }
  zip.end();
  return Buffer.concat(pieces);
}

const patched = (bytes: Uint8Array, at: number, ...values: number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(values, at < 0 ? bytes.length + at : at);
  return copy;
};

describe('what was packed', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.of(0x20, ...bytes)),
    fc.string({ minLength: 1, unit: fc.constantFrom('a', 'ə', 'salam ', '\n') }).map(encode),
  );
  const files = fc.dictionary(fc.stringMatching(/^[a-zəş]{1,8}(\/[a-z]{1,5})?\.txt$/), content, {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  });
  const archive = fc.constantFrom<((files: Files) => Uint8Array)[]>(
    asTar,
    (packed) => gzipSync(asTar(packed)),
    (packed) => zipSync(packed, { level: 6 }),
    (packed) => zipSync(packed, { level: 0 }),
    (packed) => streamedZip(packed),
  );

  it('comes out, in any chunks, also of an archive in another', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        archive,
        archive,
        fc.integer({ min: 1, max: 700 }),
        async (packed, pack, around, chunk) => {
          expect(await open('a', pack(packed), {}, chunk)).toEqual({ members: packed, skipped: {}, errors: [] });
          const inside = Object.fromEntries(Object.entries(packed).map(([name, bytes]) => [`iç/${name}`, bytes]));
          const nested = await open('b', around({ iç: pack(packed) }), {}, chunk);
          expect(nested).toEqual({ members: inside, skipped: {}, errors: [] });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('comes out of gzip data with several members, and zero bytes or more behind them', async () => {
    const both = Buffer.concat([gzipSync('bir '), gzipSync(''), gzipSync('iki')]);
    for (const chunk of [1, 9, 1000]) {
      expect(textsOf(await open('a.txt.gz', both, {}, chunk))).toEqual({ 'a.txt': 'bir iki' });
    }
  });
});

describe('names', () => {
  it.each([
    ['a.txt.gz', 'a.txt'],
    ['A.TXT.GZ', 'A.TXT'],
    ['a.tgz', 'a.tar'],
    ['a.txt', 'a.txt'],
    ['.gz', '.gz'],
  ])('of %s, unpacked: %s', async (packed, name) => {
    expect(Object.keys((await open(packed, gzipSync('salam'))).members)).toEqual([name]);
  });

  it('are made harmless', async () => {
    const names = ['../../etc/passwd', '/abs/a.txt', 'C:\\Users\\b.txt', 'a/./../c.txt', 'd\u202e\u0007txt.e', '..'];
    const { members } = await open('a.zip', zipSync(Object.fromEntries(names.map((name) => [name, encode(name)]))));
    expect(Object.keys(members)).toEqual(['etc/passwd', 'abs/a.txt', 'Users/b.txt', 'a/c.txt', 'dtxt.e', '?']);
  });

  it.each([
    ['UTF-8 without saying so', [...encode('şəhər')], 'şəhər'],
    ['code page 437', [0x87, 0x81, 0x94], 'çüö'],
    ['code page 866', [0xaa, 0xad, 0xa8, 0xa3, 0xa0], 'книга'],
  ])('may be in %s', async (_name, bytes, name) => {
    const zip = zipSync({ ['x'.repeat(bytes.length)]: encode('a') });
    const at = [30, zip.lastIndexOf(0x78) - bytes.length + 1];
    expect(textsOf(await open('a.zip', patched(patched(zip, at[0]!, ...bytes), at[1]!, ...bytes)))).toEqual({
      [name]: 'a',
    });
  });

  it('of tar may be long: GNU, pax and ustar', async () => {
    const long = `${'qovluq/'.repeat(30)}a.txt`;
    const pax = (text: string) => {
      const length = encode(` path=${text}\n`).length;
      return `${length + 3} path=${text}\n`;
    };
    const entries: TarEntry[] = [
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: 'cut', content: 'GNU' },
      { name: 'PaxHeaders/x', type: 'x', content: pax(`b/${'ə'.repeat(100)}`) },
      { name: 'cut', content: 'pax' },
      { name: 'c', content: 'plain' },
    ];
    const { members } = await open('a.tar', tar(entries));
    expect(Object.keys(members)).toEqual([long, `b/${'ə'.repeat(100)}`, 'c']);
  });
});

describe('what is not given out', () => {
  it('is named with its reason', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    const entries: TarEntry[] = [
      { name: 'qovluq/', type: '5' },
      { name: 'keçid', type: '2' },
      { name: 'qurğu', type: '3' },
      { name: 'boş.txt' },
      { name: 'boş.txt.gz', content: gzipSync('') },
      { name: '__MACOSX/a.txt', content: 'x' },
      { name: 'b/._a.txt', content: 'x' },
      { name: 'b/.DS_Store', content: 'x' },
      { name: '.git/config', content: 'x' },
      { name: 'b/Thumbs.db', content: 'x' },
      { name: 'data.csv', content: pointer },
      { name: 'a.txt', content: 'mətn' },
    ];
    const { skipped, ...rest } = await open('a.tar', tar(entries));
    expect(textsOf({ skipped, ...rest })).toEqual({ 'a.txt': 'mətn' });
    expect(skipped).toEqual({
      keçid: 'not-a-file',
      qurğu: 'not-a-file',
      'boş.txt': 'empty',
      '__MACOSX/a.txt': 'resource-fork',
      'b/._a.txt': 'resource-fork',
      'b/.DS_Store': 'hidden',
      '.git/config': 'hidden',
      'b/Thumbs.db': 'hidden',
      'data.csv': 'lfs-pointer',
    });
    expect(rest.errors).toEqual([]);
    expect((await open('data.csv', encode(pointer))).errors).toEqual(['file-lfs-pointer']);
  });

  it('are encrypted files and unknown methods of a zip', async () => {
    const zip = zipSync({ 'a.txt': encode('salam'), 'b.txt': encode('dünya') });
    const table = new DataView(zip.buffer).getUint32(zip.length - 6, true);
    expect((await open('a.zip', patched(zip, table + 8, 1))).skipped).toEqual({ 'a.txt': 'encrypted' });
    expect((await open('a.zip', patched(zip, table + 10, 9))).skipped).toEqual({ 'a.txt': 'method-unknown' });
  });

  it('are archives nested too deep', async () => {
    const nest = (layers: number) => {
      let packed: Uint8Array = encode('dərin');
      for (let layer = 0; layer < layers; layer++) packed = zipSync({ z: packed });
      return packed;
    };
    expect(textsOf(await open('a.zip', nest(4)))).toEqual({ 'z/z/z/z': 'dərin' });
    expect(await open('a.zip', nest(10))).toEqual({
      members: {},
      skipped: { 'z/z/z/z': 'nested-too-deep' },
      errors: [],
    });
    let gzips: Uint8Array = encode('dərin');
    for (let layer = 0; layer < 10; layer++) gzips = gzipSync(gzips);
    expect((await open('a.gz', gzips)).skipped).toEqual({ a: 'nested-too-deep' });
  });
});

describe('documents that are zips themselves', () => {
  it.each([['[Content_Types].xml'], ['mimetype'], ['META-INF/container.xml']])(
    'with %s are handed on whole',
    async (part) => {
      const document = zipSync({ 'word/document.xml': encode('<w/>'), [part]: encode('x') });
      expect(await open('a.docx', document)).toEqual({ members: { 'a.docx': document }, skipped: {}, errors: [] });
      const inside = await open('a.tar', asTar({ 'b/a.docx': document, 'c.txt': encode('c') }));
      expect(inside.members).toEqual({ 'b/a.docx': document, 'c.txt': encode('c') });
    },
  );
});

describe('members', () => {
  it('can be read by parts, and as a stream after that', async () => {
    const content = encode('0123456789'.repeat(1000));
    for (const packed of [
      content,
      gzipSync(content),
      asTar({ a: content }),
      zipSync({ a: content }),
      zipSync({ a: content }, { level: 0 }),
    ]) {
      for await (const member of openMembers(chosen('a', packed, 100))) {
        if ('skipped' in member) throw new Error('skipped');
        const parts = await member.parts();
        expect(parts.size).toBe(content.length);
        expect(new TextDecoder().decode(await parts.slice(9_998, 20_000).arrayBuffer())).toBe('89');
        const again: Uint8Array[] = [];
        for await (const chunk of member.stream() as AsyncIterable<Uint8Array>) again.push(chunk);
        expect(Buffer.concat(again)).toEqual(Buffer.from(content));
        expect(member.head.bytes).toEqual(content);
      }
    }
  });

  it('are passed over where they are not read, and let go of where reading ends', async () => {
    const names: string[] = [];
    const file = chosen('a.tar', asTar({ a: encode('a'.repeat(700_000)), b: encode('b'), c: encode('c') }));
    for await (const { name } of openMembers(file)) {
      names.push(name);
      if (name === 'b') break;
    }
    expect(names).toEqual(['a', 'b']);
  });
});

describe('damage', () => {
  const story = Array.from({ length: 1500 }, (_, i) => `${i * 7919} salam dünya\n`).join('');

  it.each([
    ['ends early', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['fails its checksum', (bytes: Uint8Array) => patched(bytes, -6, bytes.at(-6)! ^ 1)],
    ['has another length', (bytes: Uint8Array) => patched(bytes, -1, 9)],
    ['is followed by something else', (bytes: Uint8Array) => Buffer.concat([bytes, encode('salam')])],
  ])('of gzip that %s is told behind what came out', async (_name, damage) => {
    const opened = await open('a.txt.gz', damage(gzipSync(story)));
    expect(opened.errors).toEqual(['a.txt: archive-damaged']);
    expect(textsOf(opened)).toEqual({ 'a.txt': story });
  });

  it('of a cut file leaves what came before', async () => {
    const packed = gzipSync(story);
    const { members, errors } = await open('a.txt.gz', packed.subarray(0, packed.length / 2));
    expect(errors).toEqual(['a.txt: archive-damaged']);
    const text = new TextDecoder().decode(members['a.txt']);
    expect(text.length).toBeGreaterThan(story.length / 4);
    expect(story.startsWith(text)).toBe(true);
  });

  const files = { 'a.txt': encode(story), 'b.txt': encode('bütöv'), 'c.txt': encode(story) };

  it.each([
    ['zip', zipSync(files)],
    ['zip with sizes behind the files', streamedZip(files)],
    ['zip that is stored', zipSync(files, { level: 0 })],
    ['tar', asTar(files)],
  ])('of a %s that was cut leaves the files before it', async (_name, packed) => {
    const cut = packed.subarray(0, packed.length - Math.round(packed.length / 4));
    const { members, errors } = await open('a', cut);
    expect(members['a.txt']).toEqual(files['a.txt']);
    expect(members['b.txt']).toEqual(files['b.txt']);
    expect(story.startsWith(new TextDecoder().decode(members['c.txt']))).toBe(true);
    expect(errors.at(-1)).toBe('archive-damaged');
  });

  it('of one file in a zip leaves the others', async () => {
    const packed = zipSync(files, { level: 0 });
    const { members, errors } = await open('a.zip', patched(packed, 100, packed[100]! ^ 1));
    expect(errors).toEqual(['a.txt: archive-damaged']);
    expect(members['c.txt']).toEqual(files['c.txt']);
  });

  it('of an archive in another leaves the other files', async () => {
    const inner = gzipSync(asTar(files));
    const opened = await open('a.tar', asTar({ 'in.tgz': inner.subarray(0, -20), 'z.txt': encode('son') }));
    expect(opened.skipped).toEqual({ 'in.tgz': 'damaged' });
    expect(opened.members['in.tar/a.txt']).toEqual(files['a.txt']);
    expect(textsOf(opened)['z.txt']).toBe('son');
  });

  it('is told with its place', async () => {
    const packed = asTar({ a: encode('salam'), b: encode('dünya') });
    const members = openMembers(chosen('kitab.tar', patched(packed, 1024, 7)));
    expect(await members.next()).toMatchObject({ value: { name: 'a' } });
    await expect(members.next()).rejects.toMatchObject({
      code: 'archive-damaged',
      details: { file: 'kitab.tar', member: 'kitab.tar', format: 'tar', at: 1024 },
    });
  });

  it('of the source itself passes through', async () => {
    const file = chosen('a', new Uint8Array());
    const broken = {
      ...file,
      stream: () => new ReadableStream({ pull: (controller) => controller.error(new Error('disk gone')) }),
    };
    await expect(openMembers(broken).next()).rejects.toThrow('disk gone');
  });
});

describe('limits', () => {
  const small = { freeBytes: 100_000, ratio: 10 };
  const zeros = new Uint8Array(1_300_000).fill(0x61);

  it.each([
    ['gzip', gzipSync(zeros)],
    ['a zip', zipSync({ a: zeros })],
    ['a zip in a zip', zipSync({ a: zipSync({ a: zeros }) })],
    ['a tar of many', gzipSync(asTar({ a: zeros, b: zeros }))],
  ])('end %s that unpacks out of proportion', async (_name, packed) => {
    const { members, errors } = await open('a', packed, small);
    expect(errors.at(-1)).toBe('archive-bomb');
    expect(Object.values(members).reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1_200_000);
  });

  it('end a zip that says less than it holds, or whose files overlap', async () => {
    const zip = zipSync({ a: zeros, b: encode('b') });
    const table = new DataView(zip.buffer).getUint32(zip.length - 6, true);
    const lying = await open('a', patched(zip, table + 24, 1, 0, 0, 0));
    expect(lying).toEqual({ members: { b: encode('b') }, skipped: { a: 'damaged' }, errors: [] });
    const overlapping = patched(zip, table + 46 + 1 + 20, zip.length & 255, zip.length >> 8);
    expect((await open('a', overlapping)).errors).toEqual(['archive-damaged']);
  });

  it('end archives with too many files, and members that would have to be held', async () => {
    const many = asTar(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`f${i}`, encode('x')])));
    const opened = await open('a.tar', many, { members: 10 });
    expect([Object.keys(opened.members).length, opened.errors]).toEqual([10, ['archive-members']]);
    const nested = asTar({ 'in.zip': zipSync({ a: zeros }, { level: 0 }), b: encode('b') });
    const held = await open('a.tar', nested, { heldBytes: 1_000_000 });
    expect(held).toEqual({ members: { b: encode('b') }, skipped: { 'in.zip': 'too-large' }, errors: [] });
  });
});

describe('hostile archives', () => {
  const files = { 'a.txt': encode('salam '.repeat(40)), 'b/c.txt': encode('dünya') };
  const seeds = [
    gzipSync(asTar(files)),
    asTar(files),
    zipSync(files),
    streamedZip(files),
    zipSync({ 'in.zip': streamedZip(files), 'in.tgz': gzipSync(asTar(files)) }, { level: 0 }),
  ];

  it('end where a record of a tar says that it is shorter than it is', { timeout: 5000 }, async () => {
    const archive = tar([
      { name: 'pax', type: 'x', content: '12 path=b.txt\n' },
      { name: 'a.txt', content: 'salam' },
    ]);
    expect((await open('a.tar', archive)).errors).toEqual([]);
  });

  it('throw nothing but what is known, and end', async () => {
    const mutations = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        mutations,
        fc.nat(),
        fc.boolean(),
        async (seed, changes, end, isCut) => {
          const bytes = seed.slice(0, isCut ? end % seed.length : seed.length);
          if (bytes.length > 0) for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const { errors } = await open('a', bytes, { freeBytes: 1_000_000 });
          for (const error of errors) expect(error).toMatch(/^(.*: )?archive-(damaged|bomb|member-large)$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
