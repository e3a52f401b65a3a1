/** Dropout as an operator of a graph, against the reference, at sizes on both sides of vec4s and workgroups. */
import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator } from '../testing/operator-check.ts';
import { dropoutReference } from './dropout.reference.ts';
import { dropout } from './dropout.ts';

const gpu = await gpuForTests();

describe('dropout', () => {
  it.each([
    [1, 1, 0.5],
    [5, 7, 0.1],
    [33, 66, 0.25],
    [9, 64, 0.9],
  ])('of [%i, %i], rate %d: the gradient loses what the output lost', async (rows, cols, rate) => {
    const place = { rate, site: 3, seed: 77 };
    await checkOperator(gpu, {
      name: `dropout ${rows}×${cols}, ${rate}`,
      inputs: { x: { rows, cols } },
      integers: { seed: Uint32Array.of(place.seed) },
      build: (graph, t) => dropout(graph, t.x!, { rate, site: place.site, seed: t.seed! }, 'y'),
      output: ({ x }) => dropoutReference(x!, cols, place),
      gradients: (_, dy) => ({ x: dropoutReference(dy, cols, place) }),
    });
  });
});
