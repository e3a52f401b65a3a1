import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, type BatchSource, IGNORE, paddingShare, windowBatches } from './batches.ts';
import { type CorpusRowOptions, corpusBatches, documentStream } from './corpus-rows.ts';

/** Of every document, so that a token says where it stands; 0 is padding. */
const END = 1;
const PAD = 0;

/** Documents of these lengths, of tokens that occur once each, END at the end of each. */
function documentsOf(lengths: readonly number[]) {
  let next = 2;
  const documents = lengths.map((length) => [...Array.from({ length: length - 1 }, () => next++), END]);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  return { documents, stream: documentStream(Uint32Array.from(documents.flat()), starts) };
}

const options = (changes: Partial<CorpusRowOptions>): CorpusRowOptions => ({
  ...{ seq: 8, seed: 3, packing: 'best-fit', documentMask: false, padId: PAD },
  ...changes,
});

interface Row {
  readonly tokens: number[];
  readonly targets: number[];
  readonly positions: number[] | null;
}

function rowsOf({ tokens, targets, positions }: Batch, seq: number): Row[] {
  return Array.from({ length: tokens.length / seq }, (_, row) => {
    const [from, to] = [row * seq, (row + 1) * seq];
    const part = (all: Int32Array) => [...all.subarray(from, to)];
    return { tokens: part(tokens), targets: part(targets), positions: positions ? part(positions) : null };
  });
}

async function passOf(source: BatchSource): Promise<Row[]> {
  const batch = await source.next(source.windowsPerEpoch);
  const rows = rowsOf(batch, source.seq);
  expect(batch.counted).toBe(rows.flatMap(({ targets }) => targets).filter((target) => target !== IGNORE).length);
  return rows;
}

const packed = async (lengths: readonly number[], changes: Partial<CorpusRowOptions> = {}): Promise<Row[]> =>
  passOf(await corpusBatches(documentsOf(lengths).stream, options(changes)));

/** In whatever order. */
const sorted = (rows: readonly Row[]) => rows.toSorted((a, b) => (a.tokens[0] as number) - (b.tokens[0] as number));

const lengthsOf = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 });
const somethingToPredict = (lengths: readonly number[]) => lengths.some((length) => length > 1);

describe('documents packed by best fit', () => {
  it.each<[string, number[], number, Row[]]>([
    [
      'one that is shorter than a row',
      [3],
      4,
      [{ tokens: [2, 3, 1, 0], targets: [3, 1, IGNORE, IGNORE], positions: null }],
    ],
    ['one whose end is predicted last', [3], 2, [{ tokens: [2, 3], targets: [3, 1], positions: null }]],
    [
      'one longer than many rows',
      [6],
      2,
      [
        { tokens: [2, 3], targets: [3, 4], positions: null },
        { tokens: [4, 5], targets: [5, 6], positions: null },
        { tokens: [6, 1], targets: [1, IGNORE], positions: null },
      ],
    ],
    [
      'two in a row, the second predicted from the end of the first',
      [2, 2],
      4,
      [{ tokens: [2, 1, 3, 1], targets: [1, 3, 1, IGNORE], positions: null }],
    ],
    [
      'a rest after a beginning, and not predicted from it',
      [6, 2],
      4,
      [
        { tokens: [2, 3, 4, 5], targets: [3, 4, 5, 6], positions: null },
        { tokens: [7, 1, 6, 1], targets: [1, IGNORE, 1, IGNORE], positions: null },
      ],
    ],
    [
      'empty ones among others',
      [1, 3, 1, 1],
      4,
      [{ tokens: [2, 3, 1, 0], targets: [3, 1, IGNORE, IGNORE], positions: null }],
    ],
    [
      'rows of one token',
      [3],
      1,
      [
        { tokens: [2], targets: [3], positions: null },
        { tokens: [3], targets: [1], positions: null },
      ],
    ],
  ])('%s', async (_, lengths, seq, rows) => {
    expect(sorted(await packed(lengths, { seq }))).toEqual(rows);
  });

  it('with a mask count positions anew in each and predict nothing from one to the next', async () => {
    expect(await packed([2, 3], { seq: 8, documentMask: true })).toEqual([
      {
        tokens: [3, 4, 1, 2, 1, 0, 0, 0],
        targets: [4, 1, IGNORE, 1, IGNORE, IGNORE, IGNORE, IGNORE],
        positions: [0, 1, 2, 0, 1, 0, 0, 0],
      },
    ]);
  });

  it('predict each token of a document but its first once a pass, from the one before it', async () => {
    const seqs = fc.integer({ min: 1, max: 20 });
    await fc.assert(
      fc.asyncProperty(lengthsOf.filter(somethingToPredict), seqs, fc.boolean(), async (lengths, seq, documentMask) => {
        const rows = await packed(lengths, { seq, documentMask });
        const { documents } = documentsOf(lengths);
        const first = new Set(documents.map(([token]) => token));
        const pairs = rows.flatMap(({ tokens, targets }) => targets.map((target, i) => [tokens[i], target] as const));
        const within = pairs.filter(([token, target]) => target !== IGNORE && token !== END);
        const expected = documents.flatMap((tokens) => tokens.slice(1).map((token, i) => [tokens[i], token]));
        const order = ([a]: readonly (number | undefined)[], [b]: readonly (number | undefined)[]) => a! - b!;
        expect(within.toSorted(order)).toEqual(expected.toSorted(order));
        const across = pairs.filter(([token, target]) => target !== IGNORE && token === END);
        if (documentMask) expect(across).toEqual([]);
        for (const [, target] of across) expect(first).toContain(target);
      }),
    );
  });

  it('hold each token once, and lie in rows that begin with a document unless they hold rests alone', async () => {
    await fc.assert(
      fc.asyncProperty(lengthsOf.filter(somethingToPredict), fc.integer({ min: 2, max: 20 }), async (lengths, seq) => {
        const rows = await packed(lengths, { seq });
        const { documents } = documentsOf(lengths);
        const held = rows.flatMap(({ tokens }) => tokens).filter((token) => token > END);
        expect(held.toSorted((a, b) => a - b)).toEqual(documents.flat().filter((token) => token > END));
        const first = new Set(documents.map(([token]) => token as number));
        for (const { tokens } of rows)
          expect(first.has(tokens[0] as number)).toBe(tokens.some((token) => first.has(token) && token > END));
      }),
    );
  });

  it('fill rows no worse than by first fit in the order of the corpus', async () => {
    const lengths = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 200, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(lengths, async (any) => {
        const { stream } = documentsOf(any);
        const source = await corpusBatches(stream, options({ seq: 64 }));
        expect(source.windowsPerEpoch).toBeLessThanOrEqual(firstFit(any, 64));
        expect(source.tokensPerEpoch).toBe(stream.length);
        const rows = await passOf(source);
        const padding = rows.flatMap(({ tokens }) => tokens).filter((token) => token === PAD).length;
        expect(paddingShare(source)).toBeCloseTo(padding / (64 * rows.length), 12);
      }),
    );
  });

  it('come in the same rows from the same place, and in another order in the next pass and by another seed', async () => {
    const { stream } = documentsOf(Array.from({ length: 200 }, (_, i) => 2 + ((i * 7) % 30)));
    const open = (changes: Partial<CorpusRowOptions> = {}) => corpusBatches(stream, options({ seq: 16, ...changes }));
    const source = await open();
    const first = await passOf(source);
    const cursor = source.cursor;
    const second = await passOf(source);
    expect(second).not.toEqual(first);
    expect(sorted(second)).toEqual(sorted(first));
    expect(await passOf(await open({ cursor }))).toEqual(second);
    expect(await passOf(await open({ seed: 4 }))).not.toEqual(first);
    await expect(open({ cursor: { epoch: 0, position: first.length + 1 } })).rejects.toMatchObject({
      code: 'cursor-outside',
    });
  });

  it.each([[[]], [[1]], [[1, 1, 1]]])('are too few where nothing is predicted in documents of %j', async (lengths) => {
    await expect(packed(lengths)).rejects.toMatchObject({ code: 'corpus-too-short' });
  });

  it('say where the stream has ended early', async () => {
    const { stream } = documentsOf([9, 9]);
    const cut = { ...stream, read: (start: number, count: number) => stream.read(start, Math.min(count, 3)) };
    const source = await corpusBatches(cut as typeof stream, options({}));
    await expect(source.next(1)).rejects.toMatchObject({ code: 'tokens-truncated' });
  });
});

/** Rows that take each piece in turn into the first one that has room. */
function firstFit(lengths: readonly number[], capacity: number): number {
  const rooms: number[] = [];
  for (const length of lengths) {
    const row = rooms.findIndex((room) => room >= length);
    if (row < 0) rooms.push(capacity - length);
    else rooms[row]! -= length;
  }
  return rooms.length;
}

describe('a corpus cut anywhere', () => {
  const { stream } = documentsOf([5, 1, 9, 3, 2, 7]);

  it('is the windows of its stream', async () => {
    const rows = async (source: BatchSource) => [await passOf(source), await passOf(source)];
    const windows = windowBatches(stream, { seq: 4, seed: 3, shift: true });
    const given = options({ seq: 4, packing: 'concat', shift: true });
    expect(await rows(await corpusBatches(stream, given))).toEqual(await rows(windows));
    await expect(corpusBatches(documentsOf([4]).stream, given)).rejects.toMatchObject({ code: 'corpus-too-short' });
  });

  it('with a mask, has the same windows, positions anew in each document, and no target from one to the next', async () => {
    for (const shift of [false, true]) {
      const given = options({ seq: 4, packing: 'concat', shift });
      const plain = await passOf(await corpusBatches(stream, given));
      const masked = await passOf(await corpusBatches(stream, { ...given, documentMask: true }));
      expect(masked.map(({ tokens }) => tokens)).toEqual(plain.map(({ tokens }) => tokens));
      for (const [i, { tokens, targets, positions }] of masked.entries()) {
        expect(targets).toEqual(plain[i]!.targets.map((target, at) => (tokens[at] === END ? IGNORE : target)));
        const counted = tokens.map((_, at) => at - 1 - tokens.slice(0, at).lastIndexOf(END));
        expect(positions).toEqual(counted);
      }
    }
  });
});
