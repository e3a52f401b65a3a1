import { expect, test } from 'vitest';
import { possessive } from './endings.ts';

test.each([
  ['0', '0’ı'],
  ['1', '1’i'],
  ['2', '2’si'],
  ['3', '3’ü'],
  ['6', '6’sı'],
  ['7', '7’si'],
  ['9', '9’u'],
  ['10', '10’u'],
  ['20', '20’si'],
  ['30', '30’u'],
  ['40', '40’ı'],
  ['60', '60’ı'],
  ['75', '75’i'],
  ['90', '90’ı'],
  ['200', '200’ü'],
  ['10\u202f000', '10\u202f000’i'],
  ['1000000', '1000000’u'],
  ['2000000000', '2000000000’ı'],
  ['%50', '%50’si'],
])('%s takes the ending of its last word', (number, many) => {
  expect(possessive(number)).toBe(many);
});
