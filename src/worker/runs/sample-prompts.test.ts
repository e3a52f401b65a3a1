import { expect, test } from 'vitest';
import { endWithin, promptsOf } from './sample-prompts.ts';

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

test.each([
  { length: 10, room: 128, kept: 10 },
  { length: 80, room: 128, kept: 80 },
  { length: 81, room: 128, kept: 80 },
  { length: 500, room: 128, kept: 80 },
  { length: 500, room: 33, kept: 17 },
  { length: 500, room: 2, kept: 1 },
  { length: 0, room: 128, kept: 0 },
])('of $length tokens the last $kept are read in a context of $room', ({ length, room, kept }) => {
  const prompt = Array.from({ length }, (_, i) => i);
  expect(endWithin(prompt, room, 48)).toEqual(prompt.slice(length - kept));
});
