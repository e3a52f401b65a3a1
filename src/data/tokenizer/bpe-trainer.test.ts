import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TieRule, trainBpe } from './bpe-trainer.ts';
import { BYTE_LEVEL_ALPHABET, fromByteLevel, toByteLevel } from './byte-level.ts';
import { GPT2_SPLIT_PATTERN, LLAMA3_SPLIT_PATTERN } from './split-rules.ts';
import { WordCounter } from './word-counter.ts';

const data = process.env.OCAQ_TEST_DATA;
if (!data) console.warn('SKIPPED: tokenizer training against reference merges needs OCAQ_TEST_DATA, which is not set.');

const train = (counts: Iterable<readonly [string, number]>, options: { tieRule?: TieRule; vocabSize?: number } = {}) =>
  trainBpe(new Map(counts), { vocabSize: 2000, specialTokens: [], allowSmaller: true, ...options });

const failure = (code: string, details: Record<string, unknown> = {}) =>
  expect.objectContaining({ name: 'OcaqError', code, details: expect.objectContaining(details) });

describe('trainBpe', () => {
  it('merges the most frequent pair first and weighs words by their counts', async () => {
    const { merges } = await train([
      ['ab', 2],
      ['cd', 5],
      ['abc', 1],
    ]);
    expect(merges).toEqual([
      ['c', 'd'],
      ['a', 'b'],
      ['ab', 'c'],
    ]);
  });

  it('breaks ties by the smaller ids: left first, then right', async () => {
    const words = [
      ['xb', 1],
      ['xa', 1],
      ['ya', 1],
    ] as const;
    expect((await train(words)).merges).toEqual([
      ['x', 'a'],
      ['x', 'b'],
      ['y', 'a'],
    ]);
  });

  it('numbers bytes by their character, so that a space (Ġ) comes after every ASCII letter', async () => {
    expect(
      (
        await train([
          [' a', 1],
          ['zz', 1],
        ])
      ).merges,
    ).toEqual([
      ['z', 'z'],
      ['Ġ', 'a'],
    ]);
  });

  it('breaks ties by the greater bytes where asked, a space being less than a letter', async () => {
    const words = [
      [' a', 1],
      ['zz', 1],
      ['za', 1],
    ] as const;
    expect((await train(words, { tieRule: 'greater-bytes' })).merges).toEqual([
      ['z', 'z'],
      ['z', 'a'],
      ['Ġ', 'a'],
    ]);
  });

  it.each([
    [
      'aaa',
      [
        ['a', 'a'],
        ['aa', 'a'],
      ],
    ],
    [
      'aaaaa',
      [
        ['a', 'a'],
        ['aa', 'a'],
        ['aa', 'aaa'],
      ],
    ],
    [
      'aaabaaa',
      [
        ['a', 'a'],
        ['aa', 'a'],
        ['b', 'aaa'],
        ['aaa', 'baaa'],
      ],
    ],
  ])('merges the runs of %s from the left', async (word, merges) => {
    expect((await train([[word, 1]])).merges).toEqual(merges);
  });

  it('gives ids to special tokens, then the bytes in order, then merges', async () => {
    const model = await trainBpe(new Map([['xyxy', 2]]), { vocabSize: 260, specialTokens: ['<|bos|>', '### Cavab:'] });
    expect([...model.vocab]).toEqual(
      ['<|bos|>', '### Cavab:', ...BYTE_LEVEL_ALPHABET, 'xy', 'xyxy'].map((token, id) => [token, id]),
    );
    expect(model.specialTokens).toEqual([
      { content: '<|bos|>', id: 0 },
      { content: '### Cavab:', id: 1 },
    ]);
    expect(model.splitPattern).toBe(LLAMA3_SPLIT_PATTERN);
  });

  it('never spells a special token by merging', async () => {
    const model = await trainBpe(
      new Map([
        ['pad', 9],
        ['pada', 1],
      ]),
      {
        vocabSize: 1000,
        specialTokens: ['pad'],
        allowSmaller: true,
      },
    );
    expect(model.vocab.get('pad')).toBe(0);
    expect(model.merges).toEqual([
      ['a', 'd'],
      ['ad', 'a'],
      ['p', 'ada'],
    ]);
  });

  it('says how large a vocabulary the text allows', async () => {
    const asking = (vocabSize: number) => trainBpe(new Map([['abc', 1]]), { vocabSize, specialTokens: ['<s>'] });
    expect((await asking(259)).vocab.size).toBe(259);
    await expect(asking(260)).rejects.toThrow(failure('vocabulary-too-large', { asked: 260, possible: 259 }));
    await expect(trainBpe(new Map(), { vocabSize: 300, specialTokens: [] })).rejects.toThrow(
      failure('vocabulary-too-large', { asked: 300, possible: 256 }),
    );
  });

  it.each([257, 0, -1, 300.5, Number.NaN])('refuses a vocabulary of %d with one special token', async (vocabSize) => {
    await expect(trainBpe(new Map([['abc', 1]]), { vocabSize, specialTokens: ['<s>'] })).rejects.toThrow(
      failure('vocabulary-too-small', { least: 258 }),
    );
  });

  it.each([[['<s>', '<s>']], [['']], [['a']], [['Ġ']]])('refuses the special tokens %j', async (specialTokens) => {
    await expect(trainBpe(new Map([['abc', 1]]), { vocabSize: 300, specialTokens })).rejects.toThrow(
      failure('special-tokens-invalid'),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the count %d', async (count) => {
    await expect(train([['abc', count]])).rejects.toThrow('which is not a positive whole number');
  });

  it('is exact where counts and their sums are beyond 2^32', async () => {
    const most = 2 ** 40;
    const { merges } = await train([
      ['ab', most + 1],
      ['cd', most],
      ['xcd', 2],
      ['abx', 2 ** 33],
      ['efg', 2 ** 32 + 1],
      ['eh', 2 ** 32],
    ]);
    expect(merges.slice(0, 5)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['ab', 'x'],
      ['e', 'f'],
      ['ef', 'g'],
    ]);
  });

  it('gives the same merges in whatever order the words come', async () => {
    const words = fc.uniqueArray(
      fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 9 })),
      {
        selector: ([word]) => word,
      },
    );
    await fc.assert(
      fc.asyncProperty(words, async (pairs) => {
        expect((await train(pairs)).merges).toEqual((await train(pairs.toReversed())).merges);
      }),
      { numRuns: 50 },
    );
  });

  it('equals a trainer that counts every pair anew for each merge', async () => {
    const words = fc.dictionary(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ə', ' '), minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 5 }),
      { minKeys: 1, maxKeys: 12 },
    );
    await fc.assert(
      fc.asyncProperty(words, fc.constantFrom<TieRule>('smaller-ids', 'greater-bytes'), async (counts, tieRule) => {
        const { merges } = await train(Object.entries(counts), { tieRule });
        expect(merges).toEqual(plainTrainer(Object.entries(counts), tieRule));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a long training', () => {
  /** Enough different words for several slices of time. */
  function manyWords(): Map<string, number> {
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) counts.set(` ${(i * 2_654_435_761).toString(36)}`, 1 + (i % 7));
    return counts;
  }

  it('lets other tasks in, reports progress, and ends with the reason it is cancelled for', async () => {
    const controller = new AbortController();
    const progress: number[] = [];
    setTimeout(() => controller.abort(new Error('enough')), 100);
    const training = trainBpe(manyWords(), {
      vocabSize: 60_000,
      specialTokens: [],
      signal: controller.signal,
      onProgress: (done) => progress.push(done),
    });
    await expect(training).rejects.toThrow('enough');
    expect(progress.length).toBeGreaterThan(0);
  });

  it('does not begin when it is cancelled already', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const progress: number[] = [];
    const training = trainBpe(new Map([['ab', 1]]), {
      vocabSize: 257,
      specialTokens: [],
      signal,
      onProgress: (done) => progress.push(done),
    });
    await expect(training).rejects.toThrow('too late');
    expect(progress).toEqual([]);
  });

  it('ends its progress with all merges done', async () => {
    const progress: [number, number][] = [];
    await trainBpe(manyWords(), { vocabSize: 400, specialTokens: [], onProgress: (...now) => progress.push(now) });
    expect(progress.at(-1)).toEqual([144, 144]);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).sort((a, b) => a - b));
  });

  it('learns from letters without end', async () => {
    const counter = new WordCounter();
    counter.add('ACGT'.repeat(1_100_000));
    const { merges } = await train(counter.counts, { vocabSize: 259 });
    expect(merges.map((merge) => merge.join(''))).toEqual(['AC', 'GT', 'ACGT']);
  });

  it('is not slowed down by a word of a million letters', async () => {
    const { merges } = await train([['a'.repeat(1_000_000), 1]]);
    expect(merges.at(-1)?.join('').length).toBe(1_000_000);
  });
});

describe.skipIf(!data)('against reference merges', () => {
  const read = (file: string): string => readFileSync(path.join(data!, file), 'utf8');
  const lines = (file: string): string[] => read(file).trimEnd().split('\n');

  it("equals Hugging Face's Rust trainer, which reads a file line by line", async () => {
    const counter = new WordCounter();
    for (const line of read('corpus/az_demo_corpus.txt')
      .slice(0, 400_000)
      .split(/(?<=\n)/))
      counter.add(line);
    const { merges } = await train(counter.counts, { vocabSize: 30_000 });
    expect(merges.length).toBe(15_800);
    expect(merges.map((merge) => merge.join(' '))).toEqual(lines('bpe-oracle/hf-llama3-az/merges.txt'));
  });

  it('equals another trainer with its split pattern and tie rule, the vocabulary too', async () => {
    const counter = new WordCounter({
      splitPattern: GPT2_SPLIT_PATTERN,
      separators: ['<|endoftext|>'],
      normalise: false,
    });
    counter.add(read('bpe-oracle/corpus.en'));
    const options = { vocabSize: 500, specialTokens: ['<|endoftext|>'], splitPattern: GPT2_SPLIT_PATTERN };
    const model = await trainBpe(counter.counts, { ...options, tieRule: 'greater-bytes' });
    expect(model.merges.map((merge) => merge.join(' '))).toEqual(lines('bpe-oracle/train-bpe-reference-merges.txt'));
    expect(Object.fromEntries(model.vocab)).toEqual(JSON.parse(read('bpe-oracle/train-bpe-reference-vocab.json')));

    const { merges } = await trainBpe(counter.counts, options);
    const different = merges.filter((merge, i) => merge.join(' ') !== model.merges[i]?.join(' '));
    expect(different.length).toBe(87);
  });
});

/** The textbook algorithm: counts every pair of every word anew for each merge. */
function plainTrainer(counts: [string, number][], tieRule: TieRule): [string, string][] {
  const ids = new Map(BYTE_LEVEL_ALPHABET.map((character, id) => [character, id]));
  let words = counts.map(([word, count]) => ({ tokens: [...toByteLevel(new TextEncoder().encode(word))], count }));
  const compare = (one: readonly string[], other: readonly string[]): number => {
    if (tieRule === 'smaller-ids')
      return ids.get(one[0]!)! - ids.get(other[0]!)! || ids.get(one[1]!)! - ids.get(other[1]!)!;
    const [a, b] = [one, other].map((pair) => pair.map((token) => Buffer.from(fromByteLevel(token)!)));
    return Buffer.compare(b![0]!, a![0]!) || Buffer.compare(b![1]!, a![1]!);
  };
  const merges: [string, string][] = [];
  for (;;) {
    const pairs = new Map<string, { pair: [string, string]; count: number }>();
    for (const { tokens, count } of words) {
      for (let i = 0; i + 1 < tokens.length; i++) {
        const key = `${tokens[i]} ${tokens[i + 1]}`;
        const entry = pairs.get(key) ?? { pair: [tokens[i]!, tokens[i + 1]!], count: 0 };
        pairs.set(key, { ...entry, count: entry.count + count });
      }
    }
    const best = [...pairs.values()].sort((a, b) => b.count - a.count || compare(a.pair, b.pair))[0];
    if (best === undefined) return merges;
    const [left, right] = best.pair;
    merges.push([left, right]);
    ids.set(left + right, ids.size);
    words = words.map(({ tokens, count }) => {
      const merged: string[] = [];
      for (let i = 0; i < tokens.length; i++) {
        const matches = tokens[i] === left && tokens[i + 1] === right;
        merged.push(matches ? left + right : tokens[i]!);
        if (matches) i++;
      }
      return { tokens: merged, count };
    });
  }
}
