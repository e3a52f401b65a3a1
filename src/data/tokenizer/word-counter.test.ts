import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GPT2_SPLIT_PATTERN } from './split-rules.ts';
import { WordCounter } from './word-counter.ts';

describe('WordCounter', () => {
  it('counts the pieces of normalised text', () => {
    const counter = new WordCounter();
    counter.add('söz so\u0308z söz');
    expect([...counter.counts]).toEqual([
      ['söz', 1],
      [' söz', 2],
    ]);
  });

  it('leaves text as it is where asked', () => {
    const counter = new WordCounter({ normalise: false });
    counter.add('so\u0308z');
    expect([...counter.counts.keys()]).toEqual(['so', '\u0308z']);
  });

  it('takes every call as a text of its own', () => {
    const whole = new WordCounter();
    whole.add('a.\n\nb');
    const lines = new WordCounter();
    for (const line of ['a.\n', '\n', 'b']) lines.add(line);
    expect([...whole.counts.keys()]).toEqual(['a', '.\n\n', 'b']);
    expect([...lines.counts.keys()]).toEqual(['a', '.\n', '\n', 'b']);
  });

  it('cuts at separators, the longest where several begin, and does not count them', () => {
    const counter = new WordCounter({ separators: ['<|a|>', '<|a|>>', ''] });
    counter.add('x<|a|>y<|a|>>x');
    expect([...counter.counts]).toEqual([
      ['x', 2],
      ['y', 1],
    ]);
  });

  it('splits as it is told', () => {
    const counter = new WordCounter({ splitPattern: GPT2_SPLIT_PATTERN });
    counter.add('12345');
    expect([...counter.counts.keys()]).toEqual(['12345']);
  });
});

describe('the room for different words', () => {
  it('is made by dropping the rarest, which are counted anew when they come again', () => {
    const counter = new WordCounter({ room: { words: 4, bytes: 100 } });
    for (const word of 'bir bir bir iki iki iki üç üç dörd'.split(' ')) counter.add(word);
    expect([...counter.counts]).toEqual([
      ['bir', 3],
      ['iki', 3],
      ['üç', 2],
      ['dörd', 1],
    ]);
    expect(counter.leftOut).toEqual({ occurrences: 0, most: 0 });
    counter.add('beş');
    expect([...counter.counts.keys()]).toEqual(['bir', 'iki', 'üç']);
    expect(counter.leftOut).toEqual({ occurrences: 2, most: 1 });
    counter.add('dörd');
    expect(counter.counts.get('dörd')).toBe(1);
  });

  it('is bounded in bytes too, of which ə takes two', () => {
    const counter = new WordCounter({ room: { words: 100, bytes: 8 } });
    for (const word of ['əəə', 'a', 'a', 'b']) counter.add(word);
    expect(counter.counts.size).toBe(3);
    counter.add('c');
    expect([...counter.counts]).toEqual([['a', 2]]);
  });

  it('may be less than one word takes', () => {
    const counter = new WordCounter({ room: { words: 10, bytes: 3 } });
    counter.add('dörd');
    expect([...counter.counts]).toEqual([]);
    expect(counter.leftOut).toEqual({ occurrences: 1, most: 1 });
  });

  it('leaves every count within the error that is said, and loses no word beyond it', () => {
    const words = fc.array(
      fc.nat(30).map((n) => `s${'x'.repeat(Math.min(n, (n * 7) % 31))}`),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 20 }), (text, most) => {
        const counter = new WordCounter({ room: { words: most, bytes: 20 * most } });
        const exact = new Map<string, number>();
        for (const word of text) {
          counter.add(word);
          exact.set(word, (exact.get(word) ?? 0) + 1);
        }
        expect(counter.counts.size).toBeLessThanOrEqual(most);
        let counted = 0;
        for (const [word, count] of exact) {
          const found = counter.counts.get(word) ?? 0;
          counted += found;
          expect(found).toBeLessThanOrEqual(count);
          expect(count - found).toBeLessThanOrEqual(counter.leftOut.most);
        }
        expect(counted + counter.leftOut.occurrences).toBe(text.length);
      }),
      { numRuns: 200 },
    );
  });
});
