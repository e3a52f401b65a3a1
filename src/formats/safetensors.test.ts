import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { type ByteSource, blobSource, bytesSource } from './byte-source.ts';
import {
  readSafetensorsHeader,
  readTensorF32,
  type TensorToWrite,
  tensorBlocksF32,
  writeSafetensors,
} from './safetensors.ts';

/**
 * Written by the reference library (Python safetensors 0.8.0, `safetensors.numpy.save`): b.weight F32 [2,3] 0.25·i − 0.5,
 * a.half F16 [4] (1.5, −0.25, 65504, 6e-8), scalar F64 [] 3.25, empty F32 [0,7], ids I64 [2] (1, −2); metadata format np, note ə.
 */
const FROM_PYTHON =
  'WAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCIsIm5vdGUiOiLJmSJ9LCJpZHMiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlswLDE2XX0sInNjYWxhciI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbMTYsMjRdfSwiYi53ZWlnaHQiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzI0LDQ4XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDddLCJkYXRhX29mZnNldHMiOls0OCw0OF19LCJhLmhhbGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzRdLCJkYXRhX29mZnNldHMiOls0OCw1Nl19fQEAAAAAAAAA/v////////8AAAAAAAAKQAAAAL8AAIC+AAAAAAAAgD4AAAA/AABAPwA+ALT/ewEA';

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Uint8Array.from(Buffer.concat(parts));
}

/** A file with any header text, for headers that no honest writer makes. */
function fileOf(header: string | Uint8Array, dataBytes: number): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  expect((error as OcaqError).message).toMatch(/\.$/);
  return (error as OcaqError).code;
}

const header = (bytes: Uint8Array) => readSafetensorsHeader(bytesSource('model.safetensors', bytes));
const tensor = (name: string, fields: string) => `"${name}":{${fields}}`;
const F32_2 = '"dtype":"F32","shape":[2],"data_offsets":[0,8]';

describe('reading', () => {
  it('reads what the reference library wrote, from bytes and from a Blob', async () => {
    const bytes = Uint8Array.from(Buffer.from(FROM_PYTHON, 'base64'));
    for (const source of [bytesSource('m', bytes), blobSource('m', new Blob([bytes]))]) {
      const { tensors, metadata } = await readSafetensorsHeader(source);
      expect(metadata).toEqual({ format: 'np', note: 'ə' });
      expect([...tensors.keys()]).toEqual(['ids', 'scalar', 'b.weight', 'empty', 'a.half']);
      const read = async (name: string) => [...(await readTensorF32(source, tensors.get(name)!))];
      expect(await read('b.weight')).toEqual([-0.5, -0.25, 0, 0.25, 0.5, 0.75]);
      expect(await read('a.half')).toEqual([1.5, -0.25, 65504, 2 ** -24]);
      expect(await read('scalar')).toEqual([3.25]);
      expect(await read('empty')).toEqual([]);
      expect(tensors.get('empty')).toMatchObject({ dtype: 'F32', shape: [0, 7] });
      expect(await codeOf(readTensorF32(source, tensors.get('ids')!))).toBe('safetensors-not-float');
    }
  });

  it.each([
    ['without metadata', {}, {}],
    ['with empty metadata', { __metadata__: {} }, {}],
    ['of MLX', { __metadata__: { format: 'mlx' } }, { format: 'mlx' }],
  ])('accepts a file %s', async (_, json, expected) => {
    const tensors = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
    const read = await header(fileOf(JSON.stringify({ ...json, ...tensors }), 8));
    expect({ ...read.metadata }).toEqual(expected);
    expect([...read.tensors.keys()]).toEqual(['a']);
  });

  it('accepts a file without tensors and tensors named like members of every object', async () => {
    expect((await header(fileOf('{}', 0))).tensors.size).toBe(0);
    const { tensors, metadata } = await header(
      fileOf(`{"__metadata__":{"__proto__":"x"},${tensor('__proto__', F32_2)}}`, 8),
    );
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
  });

  it.each<[string, Uint8Array]>([
    ['safetensors-too-short', new Uint8Array(7)],
    ['safetensors-header-too-large', Uint8Array.of(0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0)],
    ['safetensors-header-too-large', new Uint8Array(8).fill(0xff)],
    ['safetensors-header-outside-file', Uint8Array.of(0x00, 0xe1, 0xf5, 0x05, 0, 0, 0, 0)],
    ['safetensors-header-outside-file', fileOf('{}', 0).subarray(0, 9)],
    ['safetensors-header-start', new Uint8Array(8)],
    ['safetensors-header-start', fileOf(' {}', 0)],
    ['safetensors-header-not-utf8', fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22), 0)],
    ['safetensors-header-not-json', fileOf('{"a":}', 0)],
    ['safetensors-header-not-json', fileOf('{} {}', 0)],
    ['safetensors-header-not-json', fileOf(`{"a":${'['.repeat(100_000)}`, 0)],
    ['safetensors-duplicate-name', fileOf(`{${tensor('a', F32_2)},${tensor('\\u0061', F32_2)}}`, 8)],
    ['safetensors-duplicate-name', fileOf(`{${tensor('a', `${F32_2},"shape":[2]`)}}`, 8)],
    ['safetensors-duplicate-name', fileOf('{"__metadata__":{"x":"1","x":"2"}}', 0)],
    ['safetensors-metadata', fileOf('{"__metadata__":{"x":1}}', 0)],
    ['safetensors-metadata', fileOf('{"__metadata__":[]}', 0)],
    ['safetensors-metadata', fileOf('{"__metadata__":null}', 0)],
    ['safetensors-entry', fileOf('{"a":null}', 0)],
    ['safetensors-entry', fileOf('{"a":{"dtype":"F32","shape":[2]}}', 8)],
    ['safetensors-entry', fileOf(`{${tensor('a', `${F32_2},"more":1`)}}`, 8)],
    ['safetensors-entry', fileOf(`{${tensor('a', '"dtype":"F32","shape":[2],"data_offsets":[0,8,8]')}}`, 8)],
    ['safetensors-entry', fileOf(`{${tensor('a', '"dtype":"F32","shape":[2],"data_offsets":[-8,0]')}}`, 8)],
    ['safetensors-unknown-dtype', fileOf(`{${tensor('a', F32_2.replace('F32', 'toString'))}}`, 8)],
    ['safetensors-shape', fileOf(`{${tensor('a', F32_2.replace('[2]', '[2.5]'))}}`, 8)],
    ['safetensors-shape', fileOf(`{${tensor('a', F32_2.replace('"shape":[2]', '"form":[2]'))}}`, 8)],
    ['safetensors-shape', fileOf(`{${tensor('a', F32_2.replace('[2]', '[4503599627370496,4503599627370496,0]'))}}`, 8)],
    ['safetensors-shape', fileOf(`{${tensor('a', F32_2.replace('F32', 'F4').replace('[2]', '[3]'))}}`, 8)],
    ['safetensors-span', fileOf(`{${tensor('a', F32_2.replace('[2]', '[3]'))}}`, 8)],
    ['safetensors-span', fileOf(`{${tensor('a', F32_2.replace('[2]', '[4398046511104,4]'))}}`, 8)],
    ['safetensors-offsets', fileOf(`{${tensor('a', F32_2.replace('[0,8]', '[1,9]'))}}`, 9)],
    ['safetensors-offsets', fileOf(`{${tensor('a', F32_2)},${tensor('b', F32_2)}}`, 8)],
    ['safetensors-truncated', fileOf(`{${tensor('a', F32_2)}}`, 7)],
    ['safetensors-trailing-bytes', fileOf(`{${tensor('a', F32_2)}}`, 9)],
  ])('refuses with %s', async (code, bytes) => {
    expect(await codeOf(header(bytes))).toBe(code);
  });

  it.each(['F8_E4M3', 'F8_E5M2', 'I8', 'U8'])('gives no numbers of %s, and says so', async (dtype) => {
    const bytes = fileOf(`{${tensor('a', `"dtype":"${dtype}","shape":[2],"data_offsets":[0,2]`)}}`, 2);
    const { tensors } = await header(bytes);
    expect(await codeOf(readTensorF32(bytesSource('m', bytes), tensors.get('a')!))).toBe('safetensors-not-float');
  });

  it('never reads past the header before the header holds', async () => {
    const bytes = fileOf(`{${tensor('a', F32_2)}}`, 7);
    const reads: number[] = [];
    const source: ByteSource = {
      ...bytesSource('m', bytes),
      read: async (start, end) => {
        reads.push(end);
        return bytes.slice(start, end);
      },
    };
    expect(await codeOf(readSafetensorsHeader(source))).toBe('safetensors-truncated');
    expect(Math.max(...reads)).toBe(bytes.length - 7);
  });

  it('says so when the file shrinks while it is read', async () => {
    const bytes = fileOf(`{${tensor('a', F32_2)}}`, 8);
    const whole = bytesSource('m', bytes);
    const { tensors } = await readSafetensorsHeader(whole);
    const shrunk = bytesSource('m', bytes.subarray(0, -1));
    expect(await codeOf(readTensorF32(shrunk, tensors.get('a')!))).toBe('file-unreadable');
  });
});

describe('writing', () => {
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i / 8 - 3);

  it('writes the layout of the format: length, JSON padded with spaces to 8, tensors in order without a gap', async () => {
    const file = await collect(
      writeSafetensors([
        { name: 'half', dtype: 'F16', shape: [3], data: () => Float32Array.of(1, 2, -2) },
        { name: 'full', dtype: 'F32', shape: [1, 2], data: async () => Float32Array.of(1, -1) },
      ]),
    );
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const text = new TextDecoder().decode(file.subarray(8, 8 + length));
    expect(length % 8).toBe(0);
    expect(text.trimEnd()).toBe(
      '{"__metadata__":{"format":"pt"},"full":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"half":{"dtype":"F16","shape":[3],"data_offsets":[8,14]}}',
    );
    expect([...file.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf, 0, 0x3c, 0, 0x40, 0, 0xc0]);
  });

  it('reads back a tensor larger than one block, and gives it block by block', async () => {
    const data = numbers((1 << 20) + 3);
    const file = await collect(
      writeSafetensors([{ name: 'big', dtype: 'F32', shape: [data.length], data: () => data }]),
    );
    const source = bytesSource('m', file);
    const entry = (await readSafetensorsHeader(source)).tensors.get('big')!;
    expect(Buffer.compare(Buffer.from((await readTensorF32(source, entry)).buffer), Buffer.from(data.buffer))).toBe(0);
    const lengths: number[] = [];
    for await (const block of tensorBlocksF32(source, entry)) lengths.push(block.length);
    expect(lengths).toEqual([1 << 20, 3]);
  });

  it('refuses names used twice or reserved, and data that does not fit its shape', async () => {
    const one = (name: string): TensorToWrite => ({ name, dtype: 'F32', shape: [2], data: () => numbers(2) });
    await expect(collect(writeSafetensors([one('a'), one('a')]))).rejects.toThrow('used twice or is reserved');
    await expect(collect(writeSafetensors([one('__metadata__')]))).rejects.toThrow('used twice or is reserved');
    await expect(collect(writeSafetensors([{ ...one('a'), shape: [3] }]))).rejects.toThrow('was to have 3 numbers');
  });

  const written = fc.uniqueArray(
    fc.record({
      name: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '0')),
      dtype: fc.constantFrom('F32', 'F16', 'BF16'),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    }),
    { selector: ({ name }) => name.toWellFormed(), maxLength: 6 },
  );
  const metadata = fc.dictionary(fc.string(), fc.string());

  function withData(entries: readonly Omit<TensorToWrite, 'data'>[]): TensorToWrite[] {
    return entries
      .filter(({ name }) => name !== '__metadata__')
      .map((entry, index) => {
        // Small multiples of 1/8 are exact in all three types.
        const data = numbers(entry.shape.reduce((a, b) => a * b, 1)).map((x) => x + index);
        return { ...entry, name: entry.name.toWellFormed(), data: () => data };
      });
  }

  it('gives everything back, whatever names, shapes, types and metadata', async () => {
    await fc.assert(
      fc.asyncProperty(written, metadata, async (entries, meta) => {
        const tensors = withData(entries);
        const source = bytesSource('m', await collect(writeSafetensors(tensors, meta)));
        const read = await readSafetensorsHeader(source);
        expect(read.tensors.size).toBe(tensors.length);
        expect(Object.entries(read.metadata)).toEqual(Object.entries(meta));
        for (const { name, dtype, shape, data } of tensors) {
          const entry = read.tensors.get(name)!;
          expect({ dtype: entry.dtype, shape: entry.shape }).toEqual({ dtype, shape });
          expect(await readTensorF32(source, entry)).toEqual(await data());
        }
      }),
    );
  });

  it('survives damage: any mutated, cut or lengthened file gives a typed error or tensors that cover exactly its bytes', async () => {
    const original = await collect(
      writeSafetensors([
        { name: 'model.a', dtype: 'F32', shape: [3, 2], data: () => numbers(6) },
        { name: 'model.b', dtype: 'BF16', shape: [5], data: () => numbers(5) },
      ]),
    );
    const damage = fc.record({
      edits: fc.array(fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      length: fc.oneof(fc.constant(original.length), fc.nat(original.length + 20)),
    });
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(damage, async ({ edits, length }) => {
        const bytes = new Uint8Array(length);
        bytes.set(original.subarray(0, length));
        for (const [at, value] of edits) if (at < length) bytes[at] = value;
        const source = bytesSource('m', bytes);
        try {
          const { tensors } = await readSafetensorsHeader(source);
          accepted++;
          let covered = 0;
          for (const entry of tensors.values()) {
            covered += entry.end - entry.start;
            if (['F32', 'F16', 'BF16', 'F64'].includes(entry.dtype)) await readTensorF32(source, entry);
          }
          expect(covered).toBe(length - 8 - Number(new DataView(bytes.buffer).getBigUint64(0, true)));
          expect(length).toBe(original.length);
        } catch (error) {
          if (!(error instanceof OcaqError)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
