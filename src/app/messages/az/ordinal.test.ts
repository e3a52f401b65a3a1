import { expect, test } from 'vitest';
import { ordinal } from './ordinal.ts';

test.each([
  ['0', '0-cı'],
  ['3', '3-cü'],
  ['6', '6-cı'],
  ['9', '9-cu'],
  ['10', '10-cu'],
  ['20', '20-ci'],
  ['30', '30-cu'],
  ['40', '40-cı'],
  ['90', '90-cı'],
  ['236', '236-cı'],
  ['200', '200-cü'],
  ['10\u202f000', '10\u202f000-ci'],
  ['1000000', '1000000-cu'],
])('ordinal %s', (text, expected) => {
  expect(ordinal(text)).toBe(expected);
});
