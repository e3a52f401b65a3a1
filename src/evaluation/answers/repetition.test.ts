import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repetitionOf } from './repetition.ts';

const loopOf = (text: string) => repetitionOf([text]).texts[0]?.loop;
const times = (phrase: string, count: number) => Array.from({ length: count }, () => phrase).join(' ');

describe('a loop', () => {
  it.each([
    ['bir iki üç dörd beş altı', null],
    [times('gəldi getdi', 2), null],
    [times('gəldi getdi', 3), { phrase: 2, words: 6 }],
    [`əvvəl ${times('gəldi getdi', 3)}`, { phrase: 2, words: 6 }],
    [`${times('gəldi getdi', 3)} sonra qayıtdı`, null],
    [times('bəli', 5), null],
    [times('bəli', 6), { phrase: 2, words: 6 }],
    [`${times('o evə gəldi və', 3)} o evə`, { phrase: 4, words: 14 }],
    [`${times('o evə gəldi və', 3)} o ev`, { phrase: 4, words: 13 }],
    [`${times('o evə gəldi və', 2)} o evə gəldi v`, null],
    [`${times('o evə gəldi və', 2)} o evə gəldi və`, { phrase: 4, words: 12 }],
    ['Ha, gəl. HA GƏL; ha... gəl!', { phrase: 2, words: 6 }],
    ['1.1.1.1.1.1', { phrase: 2, words: 6 }],
    ['......', null],
    ['', null],
  ])('at the end of %j: %j', (text, loop) => {
    expect(loopOf(text)).toEqual(loop);
  });

  it('is found at the end of any text that ends in one', () => {
    const words = fc.array(fc.constantFrom('ev', 'su', 'daş', 'göy'), { maxLength: 12 });
    const phrase = fc.array(fc.constantFrom('ev', 'su', 'daş', 'göy'), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(words, phrase, fc.integer({ min: 3, max: 6 }), (before, repeated, count) => {
        expect(loopOf([...before, times(repeated.join(' '), count)].join(' '))).not.toBeNull();
      }),
    );
  });

  it('is not found where no word comes twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (count) => {
        expect(loopOf(Array.from({ length: count }, (_, i) => `söz${i}`).join(' '))).toBeNull();
      }),
    );
  });
});

describe('distinct n-grams', () => {
  it('are counted in a text and over a set', () => {
    const { texts, loops, distinct } = repetitionOf(['bu ev bu ev', 'bu ev', '', times('gəldi getdi', 3)]);
    expect(texts.map((text) => text.distinct)).toEqual([
      [2 / 4, 2 / 3, 2 / 2],
      [1, 1, null],
      [null, null, null],
      [2 / 6, 2 / 5, 2 / 4],
    ]);
    expect(texts.map(({ words }) => words)).toEqual([4, 2, 0, 6]);
    expect(loops).toBe(1);
    expect(distinct).toEqual([4 / 12, 4 / 9, 4 / 6]);
  });

  it('are none of no text', () => {
    expect(repetitionOf([])).toEqual({ texts: [], loops: 0, distinct: [null, null, null] });
  });
});
