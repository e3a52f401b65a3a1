import { expect, test } from 'vitest';
import { az } from '../messages/az/az.ts';
import { en } from '../messages/en/en.ts';
import { tr } from '../messages/tr/tr.ts';
import { madeUpName, runTitle } from './run-title.ts';

test('a run that nobody has named keeps its made-up name, and another has another', () => {
  const names = Array.from({ length: 40 }, (_, i) => madeUpName(`00000000-0000-4000-8000-${i}`, en.messages.runNames));
  expect(new Set(names).size).toBeGreaterThan(36);
  expect(madeUpName('r', en.messages.runNames)).toBe(madeUpName('r', en.messages.runNames));
  expect(madeUpName('', en.messages.runNames)).toBe('Quiet crane');
});

test('the name that the person gave comes first', () => {
  expect(runTitle({ id: 'r', name: 'Longer context' }, az.messages)).toBe('Longer context');
  expect(runTitle({ id: '', name: '' }, az.messages)).toBe('Sakit durna');
});

test.each([az, en, tr])('no word of $tag stands twice', ({ messages: { runNames } }) => {
  for (const words of [runNames.first, runNames.second]) {
    expect(words.length).toBeGreaterThanOrEqual(24);
    expect(new Set(words).size).toBe(words.length);
  }
});
