import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisScale, panned, type Range, within, zoomed } from './view.ts';

const whole: Range = { from: 0, to: 400 };
const rounded = (range: Range | null) => range && [Math.round(range.from), Math.round(range.to)];

test('a scale and its inverse agree, linear and logarithmic', () => {
  for (const log of [false, true]) {
    const scale = axisScale({ from: 1, to: 1000 }, log);
    for (const x of [1, 10, 500, 1000]) expect(scale.fromShare(scale.toShare(x))).toBeCloseTo(x, 6);
  }
  expect(axisScale({ from: 1, to: 1000 }, true).fromShare(1 / 3)).toBeCloseTo(10, 6);
});

describe('zoomed', () => {
  test('keeps the place under the pointer', () => {
    expect(rounded(zoomed(null, whole, false, 0.5, 0.5))).toEqual([100, 300]);
    expect(rounded(zoomed(null, whole, false, 0, 0.5))).toEqual([0, 200]);
    expect(rounded(zoomed({ from: 100, to: 300 }, whole, false, 1, 0.5))).toEqual([200, 300]);
  });

  test('out to the whole is no view at all', () => {
    expect(zoomed({ from: 100, to: 300 }, whole, false, 0.5, 2)).toBeNull();
    expect(zoomed(null, whole, false, 0.5, 3)).toBeNull();
  });

  test('has an end', () => {
    let view: Range | null = null;
    for (let i = 0; i < 100; i++) view = zoomed(view, whole, false, 0.3, 0.5);
    expect((view?.to ?? 0) - (view?.from ?? 0)).toBeCloseTo(0.2, 6);
  });
});

describe('panned', () => {
  test('by shares of what is seen, never beyond the whole', () => {
    const view = { from: 100, to: 200 };
    expect(rounded(panned(view, whole, false, 0.5))).toEqual([150, 250]);
    expect(rounded(panned(view, whole, false, -9))).toEqual([0, 100]);
    expect(rounded(panned(view, whole, false, 9))).toEqual([300, 400]);
    expect(panned(null, whole, false, 0.5)).toBeNull();
  });
});

test('within: either order, cut to the whole; everything is no view', () => {
  expect(rounded(within({ from: 300, to: 100 }, whole, false))).toEqual([100, 300]);
  expect(rounded(within({ from: 300, to: 900 }, whole, false))).toEqual([300, 400]);
  expect(within({ from: -5, to: 900 }, whole, false)).toBeNull();
});

test('whatever is done, a view stays within the whole and has a length', () => {
  const act = fc.record({
    zoom: fc.boolean(),
    a: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.double({ min: -2, max: 2, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.boolean(), fc.array(act, { maxLength: 30 }), (log, acts) => {
      const all = { from: log ? 1 : 0, to: 5000 };
      let view: Range | null = null;
      for (const { zoom, a, by } of acts) view = zoom ? zoomed(view, all, log, a, 2 ** by) : panned(view, all, log, by);
      if (view === null) return;
      expect(view.from).toBeGreaterThanOrEqual(all.from - 1e-6);
      expect(view.to).toBeLessThanOrEqual(all.to + 1e-6);
      expect(view.to).toBeGreaterThan(view.from);
    }),
  );
});
