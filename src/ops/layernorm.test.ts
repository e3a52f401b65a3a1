import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { layernormBackward, layernormForward } from './layernorm.reference.ts';
import { layernorm } from './layernorm.ts';
import { Graph } from './operator.ts';

const EPS = 1e-5;

describe('layernorm reference', () => {
  it('normalises as by hand', () => {
    const y = layernormForward(Float64Array.of(1, 3, 2, 6), Float64Array.of(1, 2), Float64Array.of(10, 20), 0);
    expect([...y]).toEqual([9, 22, 9, 22]);
  });

  it.each([
    [1, 2],
    [3, 5],
    [2, 12],
  ])('rows %i, cols %i: gradients equal finite differences', (rows, cols) => {
    checkGradients(
      { x: randomValues(rows * cols, 1), w: randomValues(cols, 2), bias: randomValues(cols, 3) },
      ({ x, w, bias }) => layernormForward(x!, w!, bias!, EPS),
      ({ x, w }, dy) => {
        const { dx, dw, dbias } = layernormBackward(x!, w!, EPS, dy);
        return { x: dx, w: dw, bias: dbias };
      },
    );
  });
});

describe('layernorm', () => {
  it('refuses a bias of another width', () => {
    const graph = new Graph('f32');
    const [x, w, bias] = [graph.matrix('x', 2, 8), graph.matrix('w', 1, 8), graph.matrix('bias', 1, 7)];
    expect(() => layernorm(graph, x, w, bias, EPS, 'y')).toThrow(
      'layernorm: bias ("bias") should be [1, 8], but is [1, 7]',
    );
  });
});
