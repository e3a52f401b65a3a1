import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import {
  geluBackward,
  geluForward,
  type MlpInputs,
  mlpBackward,
  mlpForward,
  swigluBackward,
  swigluForward,
} from './mlp.reference.ts';
import { geluMlp, mlp } from './mlp.ts';
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

describe('gelu reference', () => {
  it('agrees with Python', () => {
    // x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))), computed in Python
    const y = geluForward(Float64Array.of(-3, -1, 0, 0.5, 2));
    [-0.0036373920817729943, -0.15880800939172324, 0, 0.34571400982514394, 1.954597694087775].forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value, 12);
    });
  });

  it('gradients equal finite differences', () => {
    checkGradients(
      { x: randomValues(40, 1).map((value) => 5 * value) },
      ({ x }) => geluForward(x!),
      ({ x }, dout) => ({ x: geluBackward(x!, dout) }),
    );
  });
});

describe.each(['swiglu', 'gelu'] as const)('mlp reference, %s', (activation) => {
  it.each([
    [1, 1, 1],
    [3, 5, 5],
    [2, 4, 8],
  ])('rows %i, d %i, ffn %i: gradients equal finite differences', (rows, d, ffn) => {
    const width = activation === 'swiglu' ? roundUp(ffn, 4) + ffn : ffn;
    checkGradients(
      {
        x: randomValues(rows * d, 1),
        up: randomValues(width * d, 2),
        upBias: randomValues(width, 3),
        down: randomValues(d * ffn, 4),
        downBias: randomValues(d, 5),
        residual: randomValues(rows * d, 6),
      },
      (inputs) => mlpForward(activation, inputs as unknown as MlpInputs, { d, ffn }),
      (inputs, dy) => ({ ...mlpBackward(activation, inputs as unknown as MlpInputs, { d, ffn }, dy) }),
    );
  });
});

describe('mlp', () => {
  const tensors = () => {
    const graph = new Graph('f32');
    return {
      graph,
      x: graph.matrix('x', 2, 8),
      residual: graph.matrix('residual', 2, 8),
      down: graph.matrix('down', 8, 5),
    };
  };

  it('refuses a weight of gate and up that does not fit the one of down', () => {
    const { graph, x, residual, down } = tensors();
    expect(() => mlp(graph, x, { up: graph.matrix('gateUp', 10, 8), down }, residual, 'y')).toThrow(
      'mlp: gateUpWeight ("gateUp") should be [13, 8], but is [10, 8]',
    );
  });

  it('refuses a bias that does not fit its product', () => {
    const { graph, x, residual, down } = tensors();
    const weights = { up: graph.matrix('up', 5, 8), upBias: graph.matrix('bias', 1, 8), down };
    expect(() => geluMlp(graph, x, weights, residual, 'y')).toThrow(
      'mlp: the bias of the first product ("bias") should be [1, 5], but is [1, 8]',
    );
  });
});
