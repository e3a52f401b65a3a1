import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundUp } from '../ops/operator.ts';
import { layOutParameters } from './parameters.ts';

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 50 }),
  cols: fc.integer({ min: 1, max: 50 }),
  decay: fc.boolean(),
  isCompact: fc.boolean(),
});

describe('layOutParameters', () => {
  it('lays every parameter out once, aligned, without overlap, decaying ones first, within the binding limit', () => {
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 12_000, max: 60_000 }),
        (shapes, limit) => {
          const parameters = shapes.map((s, i) => ({ ...s, id: `p${i}` }));
          const { arenas, slices } = layOutParameters(parameters, limit);
          expect(slices.size).toBe(parameters.length);
          for (const arena of arenas) expect(arena.elements * 4).toBeLessThanOrEqual(limit);
          const taken = arenas.map((arena) => new Uint8Array(arena.elements));
          for (const parameter of parameters) {
            const slice = slices.get(parameter.id)!;
            expect(slice.offset % 256).toBe(0);
            expect(slice.stride).toBe(roundUp(parameter.cols, 4));
            expect(slice.offset < arenas[slice.arena]!.decayEnd).toBe(parameter.decay);
            expect(arenas[slice.arena]!.isCompact).toBe(parameter.isCompact);
            const cells = taken[slice.arena]!.subarray(slice.offset, slice.offset + slice.rows * slice.stride);
            expect(cells.length).toBe(slice.rows * slice.stride);
            expect(cells.every((cell) => cell === 0)).toBe(true);
            cells.fill(1);
          }
        },
      ),
    );
  });

  it('names the table that no binding can hold', () => {
    expect(() => layOutParameters([{ id: 'embed', rows: 1000, cols: 1000, decay: true }], 2 ** 20)).toThrow(
      '"embed" takes 4 MiB',
    );
  });
});
