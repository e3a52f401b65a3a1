import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { blockDiagonal, blockOverrides } from './block-diagonal.ts';
import { linearForward } from './linear.reference.ts';
import { factorGradients, type LowRankFactors, mergedWeight } from './low-rank.reference.ts';
import { type Block, Graph } from './operator.ts';

describe('the low-rank reference', () => {
  const [inputs, rank, out] = [3, 2, 8];
  const blocks: Block[] = [
    { row: 0, column: 4 },
    { row: 4, column: 0 },
  ];
  const factors = { rank, inputs, scale: 1.5, blocks };
  const a = randomValues(6 * inputs, 1);
  const b = randomValues(out * rank, 2);
  const w = randomValues(out * inputs, 3);

  it('is x · wᵀ + scale · (x · aᵀ) · bᵀ, each row of b with the rows of a that its block meets', () => {
    const x = randomValues(2 * inputs, 4);
    const merged = linearForward(x, mergedWeight(w, { ...factors, a, b }), inputs);
    const u = linearForward(x, a, inputs);
    const expected = linearForward(x, w, inputs).map((value, at) => {
      const [row, n] = [Math.floor(at / out), at % out];
      const first = n < 4 ? 4 : 0;
      return value + 1.5 * (u[row * 6 + first]! * b[n * rank]! + u[row * 6 + first + 1]! * b[n * rank + 1]!);
    });
    expectClose(merged, expected, 1e-14, 'y');
  });

  it('has the gradients of finite differences', () => {
    const of = (inputsOf: Readonly<Record<string, Float64Array>>): LowRankFactors => ({
      ...factors,
      a: inputsOf.a!,
      b: inputsOf.b!,
    });
    checkGradients(
      { a, b },
      (values) => mergedWeight(w, of(values)),
      (values, upstream) => {
        const { da, db } = factorGradients(upstream, of(values));
        return { a: da, b: db };
      },
    );
  });
});

describe('a block-diagonal matrix', () => {
  const stored = new Graph('f32').matrix('b', 24, 3);

  it('is as wide as all blocks, and lies as wide as one', () => {
    const whole = blockDiagonal(stored, 7, [
      { row: 0, column: 0 },
      { row: 8, column: null },
      { row: 16, column: 4 },
    ]);
    expect(whole).toMatchObject({ id: 'b', rows: 24, cols: 7, stride: 4 });
    const { RANK4, SECOND_ROW4, THIRD_ROW4, FIRST_BLOCK4, SECOND_BLOCK4, THIRD_BLOCK4 } = blockOverrides(whole);
    expect([RANK4, SECOND_ROW4, THIRD_ROW4, FIRST_BLOCK4, THIRD_BLOCK4]).toEqual([1, 2, 4, 0, 1]);
    expect(SECOND_BLOCK4).toBeGreaterThan(2 ** 30);
  });

  it('of more modules than a product has is refused', () => {
    const four = Array.from({ length: 4 }, (_, i) => ({ row: 4 * i, column: 4 * i }));
    expect(() => blockDiagonal(stored, 16, four)).toThrow('at most 3 modules');
  });
});
