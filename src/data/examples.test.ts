import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, type BatchSource, IGNORE, memoryStream } from './batches.ts';
import { batchesOf, type Example, type ExampleOptions, exampleBatches, replayRows } from './examples.ts';

const example = (id: number, length: number): Example => ({
  tokens: Array.from({ length }, (_, i) => 100 * id + i),
  labels: Int32Array.from({ length }, (_, i) => (i === 0 || i === length - 1 ? IGNORE : 100 * id + i + 1)),
});

/** One set, of which each is seen once a pass. */
const alone = (examples: readonly Example[]) => [{ examples, weight: 1 }];

const OPTIONS: ExampleOptions = { seq: 8, seed: 1, padId: 7, packed: false, weighted: false };
const lengths = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 9 });
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 });

const rowsOf = ({ tokens, targets, positions, weights }: Batch, seq = 8) =>
  Array.from({ length: tokens.length / seq }, (_, row) => {
    const part = <T>(values: ArrayLike<T> | undefined) =>
      values && Array.from(values).slice(row * seq, (row + 1) * seq);
    return { tokens: part(tokens), targets: part(targets), positions: part(positions), weights: part(weights) };
  });

async function take(source: BatchSource, batches: readonly number[]) {
  const rows: ReturnType<typeof rowsOf> = [];
  for (const size of batches) rows.push(...rowsOf(await source.next(size)));
  return rows;
}

const padded = ({ tokens, labels }: Example) => ({
  tokens: [...tokens, ...Array<number>(8 - tokens.length).fill(7)],
  targets: [...labels, ...Array<number>(8 - labels.length).fill(IGNORE)],
  positions: undefined,
  weights: undefined,
});

describe('one example a row', () => {
  it('gives each once an epoch, padded on the right, and resumes', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer(), sizes, async (long, seed, before) => {
        const examples = long.map((length, id) => example(id, length));
        const options = { ...OPTIONS, seed };
        const source = exampleBatches(alone(examples), options);
        expect(source.windowsPerEpoch).toBe(examples.length);
        for (let epoch = 0; epoch < 2; epoch++) {
          const batch = await source.next(examples.length);
          const rows = rowsOf(batch).toSorted((a, b) => a.tokens![0]! - b.tokens![0]!);
          expect(rows).toEqual(examples.map(padded));
          expect(batch.counted).toBe(batch.targets.filter((target) => target !== IGNORE).length);
        }
        await take(source, before);
        const resumed = exampleBatches(alone(examples), { ...options, cursor: source.cursor });
        expect(await take(resumed, [5])).toEqual(await take(source, [5]));
      }),
    );
  });

  it('refuses nothing, what is too long, and what does not match', () => {
    const options = { ...OPTIONS, seq: 4 };
    expect(() => exampleBatches(alone([]), options)).toThrow(expect.objectContaining({ code: 'examples-none' }));
    expect(() => exampleBatches(alone([example(0, 4), example(1, 5)]), options)).toThrow(
      expect.objectContaining({ code: 'example-too-long', details: { example: 2, tokens: 5, seq: 4 } }),
    );
    expect(() => exampleBatches(alone([{ tokens: [1], labels: new Int32Array(2) }]), options)).toThrow('labels');
  });
});

/** The examples that a packed row holds, by their positions, without the padding. */
function unpacked(row: ReturnType<typeof rowsOf>[number]): { tokens: number[]; targets: number[] }[] {
  const found: { tokens: number[]; targets: number[] }[] = [];
  row.tokens!.forEach((token, i) => {
    const [position, target] = [row.positions![i] as number, row.targets![i] as number];
    if (position === 0) found.push({ tokens: [], targets: [] });
    const last = found.at(-1)!;
    expect(position).toBe(last.tokens.length);
    last.tokens.push(token);
    last.targets.push(target);
  });
  return found.filter(({ tokens }) => !(tokens.length === 1 && tokens[0] === 7));
}

describe('packed examples', () => {
  it('come whole, each once an epoch, with positions of their own, in rows that resume', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer(), sizes, async (long, seed, before) => {
        // Ids from 1 on: token 7 is padding.
        const examples = long.map((length, id) => example(id + 1, length));
        const options = { ...OPTIONS, seed, packed: true };
        const source = exampleBatches(alone(examples), options);
        const batch = await source.next(source.windowsPerEpoch);
        const found = rowsOf(batch).flatMap(unpacked);
        const wanted = examples.map(({ tokens, labels }) => ({ tokens: [...tokens], targets: [...labels] }));
        expect(found.toSorted((a, b) => a.tokens[0]! - b.tokens[0]!)).toEqual(wanted);
        expect(batch.counted).toBe(batch.targets.filter((target) => target !== IGNORE).length);
        await take(source, before);
        const resumed = exampleBatches(alone(examples), { ...options, cursor: source.cursor });
        expect(await take(resumed, [5])).toEqual(await take(source, [5]));
      }),
    );
  });
});

describe('several sets', () => {
  const sets = [
    { examples: [1, 2, 3].map((id) => example(id, 3)), weight: 2 },
    { examples: [], weight: 1 },
    { examples: [4, 5, 6, 7].map((id) => example(id, 4)), weight: 0.5 },
  ];
  const firsts = (batch: Batch) =>
    rowsOf(batch)
      .map(({ tokens }) => Math.floor(tokens![0]! / 100))
      .toSorted((a, b) => a - b);

  it('are seen by their weights, each in rows of its own, and resume', async () => {
    const source = exampleBatches(sets, OPTIONS);
    expect(source.windowsPerEpoch).toBe(6 + 2);
    const passes = [firsts(await source.next(8)), firsts(await source.next(8))];
    for (const pass of passes) expect(pass.slice(0, 6)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(passes.flatMap((pass) => pass.slice(6)).toSorted((a, b) => a - b)).toEqual([4, 5, 6, 7]);
    await source.next(3);
    const resumed = exampleBatches(sets, { ...OPTIONS, cursor: source.cursor });
    expect(await take(resumed, [9, 7])).toEqual(await take(source, [9, 7]));
  });

  it('are packed apart, and weigh by their rows', async () => {
    const source = exampleBatches(sets, { ...OPTIONS, packed: true });
    // Two rows of the first set, twice; two of the other, of which a pass has one.
    expect(source.windowsPerEpoch).toBe(5);
    for (const row of rowsOf(await source.next(5))) {
      const ids = unpacked(row).map(({ tokens }) => Math.floor(tokens[0]! / 100));
      expect(new Set(ids.map((id) => id > 3)).size).toBe(1);
    }
  });

  it('have as much text replayed as their weights make tokens', () => {
    const stream = memoryStream(new Uint32Array(100));
    const replay = { stream, share: 0.5 };
    // 2 · 9 tokens and half of 16: 26 of text, in rows of 8.
    expect(exampleBatches(sets, { ...OPTIONS, replay }).windowsPerEpoch).toBe(8 + 3);
  });
});

describe('weights', () => {
  it('lie where targets are counted, and their sum is what counts', async () => {
    const weighed = { ...example(1, 4), weights: Float32Array.of(9, 0.5, 1, 9) };
    const source = exampleBatches(alone([weighed, example(2, 3)]), { ...OPTIONS, packed: true, weighted: true });
    const batch = await source.next(1);
    expect([...batch.weights!]).toEqual([0, 0.5, 1, 0, 0, 1, 0, 0]);
    expect(batch.counted).toBe(2.5);
  });
});

describe('replayed text', () => {
  const stream = memoryStream(Uint32Array.from({ length: 40 }, (_, i) => 5000 + i));
  const examples = [1, 2, 3, 4].map((id) => example(id, 8));
  const replay = { stream, share: 0.2 };

  it('is a share of all tokens, in whole rows of the stream, and resumes', async () => {
    expect(replayRows(32, 0.2, 8)).toBe(1);
    const options = { ...OPTIONS, packed: true, weighted: true, replay };
    const source = exampleBatches(alone(examples), options);
    expect(source.windowsPerEpoch).toBe(5);
    const batch = await source.next(5);
    const text = rowsOf(batch).filter(({ tokens }) => tokens![0]! >= 5000);
    expect(text).toHaveLength(1);
    const first = text[0]!.tokens![0]!;
    const counting = (from: number) => Array.from({ length: 8 }, (_, i) => from + i);
    expect(text[0]).toEqual({
      tokens: counting(first),
      targets: counting(first + 1),
      positions: counting(0),
      weights: Array(8).fill(1),
    });
    expect(batch.counted).toBe(4 * 6 + 8);
    const resumed = exampleBatches(alone(examples), { ...options, cursor: source.cursor });
    expect(await take(resumed, [5])).toEqual(await take(source, [5]));
  });

  it('reaches every place of the stream, and refuses one that is too short', async () => {
    const source = exampleBatches(alone(examples), { ...OPTIONS, replay: { stream, share: 0.9 } });
    const rows = await take(source, Array<number>(20).fill(source.windowsPerEpoch));
    const starts = new Set(rows.map(({ tokens }) => tokens![0]!).filter((token) => token >= 5000));
    expect([...starts].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => 5000 + i));
    const short = { stream: memoryStream(new Uint32Array(8)), share: 0.9 };
    expect(() => exampleBatches(alone(examples), { ...OPTIONS, replay: short })).toThrow(
      expect.objectContaining({ code: 'corpus-too-short' }),
    );
  });
});

describe('batchesOf', () => {
  it('gives the examples in order, and masks the rest of the last batch', () => {
    const examples = [example(1, 3), example(2, 8), example(3, 5)];
    const batches = [...batchesOf(examples, OPTIONS, 2)];
    expect(batches.flatMap((batch) => rowsOf(batch))).toEqual([
      ...examples.map(padded),
      padded({ tokens: [], labels: new Int32Array() }),
    ]);
    expect(batches.map(({ counted }) => counted)).toEqual([7, 3]);
    expect([...batchesOf(examples, { ...OPTIONS, packed: true }, 2)].map(({ counted }) => counted)).toEqual([10]);
  });
});
