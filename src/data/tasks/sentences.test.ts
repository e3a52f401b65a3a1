import { describe, expect, it } from 'vitest';
import { firstHalf, sentencesOf } from './sentences.ts';

describe('sentences', () => {
  it('are the lines of all texts, whatever ends them, without white space around them', () => {
    expect(sentencesOf(['Bir.\r\n  İki. \n\n\u00a0\nÜç.', 'Dörd.\rBeş.\n'])).toEqual([
      ...['Bir.', 'İki.', 'Üç.', 'Dörd.', 'Beş.'],
    ]);
    expect(sentencesOf(['', ' \n'])).toEqual([]);
  });
});

describe('the first half of a sentence', () => {
  it.each([
    ['', ''],
    ['a', ''],
    ['ab', 'a'],
    ['abc', 'a'],
    ['Gəlir.', 'Gəl'],
    ['😀ə😀ə😀', '😀ə'],
  ])('%j: %j', (sentence, half) => {
    expect(firstHalf(sentence)).toBe(half);
  });
});
