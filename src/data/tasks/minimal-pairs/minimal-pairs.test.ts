import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldCase } from '../../search.ts';
import { type MinimalPair, minimalPairs, PAIRS_BY_RULE } from './minimal-pairs.ts';
import { PHENOMENA } from './phenomena/table.ts';
import { halves } from './phenomenon.ts';

const SEEDS = [0, 1, 2, 20_261];
const LEAST_BY_HAND = 10;
const MOST_LONGER = 2;
/** The letters of Azerbaijani, and what sentences are divided by. */
const SENTENCE = /^[ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZabcçdeəfgğhxıijkqlmnoöprsştuüvyz ,-]+[.?]$/;

const words = (text: string): string[] => text.split(' ');
const sortedWords = (text: string): string =>
  words(foldCase(text).replace(/[.,?]/g, ''))
    .sort((a, b) => a.localeCompare(b))
    .join(' ');
/** The words in which the halves differ. */
const differing = ({ good, bad }: MinimalPair): number => {
  const others = words(bad);
  return words(good).filter((word, i) => word !== others[i]).length;
};

const pairsOf = (pairs: readonly MinimalPair[], id: string): MinimalPair[] =>
  pairs.filter(({ phenomenon }) => phenomenon === id);

describe.each(SEEDS)('the pairs of seed %i', (seed) => {
  const all = minimalPairs(seed);

  it.each(PHENOMENA.map((one) => [one.id, one] as const))('%s', (id, { isOrder, mostLonger = MOST_LONGER }) => {
    const pairs = pairsOf(all, id);
    expect(pairs.filter(({ source }) => source === 'rule')).toHaveLength(PAIRS_BY_RULE);
    expect(pairs.filter(({ source }) => source === 'hand').length).toBeGreaterThanOrEqual(LEAST_BY_HAND);
    expect(new Set(pairs.map(({ good }) => good)).size).toBe(pairs.length);
    const goods = new Set(pairs.map(({ good }) => good));
    for (const pair of pairs) {
      const { good, bad } = pair;
      expect(goods, bad).not.toContain(bad);
      for (const half of [good, bad]) {
        expect(half).toMatch(SENTENCE);
        expect(half).toBe(half.normalize('NFC'));
        expect(half).not.toMatch(/ {2}/);
      }
      expect(Math.abs(good.length - bad.length), bad).toBeLessThanOrEqual(mostLonger);
      expect(words(bad), bad).toHaveLength(words(good).length);
      if (isOrder) expect(sortedWords(bad)).toBe(sortedWords(good));
      else expect(differing(pair), bad).toBe(1);
    }
  });
});

describe('minimal pairs', () => {
  it('are the same with the same seed, and others by the rules with another', () => {
    expect(minimalPairs(7)).toEqual(minimalPairs(7));
    const [one, other] = [7, 8].map((seed) => minimalPairs(seed));
    const byHand = (pairs: readonly MinimalPair[] = []) => pairs.filter(({ source }) => source === 'hand');
    expect(byHand(one)).toEqual(byHand(other));
    expect(one).not.toEqual(other);
  });

  it('have phenomena with names of their own', () => {
    const ids = PHENOMENA.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe('docs/azblimp.md', () => {
  const doc = readFileSync('docs/azblimp.md', 'utf8');
  const pairs = minimalPairs();

  it('counts the pairs', () => {
    const byHand = pairs.filter(({ source }) => source === 'hand').length;
    expect(doc).toContain(`${PHENOMENA.length} phenomena, ${pairs.length} pairs`);
    expect(doc).toContain(`${pairs.length - byHand} by rules, ${byHand} written by hand`);
  });

  it.each(PHENOMENA.map(({ id }) => id))('has an example of %s, and how many there are', (id) => {
    const [, , , good = '', bad = '', counts = ''] = (
      doc.split('\n').find((line) => line.startsWith(`| \`${id}\` |`)) ?? ''
    ).split(' | ');
    const own = pairsOf(pairs, id);
    expect(own).toContainEqual(expect.objectContaining({ good, bad }));
    const byHand = own.filter(({ source }) => source === 'hand').length;
    expect(counts).toBe(`${own.length - byHand} + ${byHand} |`);
  });
});

describe('a contrast', () => {
  it('gives two sentences with a capital, as Azerbaijani has it', () => {
    expect(halves('{iclas|ıclas} başladı.')).toEqual({ good: 'İclas başladı.', bad: 'Iclas başladı.' });
    expect(halves('uşaq{lar|lər} gəldi.')).toEqual({ good: 'Uşaqlar gəldi.', bad: 'Uşaqlər gəldi.' });
  });

  it.each(['Uşaqlar gəldi.', '{a|b} {c|d}', '{a|b|c}', '{a}', '{a|b'])('is marked once: %s', (text) =>
    expect(() => halves(text)).toThrow(RangeError),
  );
});
