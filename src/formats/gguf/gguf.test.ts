/** What is written reads back; what is cut, changed or contradicts itself is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { bytesSource } from '../byte-source.ts';
import type { GgufValue } from './layout.ts';
import { readGguf, readTensorF32 } from './read.ts';
import { type GgufTensor, writeGguf } from './write.ts';

async function written(
  keys: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[] = [],
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeGguf({ keys: new Map(Object.entries(keys)), tensors })) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}

const read = (bytes: Uint8Array) => readGguf(bytesSource('model.gguf', bytes));
const ramp = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i / 4 - 3);
const tensor = (name: string, type: GgufTensor['type'], shape: readonly number[]): GgufTensor => ({
  name,
  type,
  shape,
  data: () => ramp(shape.reduce((product, size) => product * size)),
});

const KEYS = {
  'general.architecture': { type: 'string', value: 'llama' },
  'llama.block_count': { type: 'u32', value: 2 ** 32 - 1 },
  'llama.rope.freq_base': { type: 'f32', value: 0.5 },
  'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
  'tokenizer.ggml.tokens': { type: 'strings', value: ['Ġsöz', '', '𐐷'] },
  'tokenizer.ggml.token_type': { type: 'i32s', value: [1, -1, 3] },
} as const satisfies Record<string, GgufValue>;

/**
 * Written by the reference library (Python gguf 0.19.0, GGUFWriter): the keys above without the two lists, then
 * `a.weight` F32 [2, 3] and `b.weight` Q8_0 [1, 32], both 0.25·i − 3.
 */
const FROM_PYTHON =
  'R0dVRgMAAAACAAAAAAAAAAQAAAAAAAAAFAAAAAAAAABnZW5lcmFsLmFyY2hpdGVjdHVyZQgAAAAFAAAAAAAAAGxsYW1hEQAAAAAAAABsbGFtYS5ibG9ja19jb3VudAQAAAD/////FAAAAAAAAABsbGFtYS5yb3BlLmZyZXFfYmFzZQYAAAAAAAA/HAAAAAAAAAB0b2tlbml6ZXIuZ2dtbC5hZGRfYm9zX3Rva2VuBwAAAAEIAAAAAAAAAGEud2VpZ2h0AgAAAAMAAAAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAGIud2VpZ2h0AgAAACAAAAAAAAAAAQAAAAAAAAAIAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAwAAAMMAAACDAAAAQwAAAAMAAAOC/AAAAAAAAAADKKLC2vcTL0djf5ezz+QAHDRQbISgvNTxDSlBXXmRrcnh/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('a GGUF file', () => {
  it('reads back as it was written', async () => {
    const bytes = await written(KEYS, [
      tensor('matrix', 'F16', [3, 5]),
      tensor('vector', 'F32', [7]),
      tensor('blocks', 'Q8_0', [2, 64]),
    ]);
    const { keys, tensors } = await read(bytes);
    expect(Object.fromEntries(keys)).toEqual(KEYS);
    expect([...tensors.values()].map(({ name, type, shape, start }) => [name, type, shape, start % 32])).toEqual([
      ['matrix', 'F16', [3, 5], 0],
      ['vector', 'F32', [7], 0],
      ['blocks', 'Q8_0', [2, 64], 0],
    ]);
    for (const name of ['matrix', 'vector']) {
      const entry = tensors.get(name)!;
      expect(await readTensorF32(bytesSource('m', bytes), entry)).toEqual(ramp(name === 'matrix' ? 15 : 7));
    }
  });

  it('is byte for byte what the reference library writes', async () => {
    const { 'tokenizer.ggml.tokens': _, 'tokenizer.ggml.token_type': __, ...keys } = KEYS;
    const bytes = await written(keys, [tensor('a.weight', 'F32', [2, 3]), tensor('b.weight', 'Q8_0', [1, 32])]);
    expect(Buffer.from(bytes).toString('base64')).toBe(FROM_PYTHON);
  });

  it('asks for one tensor after the other', async () => {
    const asked: string[] = [];
    const noting = (name: string): GgufTensor => ({
      ...tensor(name, 'F32', [4]),
      data() {
        asked.push(name);
        return ramp(4);
      },
    });
    const seen: number[] = [];
    for await (const piece of writeGguf({ keys: new Map(), tensors: [noting('a'), noting('b')] })) {
      seen.push(asked.length);
      expect(piece.length).toBeLessThanOrEqual(4 << 20);
    }
    expect(seen).toEqual([0, 1, 1, 2, 2]);
  });

  it('keeps any texts and lists', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.integer()), async (strings, numbers) => {
        const keys = { a: { type: 'strings', value: strings }, b: { type: 'i32s', value: numbers } } as const;
        expect(Object.fromEntries((await read(await written(keys))).keys)).toEqual(keys);
      }),
    );
  });

  it('has room for vocabularies of any size', async () => {
    const value = Array.from({ length: 40_000 }, (_, i) => `söz${i}`);
    const keys = { tokens: { type: 'strings', value }, ids: { type: 'i32s', value: value.map((_, i) => i) } } as const;
    expect(Object.fromEntries((await read(await written(keys))).keys)).toEqual(keys);
  });

  it.each([
    ['half a block in a row', tensor('a', 'Q4_0', [2, 16])],
    ['fewer numbers than its shape', { ...tensor('a', 'F32', [2, 2]), data: () => ramp(3) }],
  ])('is not written with %s', async (_, one) => {
    await expect(written({}, [one])).rejects.toThrow('"a"');
  });

  it('is not written with a number that its type cannot hold', async () => {
    const large = { ...tensor('a', 'F16', [2]), data: () => Float32Array.of(1, 7e4) };
    await expect(written({}, [large])).rejects.toMatchObject({
      code: 'weights-beyond-f16',
      details: { tensor: 'a', value: 7e4 },
    });
  });
});

describe('what is no whole GGUF file', () => {
  const whole = written(KEYS, [tensor('a', 'F32', [2, 3]), tensor('b', 'Q4_0', [1, 32])]);

  it('is refused wherever it is cut, and with anything behind it', async () => {
    const bytes = await whole;
    for (let length = 0; length < bytes.length; length += 7)
      await expect(read(bytes.slice(0, length))).rejects.toMatchObject({ code: 'gguf-damaged' });
    await expect(read(Uint8Array.from([...bytes, ...new Uint8Array(32)]))).rejects.toMatchObject({
      code: 'gguf-damaged',
    });
  });

  it('ends in a file or in an error of ours, whatever byte is changed', async () => {
    const bytes = await whole;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        const outcome = await read(changed).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(OcaqError);
      }),
      { numRuns: 500 },
    );
  });
});
