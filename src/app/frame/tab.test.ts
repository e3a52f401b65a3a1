import { expect, test } from 'vitest';
import { tabTitle } from './tab.ts';

test.each([
  [null, null, 'Ocaq'],
  ['Train', null, 'Train · Ocaq'],
  ['Train', 0, '0\u00a0% · Train · Ocaq'],
  ['Chat', 0.999, '99\u00a0% · Chat · Ocaq'],
  ['Chat', 1, '100\u00a0% · Chat · Ocaq'],
])('tabTitle of %s at %s', (screen, share, title) => {
  expect(tabTitle('Ocaq', screen, share)).toBe(title);
});
