import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../testing/read-file.ts';
import {
  type Batch,
  type BatchCursor,
  type BatchSource,
  evaluationBatches,
  IGNORE,
  memoryStream,
  type TokenStream,
  tokeniseDocuments,
  unigramCrossEntropy,
  windowBatches,
} from './batches.ts';

/** 0, 1, 2 …: a token says where it stands in the stream. */
const countingStream = (length: number) => memoryStream(Uint32Array.from({ length }, (_, i) => i));

const rowsOf = ({ tokens, targets }: Batch, seq: number) =>
  Array.from({ length: tokens.length / seq }, (_, row) => ({
    tokens: [...tokens.subarray(row * seq, (row + 1) * seq)],
    targets: [...targets.subarray(row * seq, (row + 1) * seq)],
  }));

async function take(source: BatchSource, sizes: readonly number[]) {
  const rows: ReturnType<typeof rowsOf> = [];
  for (const size of sizes) rows.push(...rowsOf(await source.next(size), source.seq));
  return rows;
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 });

describe('memoryStream', () => {
  it('reads copies of both widths, and nothing outside', async () => {
    for (const tokens of [Uint16Array.of(5, 6, 65535), Uint32Array.of(5, 6, 65535)]) {
      const stream = memoryStream(tokens);
      expect(stream.length).toBe(3);
      const read = await stream.read(1, 2);
      expect(read).toEqual(Uint32Array.of(6, 65535));
      read[0] = 9;
      expect(tokens[1]).toBe(6);
      expect(await stream.read(3, 0)).toEqual(new Uint32Array());
      for (const [start, count] of [
        [-1, 1],
        [2, 2],
        [0, -1],
      ] as const)
        expect(() => stream.read(start, count)).toThrow(RangeError);
    }
  });
});

describe('shifted windows', () => {
  it('lie within the stream, begin at an offset of their own in each epoch, and cover each window once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2, max: 60 }),
        fc.integer(),
        async (seq, length, seed) => {
          fc.pre(length > seq);
          const source = windowBatches(countingStream(length), { seq, seed, shift: true });
          const windows = Math.max(1, Math.floor((length - 1) / seq) - 1);
          expect(source.windowsPerEpoch).toBe(windows);
          for (let epoch = 0; epoch < 4; epoch++) {
            const rows = await take(source, [windows]);
            const starts = rows.map(({ tokens }) => tokens[0]!).toSorted((a, b) => a - b);
            expect(starts[0]).toBeLessThan(seq);
            expect(starts).toEqual(starts.map((_, k) => starts[0]! + k * seq));
            for (const { tokens, targets } of rows) expect(targets).toEqual(tokens.map((token) => token + 1));
          }
        },
      ),
    );
  });

  it('take every offset', async () => {
    const source = windowBatches(countingStream(30), { seq: 4, seed: 5, shift: true });
    const offsets = new Set<number>();
    for (let epoch = 0; epoch < 60; epoch++)
      offsets.add(Math.min(...(await take(source, [source.windowsPerEpoch])).map(({ tokens }) => tokens[0]!)));
    expect(offsets).toEqual(new Set([0, 1, 2, 3]));
  });

  it('follow from the cursor', async () => {
    const open = (cursor?: BatchCursor) =>
      windowBatches(countingStream(50), { seq: 4, seed: 7, shift: true, ...(cursor && { cursor }) });
    const whole = open();
    await take(whole, [13, 8]);
    const resumed = open(whole.cursor);
    expect(await take(resumed, [5, 40])).toEqual(await take(whole, [5, 40]));
  });
});

describe('windowBatches', () => {
  it('covers each window once in every epoch, with the next tokens as targets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2, max: 60 }),
        fc.integer(),
        fc.integer({ min: 1, max: 9 }),
        async (seq, length, seed, batch) => {
          fc.pre(length > seq);
          const source = windowBatches(countingStream(length), { seq, seed });
          const windows = Math.floor((length - 1) / seq);
          expect(source.windowsPerEpoch).toBe(windows);
          const epochs = 3;
          const rows = (await take(source, Array(Math.ceil((epochs * windows) / batch)).fill(batch))).slice(
            0,
            epochs * windows,
          );
          for (let epoch = 0; epoch < epochs; epoch++) {
            const starts = rows.slice(epoch * windows, (epoch + 1) * windows).map(({ tokens }) => tokens[0]!);
            expect(starts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: windows }, (_, k) => k * seq));
          }
          for (const { tokens, targets } of rows) {
            expect(tokens).toEqual(tokens.map((_, i) => tokens[0]! + i));
            expect(targets).toEqual(tokens.map((token) => token + 1));
          }
        },
      ),
    );
  });

  it('resumes from any cursor with the very batches that would have followed, however large they are', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.integer(), async (before, after, seed) => {
        const stream = countingStream(40);
        const whole = windowBatches(stream, { seq: 4, seed });
        await take(whole, before);
        const { cursor } = whole;
        const following = await take(whole, after);
        const resumed = windowBatches(stream, { seq: 4, seed, cursor });
        expect(await take(resumed, after)).toEqual(following);
        expect(resumed.cursor).toEqual(whole.cursor);
        whole.cursor = cursor;
        expect(await take(whole, [after.reduce((a, b) => a + b)])).toEqual(following);
      }),
    );
  });

  it('orders epochs and seeds differently', async () => {
    const order = async (seed: number) =>
      (await take(windowBatches(countingStream(201), { seq: 2, seed }), [100, 100])).map(({ tokens }) => tokens[0]!);
    const first = await order(1);
    expect(first.slice(0, 100)).not.toEqual(first.slice(100));
    expect(await order(2)).not.toEqual(first);
    expect(await order(1)).toEqual(first);
  });

  it('counts every target and moves the cursor over the end of an epoch', async () => {
    const source = windowBatches(countingStream(9), { seq: 4, seed: 0 });
    expect(source.cursor).toEqual({ epoch: 0, position: 0 });
    expect((await source.next(2)).counted).toBe(8);
    expect(source.cursor).toEqual({ epoch: 0, position: 2 });
    await source.next(3);
    expect(source.cursor).toEqual({ epoch: 2, position: 1 });
    source.cursor.position = 99;
    expect(source.cursor.position).toBe(1);
  });

  it('says how many tokens are there and are needed', () => {
    expect(windowBatches(countingStream(9), { seq: 8, seed: 0 }).windowsPerEpoch).toBe(1);
    for (const length of [0, 1, 8]) {
      expect(() => windowBatches(countingStream(length), { seq: 8, seed: 0 })).toThrow(
        expect.objectContaining({ code: 'corpus-too-short', details: { tokens: length, needed: 9 } }),
      );
    }
  });

  it('refuses a cursor that does not exist', () => {
    const make = (epoch: number, position: number) => () =>
      windowBatches(countingStream(9), { seq: 4, seed: 0, cursor: { epoch, position } });
    for (const [epoch, position] of [
      [0, 3],
      [-1, 0],
      [0, -1],
      [0, 0.5],
      [Number.NaN, 0],
    ] as const) {
      expect(make(epoch, position)).toThrow(expect.objectContaining({ code: 'cursor-outside' }));
    }
    expect(make(7, 2)).not.toThrow();
  });

  it('stays where it was when reading fails, and gives the same batch when asked again', async () => {
    const good = countingStream(41);
    let failures = 2;
    const flaky: TokenStream = {
      length: 41,
      async read(start, count) {
        if (failures > 0 && start > 20) {
          failures--;
          throw new Error('disk busy');
        }
        return good.read(start, count);
      },
    };
    const source = windowBatches(flaky, { seq: 4, seed: 3 });
    await expect(source.next(10)).rejects.toThrow('disk busy');
    await expect(source.next(10)).rejects.toThrow('disk busy');
    expect(source.cursor).toEqual({ epoch: 0, position: 0 });
    expect(await source.next(10)).toEqual(await windowBatches(good, { seq: 4, seed: 3 }).next(10));
  });

  it('refuses overlapping calls and short reads', async () => {
    const source = windowBatches(
      { length: 41, read: async (start, count) => countingStream(41).read(start, count) },
      { seq: 4, seed: 0 },
    );
    const first = source.next(2);
    expect(() => {
      source.cursor = { epoch: 0, position: 0 };
    }).toThrow('being read');
    await expect(source.next(2)).rejects.toThrow('while another one');
    await first;
    const short = windowBatches({ length: 41, read: () => Uint32Array.of(1) }, { seq: 4, seed: 0 });
    await expect(short.next(1)).rejects.toMatchObject({ code: 'tokens-truncated' });
  });
});

describe('evaluationBatches', () => {
  it('predicts every token but the first exactly once, from the token before it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 2, max: 60 }),
        async (seq, batch, length) => {
          const predicted: number[] = [];
          let counted = 0;
          let batches = 0;
          for await (const result of evaluationBatches(countingStream(length), { seq, batch, padId: 999 })) {
            batches++;
            expect(result.tokens.length).toBe(batch * seq);
            counted += result.counted;
            for (const [i, target] of result.targets.entries()) {
              if (target === IGNORE) {
                expect(result.tokens[i]).toBe(999);
                continue;
              }
              expect(result.tokens[i]).toBe(target - 1);
              // Rows are windows: the context of a token begins at a multiple of seq.
              expect(result.tokens[i - (i % seq)]).toBe(target - 1 - (i % seq));
              expect((target - 1 - (i % seq)) % seq).toBe(0);
              predicted.push(target);
            }
          }
          expect(predicted).toEqual(Array.from({ length: length - 1 }, (_, i) => i + 1));
          expect(counted).toBe(length - 1);
          expect(batches).toBe(Math.ceil((length - 1) / (batch * seq)));
        },
      ),
    );
  });

  it('needs two tokens', async () => {
    await expect(evaluationBatches(countingStream(1), { seq: 4, batch: 1, padId: 0 }).next()).rejects.toMatchObject({
      code: 'corpus-too-short',
    });
  });
});

/** The tokenizer without merges: one token per UTF-8 byte, 256 ends a text. */
const byteTokenizer = {
  encode: (text: string) => Uint32Array.from(new TextEncoder().encode(text)),
  eosId: 256,
  beginIds: [],
};

async function* list<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('tokeniseDocuments', () => {
  it('ends every document, the empty one too', async () => {
    const tokens = await collect(tokeniseDocuments(list(['ab', '', 'ə']), byteTokenizer));
    expect(tokens).toEqual([Uint32Array.of(97, 98, 256), Uint32Array.of(256), Uint32Array.of(0xc9, 0x99, 256)]);
  });

  it('begins every document as the tokenizer says', async () => {
    const tokens = await collect(tokeniseDocuments(list(['ab', '']), { ...byteTokenizer, beginIds: [257, 258] }));
    expect(tokens).toEqual([Uint32Array.of(257, 258, 97, 98, 256), Uint32Array.of(257, 258, 256)]);
  });

  it('needs an end-of-text token', async () => {
    const tokens = tokeniseDocuments(list(['a']), { ...byteTokenizer, eosId: undefined });
    await expect(tokens.next()).rejects.toMatchObject({ code: 'tokenizer-no-eos' });
  });
});

describe('unigramCrossEntropy', () => {
  it('is the mean of -ln((count + 1) / (total + vocabulary))', () => {
    // Trained 3×a, 1×b of {a, b, c}: 4/7, 2/7, 1/7.
    expect(unigramCrossEntropy([3, 1], [1, 1, 2], 3)).toBeCloseTo(
      -(Math.log(4 / 7) + Math.log(2 / 7) + 2 * Math.log(1 / 7)) / 4,
      12,
    );
    expect(unigramCrossEntropy([], [0, 5], 8)).toBeCloseTo(Math.log(8), 12);
    expect(() => unigramCrossEntropy([1], [0], 1)).toThrow(RangeError);
  });

  it('is the entropy when both sides agree and counts are large, and never below it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 20 }), (counts) => {
        const total = counts.reduce((a, b) => a + b);
        fc.pre(total > 0);
        const entropy = -counts.reduce((sum, c) => (c === 0 ? sum : sum + (c / total) * Math.log(c / total)), 0);
        const large = counts.map((count) => count * 1_000_000);
        expect(unigramCrossEntropy(large, counts, counts.length)).toBeCloseTo(entropy, 4);
        expect(unigramCrossEntropy(counts, counts, counts.length)).toBeGreaterThanOrEqual(entropy - 1e-12);
      }),
    );
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of batches on a real corpus is SKIPPED');

describe.skipIf(!testData)('az_demo_corpus.txt in bytes', () => {
  it('trains on every byte of every document but the tail, and evaluates all', async () => {
    const bytes = new Uint8Array(readFileSync(`${testData}/corpus/az_demo_corpus.txt`));
    const { documents } = await readFile(bytes, { format: 'text' });
    const parts = await collect(tokeniseDocuments(list(documents), byteTokenizer));
    const tokens = Uint16Array.from(parts.flatMap((part) => [...part]));
    expect(tokens.filter((token) => token === 256).length).toBe(documents.length);
    const stream = memoryStream(tokens);

    const seq = 128;
    const source = windowBatches(stream, { seq, seed: 5 });
    const seen = new Uint8Array(source.windowsPerEpoch);
    const starts = new Map<string, number>();
    for (let k = 0; k < seen.length; k++) starts.set(tokens.subarray(k * seq, (k + 1) * seq + 1).join(), k);
    for (const row of await take(source, [source.windowsPerEpoch])) {
      seen[starts.get([...row.tokens, row.targets.at(-1)].join())!]! += 1;
    }
    expect(seen.reduce((a, b) => a + b)).toBe(source.windowsPerEpoch);

    let counted = 0;
    for await (const batch of evaluationBatches(stream, { seq, batch: 64, padId: 256 })) counted += batch.counted;
    expect(counted).toBe(tokens.length - 1);
  });
});
