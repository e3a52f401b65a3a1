import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { RunTable } from './run-table.ts';

describe('a table of hashes', () => {
  it('numbers each once, also those that agree in half of their bits, as it grows', () => {
    const random = new Random(3);
    const table = new RunTable();
    const numbers = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const [low, high] = [random.integer(200), random.integer(100) + 2 ** 31];
      const known = numbers.get(`${low} ${high}`);
      expect(table.find(low, high)).toBe(known ?? -1);
      expect(table.enter(low, high)).toBe(known ?? numbers.size);
      if (known === undefined) numbers.set(`${low} ${high}`, numbers.size);
    }
    expect(table.size).toBe(numbers.size);
    expect(table.hashes()).toEqual(
      Uint32Array.from([...numbers.keys()].flatMap((halves) => halves.split(' ').map(Number))),
    );
  });

  it('has nothing at first', () => {
    expect(new RunTable().find(0, 1)).toBe(-1);
    expect(new RunTable().hashes()).toEqual(new Uint32Array());
  });
});
