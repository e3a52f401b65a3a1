/** Tokenizers that mean harm: each is refused by name or answers, in time that follows the text. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchEncoder } from './bulk-encoding.ts';
import { openTokenizer } from './open-tokenizer.ts';

interface File {
  model: { vocab: [string, number][]; [field: string]: unknown };
  added_tokens: object[];
  [field: string]: unknown;
}
const CASES = JSON.parse(readFileSync('src/testing/golden/tokenizers/cases.json', 'utf8')) as {
  name: string;
  tokenizer: File;
}[];
const fileOf = (name: string): File => structuredClone(CASES.find((one) => one.name === name)!.tokenizer);

const BYTES = fileOf('byte fallback');
const OWN = fileOf('digits before bytes');
const split = (regex: string, behavior = 'Isolated') => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior,
  invert: false,
});
const replace = (regex: string, content: string) => ({ type: 'Replace', pattern: { Regex: regex }, content });
const ofBytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
const RUN = `${'a'.repeat(20_000)}!`;
const processorTime = (): number => process.cpuUsage().user / 1000;

describe('a pattern that would take forever', () => {
  const hard = '(?:a|a)*b';
  it.each<[string, object]>([
    [
      'splits for our own encoder',
      { ...OWN, pre_tokenizer: { type: 'Sequence', pretokenizers: [split(hard), ofBytes] } },
    ],
    ['splits', { ...BYTES, pre_tokenizer: split(hard) }],
    ['splits, and what lies between is kept', { ...BYTES, pre_tokenizer: split(hard, 'Removed') }],
    ['splits, and goes with the part before', { ...BYTES, pre_tokenizer: split(hard, 'MergedWithPrevious') }],
    ['splits, and goes with the part behind', { ...BYTES, pre_tokenizer: split(hard, 'MergedWithNext') }],
    ['splits, and runs are joined', { ...BYTES, pre_tokenizer: split('a|aa|b', 'Contiguous') }],
    ['normalises', { ...BYTES, normalizer: replace(hard, 'x') }],
  ])('is stopped within a second where it %s', async (_, json) => {
    const tokenizer = await openTokenizer(JSON.stringify(json));
    const began = processorTime();
    expect(() => tokenizer.encode(RUN)).toThrow(
      expect.objectContaining({
        name: 'OcaqError',
        code: expect.stringMatching(/^split-pattern-slow$|^run-too-long$/),
      }),
    );
    expect(processorTime() - began).toBeLessThan(1000);
    expect(tokenizer.encode('aab').length).toBeGreaterThan(0);
  });

  it('is stopped where it decodes', async () => {
    const long = 'a'.repeat(900);
    const added = { id: 5000, content: long, special: false, normalized: false };
    const json = { ...BYTES, added_tokens: [...BYTES.added_tokens, added], decoder: replace(hard, '') };
    const tokenizer = await openTokenizer(JSON.stringify(json));
    const began = processorTime();
    expect(() => tokenizer.decode([5000])).toThrow(expect.objectContaining({ code: 'split-pattern-slow' }));
    expect(processorTime() - began).toBeLessThan(1000);
  });

  it('is told by a thread that encodes a corpus', async () => {
    const json = JSON.stringify({ ...BYTES, pre_tokenizer: split(hard) });
    expect(await batchEncoder({ json, roles: {} })([RUN])).toMatchObject({ code: 'split-pattern-slow' });
  });
});

describe('a table without measure', () => {
  const unigram = { ...fileOf('Unigram'), added_tokens: [], post_processor: null };
  const withPieces = (pieces: [string, number][]) => ({
    ...unigram,
    model: { ...unigram.model, vocab: [...unigram.model.vocab, ...pieces] },
  });
  const withAdded = (added: object[]) => ({ ...BYTES, added_tokens: added });
  const added = (content: string, i: number) => ({ id: 5000 + i, content, special: false, normalized: false });
  it.each<[string, object, string]>([
    ['a token of millions of characters', withPieces([['b'.repeat(3_000_000), -1]]), 'model.vocab'],
    [
      'a thousand tokens within each other',
      withPieces(Array.from({ length: 900 }, (_, i) => ['b'.repeat(i + 1), -1])),
      'model.vocab',
    ],
    ['an added token of thousands of characters', withAdded([added('a'.repeat(1001), 0)]), 'added_tokens[0].content'],
    [
      'added tokens of a megabyte',
      withAdded(Array.from({ length: 1100 }, (_, i) => added(`${'a'.repeat(990)}${i}`, i))),
      'added_tokens',
    ],
    [
      'texts that grow from step to step',
      { ...BYTES, normalizer: { type: 'Sequence', normalizers: Array.from({ length: 30 }, () => replace('a', 'aa')) } },
      'normalizer',
    ],
    [
      'texts that grow between their letters',
      {
        ...BYTES,
        normalizer: { type: 'Sequence', normalizers: Array.from({ length: 30 }, () => replace('(?=a)', 'a')) },
      },
      'normalizer',
    ],
    ['an answer that grows', { ...BYTES, decoder: replace('a', 'a'.repeat(100_000)) }, 'decoder'],
    [
      'thousands of steps',
      {
        ...BYTES,
        normalizer: {
          type: 'Sequence',
          normalizers: Array.from({ length: 30_000 }, () => ({ type: 'Prepend', prepend: 'a' })),
        },
      },
      'normalizer',
    ],
    [
      'much before every text',
      { ...BYTES, normalizer: { type: 'Prepend', prepend: 'a'.repeat(100_000) } },
      'normalizer',
    ],
  ])('is refused by the field: %s', async (_, json, field) => {
    await expect(openTokenizer(JSON.stringify(json))).rejects.toMatchObject({
      code: 'tokenizer-json-invalid',
      details: { field },
    });
  });

  it('two thousand added tokens that take white space along cost no more than a few', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => ({
      ...added(`z${i}`, i),
      ...{ lstrip: true, rstrip: true, single_word: true },
    }));
    const tokenizer = await openTokenizer(JSON.stringify(withAdded(many)));
    const began = processorTime();
    const ids = tokenizer.encode(`${'quş  z77  gəldi '.repeat(5000)}${' '.repeat(20_000)}z5`);
    expect([...ids].filter((id) => id === 5077)).toHaveLength(5000);
    expect(ids.at(-1)).toBe(5005);
    expect(processorTime() - began).toBeLessThan(3000);
  });

  it('a word of hundreds of thousands of characters is told where there is no room for it', async () => {
    const tokenizer = await openTokenizer(JSON.stringify(unigram));
    expect(() => tokenizer.encode('a'.repeat(400_000))).toThrow(expect.objectContaining({ code: 'run-too-long' }));
  });
});
