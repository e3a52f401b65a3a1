import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundUp, weightElements } from '../ops/operator.ts';
import { PARAMETER_GROUPS } from '../ops/optimizer.ts';
import { frozenType, isFrozen, layOutParameters } from './parameters.ts';

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 50 }),
  cols: fc.integer({ min: 1, max: 50 }),
  group: fc.constantFrom(...PARAMETER_GROUPS),
  isCompact: fc.boolean(),
});

describe('layOutParameters', () => {
  it('lays every parameter out once, aligned, without overlap, by group, within the binding limit', () => {
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
            const { tablesEnd, matricesEnd } = arenas[slice.arena]!;
            expect(slice.offset < tablesEnd).toBe(parameter.group === 'tables');
            expect(slice.offset >= matricesEnd).toBe(parameter.group === 'vectors');
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

  it('lays frozen parameters out last, in arenas of their own; the others as if there were no frozen ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(shape, fc.boolean()), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 14_000, max: 60_000 }),
        fc.constantFrom(undefined, 'qint8' as const, 'nf4' as const),
        (drawn, limit, matrices) => {
          const all = drawn.map(([s, frozen], i) => ({ ...s, id: `p${i}`, frozen }));
          const ids = new Set(all.filter((p) => p.frozen).map((p) => p.id));
          const layout = layOutParameters(all, limit, { parameters: ids, storage: 'packed', matrices });
          const trained = layOutParameters(
            all.filter((p) => !p.frozen),
            limit,
          );
          const count = trained.arenas.length;
          expect(layout.arenas.slice(0, count)).toEqual(trained.arenas);
          for (const [id, slice] of trained.slices) expect(layout.slices.get(id)).toEqual(slice);
          for (const arena of layout.arenas.slice(count)) {
            expect(arena.isCompact).toBe(false);
            expect(arena.elements * 4).toBeLessThanOrEqual(limit);
          }
          for (const { id, frozen, isCompact } of all) {
            expect(layout.slices.get(id)!.arena >= count).toBe(frozen);
            expect(isFrozen(layout, id)).toBe(frozen);
            expect(frozenType(layout, id)).toBe(frozen ? (isCompact && matrices) || 'packed' : null);
          }
          const ends = layout.arenas.map(() => 0);
          for (const { arena, offset, rows, stride } of [...layout.slices.values()].sort(
            (a, b) => a.offset - b.offset,
          )) {
            expect(offset).toBeGreaterThanOrEqual(ends[arena]!);
            ends[arena] = offset + weightElements(layout.arenas[arena]!.frozen ?? 'f32', rows, stride);
            expect(ends[arena]).toBeLessThanOrEqual(layout.arenas[arena]!.elements);
          }
        },
      ),
    );
  });

  it('names the table that no binding can hold', () => {
    expect(() => layOutParameters([{ id: 'embed', rows: 1000, cols: 1000, group: 'tables' }], 2 ** 20)).toThrow(
      '"embed" takes 4 MiB',
    );
  });

  const tables = (rows: number, ids: readonly string[], cols = 16) =>
    ids.map((id) => ({ id, rows, cols, group: 'tables' as const, isTable: true }));
  /** Of 16 columns in f32. */
  const bytesOf = (rows: number) => rows * 16 * 4;

  it.each([
    { rows: 256, limit: 256, expected: [256] },
    { rows: 257, limit: 256, expected: [256, 1] },
    { rows: 256, limit: 255, expected: [128, 128] },
    { rows: 513, limit: 256, expected: [256, 256, 1] },
  ])('cuts a table of $rows rows where a binding holds $limit', ({ rows, limit, expected }) => {
    for (const ids of [['embed'], ['embed', 'head']]) {
      const { arenas, slices, parts } = layOutParameters(tables(rows, ids), bytesOf(limit));
      for (const arena of arenas) expect(arena.elements * 4).toBeLessThanOrEqual(bytesOf(limit));
      for (const id of ids) expect(parts.get(id)!.map((part) => slices.get(part)!.rows)).toEqual(expected);
      expect(slices.size).toBe(ids.length * expected.length);
      expect(parts.get('embed')).toEqual(expected.length === 1 ? ['embed'] : expected.map((_, i) => `embed.${i}`));
    }
  });

  it('cuts tables, and nothing else, so that parts hold every row once, fit, are aligned and do not overlap', () => {
    const table = shape.map((s) => ({ ...s, rows: 40 * s.rows, isTable: true, isCompact: false }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(shape, table), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 128 * 52 * 4, max: 300_000 }),
        (shapes, limit) => {
          const parameters = shapes.map((s, i) => ({ ...s, id: `p${i}` }));
          const { arenas, slices, parts } = layOutParameters(parameters, limit);
          expect(slices.size).toBe([...parts.values()].flat().length);
          for (const arena of arenas) expect(arena.elements * 4).toBeLessThanOrEqual(limit);
          const taken = arenas.map((arena) => new Uint8Array(arena.elements));
          for (const { id, rows, cols, ...p } of parameters) {
            const held = parts.get(id)!.map((part) => slices.get(part)!);
            expect(held.reduce((sum, slice) => sum + slice.rows, 0)).toBe(rows);
            if (!('isTable' in p) || rows * roundUp(cols, 4) * 4 <= limit - 1024) expect(held.length).toBe(1);
            for (const slice of held.slice(0, -1)) expect(slice.rows % 128).toBe(0);
            for (const { arena, offset, stride, ...slice } of held) {
              expect([slice.rows > 0, slice.cols, stride, offset % 256]).toEqual([true, cols, roundUp(cols, 4), 0]);
              const cells = taken[arena]!.subarray(offset, offset + slice.rows * stride);
              expect(cells.length).toBe(slice.rows * stride);
              expect(cells.every((cell) => cell === 0)).toBe(true);
              cells.fill(1);
            }
          }
        },
      ),
    );
  });

  it('names the table of which no binding holds even the fewest rows of a part', () => {
    expect(() => layOutParameters(tables(1024, ['embed'], 1024), 128 * 1024 * 4 - 1)).toThrow('"embed" takes 4 MiB');
  });
});
