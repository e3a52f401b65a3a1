import { expect, test } from 'vitest';
import { seedBand } from './band.ts';

const of = (losses: Record<number, number>) =>
  Object.entries(losses).map(([step, loss]) => ({ step: Number(step), loss, perplexity: 1, bitsPerByte: 1 }));

test('has mean, lowest and highest at the steps that every seed has', () => {
  expect(seedBand([of({ 10: 5, 20: 4, 30: 3 }), of({ 10: 6, 30: 2 }), of({ 10: 4, 20: 4, 30: 1, 40: 0 })])).toEqual([
    { step: 10, mean: 5, low: 4, high: 6 },
    { step: 30, mean: 2, low: 1, high: 3 },
  ]);
});

test('leaves out what is no number, and has nothing of one seed', () => {
  expect(seedBand([of({ 10: 5, 20: Number.NaN }), of({ 10: 5, 20: 4 })])).toEqual([
    { step: 10, mean: 5, low: 5, high: 5 },
  ]);
  expect(seedBand([of({ 10: 5 })])).toEqual([]);
  expect(seedBand([])).toEqual([]);
});
