import { describe, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { rmsnormBackward, rmsnormForward } from './rmsnorm.reference.ts';

const EPS = 1e-5;

describe('rmsnorm reference', () => {
  it.each([
    [1, 1],
    [3, 5],
    [2, 12],
  ])('rows %i, cols %i: gradients equal finite differences', (rows, cols) => {
    checkGradients(
      { x: randomValues(rows * cols, 1), w: randomValues(cols, 2) },
      ({ x, w }) => rmsnormForward(x!, w!, EPS).y,
      ({ x, w }, dy) => {
        const { dx, dw } = rmsnormBackward(x!, w!, EPS, dy);
        return { x: dx, w: dw };
      },
    );
  });
});
