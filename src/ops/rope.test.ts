import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { ropeReference } from './rope.reference.ts';
import { ropeTables } from './rope.ts';

const CASE = { cols: 3 * 12, rotated: 2, headSize: 12, positions: [5, 6, 0], theta: 100 };

describe('rope reference', () => {
  it('gradients equal finite differences', () => {
    checkGradients(
      { x: randomValues(6 * CASE.cols, 1) },
      ({ x }) => ropeReference(x!, CASE, 1),
      (_inputs, dy) => ({ x: ropeReference(dy, CASE, -1) }),
    );
  });

  it('products of a query and a key depend on their distance only', () => {
    const shape = { cols: 8, rotated: 1, headSize: 8, theta: 10_000 };
    const [q, k] = [randomValues(8, 1), randomValues(8, 2)];
    const product = (p: number, r: number) => {
      const rotated = ropeReference(k, { ...shape, positions: [r] }, 1);
      return ropeReference(q, { ...shape, positions: [p] }, 1).reduce((sum, x, i) => sum + x * (rotated[i] ?? 0), 0);
    };
    expectClose([product(107, 100)], [product(7, 0)], 1e-12, 'distance 7');
    expect(Math.abs(product(8, 0) - product(7, 0))).toBeGreaterThan(1e-3);
  });
});

describe('ropeTables', () => {
  it('holds the cosine and sine of each pair, which rotate a unit vector as the reference does', () => {
    const tables = ropeTables(600, 12, 10_000);
    for (const position of [0, 1, 599]) {
      const unit = Float64Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 1 : 0));
      const rotated = ropeReference(unit, { ...CASE, cols: 12, rotated: 1, positions: [position], theta: 10_000 }, 1);
      expectClose(tables.subarray(position * 12, position * 12 + 12), rotated, 1e-7, `position ${position}`);
    }
  });
});
