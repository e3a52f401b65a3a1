import { describe, expect, it } from 'vitest';
import { TextSample } from './trusted-text.ts';

const sampled = (most: number, texts: readonly string[]): string[] => {
  const sample = new TextSample(most);
  for (const text of texts) sample.add(text);
  return sample.texts();
};
const lengthOf = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0);

describe('TextSample', () => {
  const texts = Array.from({ length: 1000 }, (_, i) => `${i} ${'söz '.repeat(i % 20)}`);

  it('keeps everything where there is no more than it may keep, in its order', () => {
    expect(sampled(lengthOf(texts), texts)).toEqual(texts);
    expect(sampled(10, [])).toEqual([]);
    expect(sampled(10, ['', 'a'])).toEqual(['a']);
  });

  it('keeps less than it may of more, from everywhere in it, the same whenever it is asked', () => {
    const most = Math.floor(lengthOf(texts) / 5);
    const sample = new TextSample(most);
    for (const [i, text] of texts.entries()) {
      sample.add(text);
      if (i % 97 === 0) sample.texts();
    }
    const kept = sample.texts();
    expect(kept).toEqual(sampled(most, texts));
    expect(lengthOf(kept)).toBeLessThanOrEqual(most);
    expect(lengthOf(kept)).toBeGreaterThan(most - 200);
    const places = kept.map((text) => texts.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (let from = 0; from < 1000; from += 250)
      expect(places.filter((place) => place >= from && place < from + 250).length).toBeGreaterThan(25);
  });

  it('takes pieces of a long document', () => {
    const book = Array.from({ length: 40_000 }, (_, i) => `söz${i}`).join(' ');
    const kept = sampled(100_000, [book]);
    expect(kept.length).toBeGreaterThan(3);
    expect(lengthOf(kept)).toBeLessThanOrEqual(100_000);
    for (const piece of kept) expect(book).toContain(piece);
    expect(sampled(book.length, [book]).join('')).toBe(book);
  });
});
