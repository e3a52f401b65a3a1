import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { Graph } from './operator.ts';
import { swigluBackward, swigluForward } from './swiglu.reference.ts';
import { swiglu } from './swiglu.ts';

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

describe('swiglu', () => {
  it('refuses a gateUp whose width does not fit ffn', () => {
    const graph = new Graph('f32');
    const gateUp = graph.matrix('gateUp', 2, 10);
    expect(() => swiglu(graph, gateUp, 5, 'out')).toThrow('swiglu: gateUp ("gateUp") should be [2, 13]');
  });
});
