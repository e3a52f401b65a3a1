import { describe, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { linearBackward, linearForward } from './linear.reference.ts';

describe('linear reference', () => {
  it.each([
    [1, 1, 1],
    [3, 5, 2],
    [4, 2, 7],
  ])('%i rows, %i → %i: gradients equal finite differences', (rows, inputs, outputs) => {
    checkGradients(
      {
        x: randomValues(rows * inputs, 1),
        w: randomValues(outputs * inputs, 2),
        bias: randomValues(outputs, 3),
        residual: randomValues(rows * outputs, 4),
      },
      ({ x, w, bias, residual }) => linearForward(x!, w!, inputs, { bias, residual }),
      ({ x, w }, dy) => {
        const { dx, dw, dbias } = linearBackward(x!, w!, inputs, dy);
        return { x: dx, w: dw, bias: dbias, residual: dy };
      },
    );
  });
});
