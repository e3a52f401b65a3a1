import { expect, it } from 'vitest';
import { pairAccuracy } from './pair-accuracy.ts';

const tokenizer = {
  encode: (text: string) => Uint32Array.from(text.match(/\S+/g) ?? [], (word) => word.length),
  beginIds: [9],
  bosId: 1,
  eosId: 2,
};
const pairs = [
  { phenomenon: 'plural', good: 'iki kitab', bad: 'iki kitablar' },
  { phenomenon: 'harmony', good: 'evlər', bad: 'evlar' },
  { phenomenon: 'plural', good: 'üç ev', bad: 'üç evlər' },
];

it('of a pair both sentences are predicted whole, behind what begins a text', () => {
  expect(pairAccuracy('azblimp', { pairs, problems: [] }, tokenizer).sequences.slice(0, 4)).toEqual([
    { ids: [9, 3, 5], from: 1 },
    { ids: [9, 3, 8], from: 1 },
    { ids: [9, 5], from: 1 },
    { ids: [9, 5], from: 1 },
  ]);
});

it('counts how often the right one is likelier, by phenomenon and over all; alike ones are wrong', () => {
  const result = pairAccuracy('azblimp', { pairs, problems: [] }, tokenizer).result([4, 5, 3, 3, 6, 5.5], 0);
  expect(result).toMatchObject({ kind: 'pairs', set: 'azblimp', problems: [], cut: 0, tooLong: 0 });
  expect(result.all).toMatchObject({ correct: 1, count: 3 });
  expect(result.phenomena).toMatchObject([
    { phenomenon: 'plural', correct: 1, count: 2, share: 0.5 },
    { phenomenon: 'harmony', correct: 0, count: 1, share: 0 },
  ]);
});

it('leaves out a pair of which one fits no row', () => {
  const result = pairAccuracy('azblimp', { pairs, problems: [] }, tokenizer).result([4, null, 3, 4, null, null], 0);
  expect(result).toMatchObject({ all: { correct: 1, count: 1 }, tooLong: 2 });
  expect(result.phenomena[0]).toMatchObject({ phenomenon: 'plural', count: 0, share: null });
});
