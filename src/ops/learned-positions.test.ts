import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { learnedPositionsBackward, learnedPositionsForward } from './learned-positions.reference.ts';
import { learnedPositions } from './learned-positions.ts';
import { Graph } from './operator.ts';

describe('learned positions, reference', () => {
  it('gradients equal finite differences, with positions that occur twice and positions that do not occur', () => {
    const positions = Int32Array.of(0, 1, 0, 3);
    checkGradients(
      { x: randomValues(4 * 3, 1), table: randomValues(5 * 3, 2) },
      ({ x, table }) => learnedPositionsForward(x!, positions, table!, 3),
      (_, dy) => {
        const { dx, dtable } = learnedPositionsBackward(positions, dy, 5, 3);
        return { x: dx, table: dtable };
      },
    );
  });
});

describe('learned positions', () => {
  it.each([
    ['a table of another width', 6, 4, '[5, 3]'],
    ['fewer positions than rows', 5, 3, '[6, 1]'],
  ])('refuses %s', (_, positions, width, part) => {
    const graph = new Graph('f32');
    const [x, table] = [graph.matrix('x', 6, 3), graph.matrix('table', 5, width)];
    expect(() => learnedPositions(graph, x, graph.scalars('p', positions, 1, 'i32'), null, table, 'y')).toThrow(part);
  });
});
