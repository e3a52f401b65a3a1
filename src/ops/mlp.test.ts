import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { type MlpInputs, mlpBackward, mlpForward, swigluBackward, swigluForward } from './mlp.reference.ts';
import { mlp } from './mlp.ts';
import { Graph, roundUp } from './operator.ts';

describe('swiglu reference', () => {
  it.each([
    [1, 1, 5],
    [3, 5, 13],
    [2, 8, 16],
  ])('rows %i, ffn %i: gradients equal finite differences', (rows, ffn, width) => {
    checkGradients(
      { gateUp: randomValues(rows * width, 1) },
      ({ gateUp }) => swigluForward(gateUp!, ffn),
      ({ gateUp }, dout) => ({ gateUp: swigluBackward(gateUp!, ffn, dout) }),
    );
  });
});

describe('mlp reference', () => {
  it.each([
    [1, 1, 1],
    [3, 5, 5],
    [2, 4, 8],
  ])('rows %i, d %i, ffn %i: gradients equal finite differences', (rows, d, ffn) => {
    checkGradients(
      {
        x: randomValues(rows * d, 1),
        gateUpWeight: randomValues((roundUp(ffn, 4) + ffn) * d, 2),
        downWeight: randomValues(d * ffn, 3),
        residual: randomValues(rows * d, 4),
      },
      (inputs) => mlpForward(inputs as unknown as MlpInputs, { d, ffn }),
      (inputs, dy) => ({ ...mlpBackward(inputs as unknown as MlpInputs, { d, ffn }, dy) }),
    );
  });
});

describe('mlp', () => {
  it('refuses a weight of gate and up that does not fit the one of down', () => {
    const graph = new Graph('f32');
    const [x, residual] = [graph.matrix('x', 2, 8), graph.matrix('residual', 2, 8)];
    const [gateUp, down] = [graph.matrix('gateUp', 10, 8), graph.matrix('down', 8, 5)];
    expect(() => mlp(graph, x, gateUp, down, residual, 'y')).toThrow(
      'mlp: gateUpWeight ("gateUp") should be [13, 8], but is [10, 8]',
    );
  });
});
