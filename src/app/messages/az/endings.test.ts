import { expect, test } from 'vitest';
import { ordinal, possessive } from './endings.ts';

test.each([
  ['0', '0-cı', '0-ı'],
  ['1', '1-ci', '1-i'],
  ['2', '2-ci', '2-si'],
  ['3', '3-cü', '3-ü'],
  ['6', '6-cı', '6-sı'],
  ['7', '7-ci', '7-si'],
  ['9', '9-cu', '9-u'],
  ['10', '10-cu', '10-u'],
  ['20', '20-ci', '20-si'],
  ['30', '30-cu', '30-u'],
  ['40', '40-cı', '40-ı'],
  ['50', '50-ci', '50-si'],
  ['60', '60-cı', '60-ı'],
  ['75', '75-ci', '75-i'],
  ['90', '90-cı', '90-ı'],
  ['236', '236-cı', '236-sı'],
  ['200', '200-cü', '200-ü'],
  ['1000', '1000-ci', '1000-i'],
  ['10\u202f000', '10\u202f000-ci', '10\u202f000-i'],
  ['100000', '100000-ci', '100000-i'],
  ['1000000', '1000000-cu', '1000000-u'],
  ['2000000000', '2000000000-cı', '2000000000-ı'],
])('%s takes the endings of its last word', (number, which, many) => {
  const joined = (text: string) => text.replace('-', '-\u2060');
  expect(ordinal(number)).toBe(joined(which));
  expect(possessive(number)).toBe(joined(many));
});
