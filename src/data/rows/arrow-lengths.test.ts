import { describe, expect, it } from 'vitest';
import { type ArrowBatch, checkLengths } from './arrow-lengths.ts';

const numbers = (length: number, buffer = length): ArrowBatch => ({ length, values: new Uint8Array(buffer) });
const list = (offsets: readonly number[], child: ArrowBatch, length = offsets.length - 1): ArrowBatch => ({
  length,
  offsets,
  children: [child],
});

describe('checkLengths', () => {
  it.each<[string, ArrowBatch]>([
    ['values', numbers(5)],
    ['bits', numbers(16, 2)],
    ['no rows', { length: 0, values: [], offsets: [] }],
    ['lists', list([0, 2, 2, 5], numbers(5))],
    ['lists of lists', list([0, 1], list([0, 3], numbers(3)))],
    ['ranges of 64 bits', { length: 1, offsets: [0n, 3n], children: [numbers(3)] }],
    ['views that share', { length: 2, offsets: [1, 1], sizes: [2, 2], children: [numbers(3)] }],
    ['lists of a fixed size', { length: 2, stride: 3, children: [numbers(6)] }],
    ['a dense union', { length: 2, offsets: [1, 0], typeIds: [0, 1], children: [numbers(1), numbers(2)] }],
  ])('lets %s pass', (_name, batch) => {
    expect(() => checkLengths(batch)).not.toThrow();
  });

  it.each<[string, ArrowBatch]>([
    ['values that are not there', numbers(17, 2)],
    ['offsets that are not there', list([0], numbers(5), 2)],
    ['a range beyond the child', list([0, 6], numbers(5))],
    ['a range that ends before it begins', list([3, 1], numbers(5))],
    ['a range before the beginning', list([-1, 1], numbers(5))],
    ['a damaged list inside a list', list([0, 1], list([0, 9], numbers(3)))],
    ['a view beyond the child', { length: 1, offsets: [1], sizes: [3], children: [numbers(3)] }],
    ['views of everything', { length: 9, offsets: Array(9).fill(0), sizes: Array(9).fill(3), children: [numbers(3)] }],
    ['a child that is too short', { length: 2, stride: 3, children: [numbers(5)] }],
  ])('refuses %s', (_name, batch) => {
    expect(() => checkLengths(batch)).toThrow('shorter');
  });
});
