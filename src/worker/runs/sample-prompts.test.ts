import { expect, test } from 'vitest';
import { promptsOf } from './sample-prompts.ts';

test.each([
  ['', []],
  ['  \n\n', []],
  ['Azərbaycan', ['Azərbaycan']],
  [' Azərbaycan \r\n\nBakı şəhəri\n', ['Azərbaycan', 'Bakı şəhəri']],
  ['a\nb\na', ['a', 'b']],
  ['a\nb\nc\nd\ne\nf', ['a', 'b', 'c', 'd', 'e']],
])('the prompts of %j', (text, prompts) => {
  expect(promptsOf(text)).toEqual(prompts);
});
