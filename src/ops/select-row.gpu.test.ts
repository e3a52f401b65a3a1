import { describe, expect, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT } from '../testing/operator-check.ts';
import { Graph } from './operator.ts';
import { selectRow } from './select-row.ts';
import { encodeWords, STEP_WORDS } from './step-words.ts';

const gpu = await gpuForTests();

describe('select-row', () => {
  it.each([
    [1, 1, 0],
    [3, 5, 0],
    [7, 256, 6],
    [64, 259, 41],
  ])('rows %i, cols %i, row %i', async (rows, cols, row) => {
    await checkOperator(gpu, {
      name: `select-row ${rows}×${cols}`,
      inputs: { x: { rows, cols } },
      step: encodeWords(STEP_WORDS, { last_row: row }),
      build: (graph, t) => selectRow(graph, t.x!, t.step!, 'out'),
      output: ({ x }) => x!.slice(row * cols, (row + 1) * cols),
    });
  });

  it('has no derivative', () => {
    const graph = new Graph('f32');
    selectRow(graph, graph.matrix('x', 2, 4), graph.scalars('step', 16, 1), 'out');
    const unused = () => {
      throw new Error('no gradient is asked for');
    };
    const gradients = { of: unused, into: unused, share: unused, scratch: unused, wants: unused };
    const context = { kernels: DIRECT, training: true } as const;
    expect(() => graph.calls[0]!.backward(gradients, context)).toThrow('has no derivative');
  });
});
