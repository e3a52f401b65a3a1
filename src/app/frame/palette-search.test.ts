import { expect, test } from 'vitest';
import { everyLanguage } from '../messages/every-language.ts';
import { screens } from '../screens.ts';
import { fold, inEveryLanguage, relevance } from './palette-search.ts';

test.each([
  ['Öyrətmə', 'oyretme'],
  ['İXRAC', 'ixrac'],
  ['Isınma', 'isinma'],
  ['Düz çŞğ', 'duz csg'],
])('%s is folded to %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

const pause = ['Fasilə ver', 'Pause', 'suspend, hold'];

test.each([
  ['', 1],
  ['fas', 1],
  ['fasile ver', 1],
  ['ver', 0.9],
  ['ver fas', 0.9],
  ['pause', 0.5],
  ['HOLD', 0.5],
  ['ver hold', 0.5],
  ['ause', 0],
  ['pause now', 0],
])('“%s” stands at %s', (typed, expected) => {
  expect(relevance('pause', typed, pause)).toBe(expected);
});

test('what has no name is found by nothing but nothing', () => {
  expect(relevance('x', 'a', [])).toBe(0);
});

test('every screen is found by its name in every language', () => {
  for (const screen of screens) {
    const keywords = inEveryLanguage(
      (m) => m.screens[screen],
      (m) => m.palette.synonyms[screen],
    );
    for (const { messages } of everyLanguage)
      expect(relevance(screen, messages.screens[screen], keywords)).toBeGreaterThan(0);
  }
});
