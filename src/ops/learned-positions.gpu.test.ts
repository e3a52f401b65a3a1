import { describe, it } from 'vitest';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS } from '../testing/operator-check.ts';
import { scatterOrder } from './embedding.ts';
import { learnedPositionsBackward, learnedPositionsForward } from './learned-positions.reference.ts';
import { learnedPositions } from './learned-positions.ts';

const gpu = await gpuForTests();

interface Case {
  readonly positions: Int32Array;
  readonly tableRows: number;
  readonly cols: number;
  readonly folded?: boolean;
  readonly storage?: 'f32' | 'packed';
}

/** Rows of sequences that begin at 0, one after the other. */
const sequences = (...lengths: number[]): Int32Array =>
  Int32Array.from(lengths.flatMap((length) => Array.from({ length }, (_, i) => i)));

async function check({ positions, tableRows, cols, folded, storage = 'f32' }: Case): Promise<void> {
  const rows = positions.length;
  await checkOperator(
    gpu,
    {
      name: `${rows} rows of ${cols}, ${tableRows} positions, ${storage}`,
      storage,
      // The gradient of x is that of y, and has no memory of its own to be compared.
      inputs: { x: { rows, cols, constant: storage === 'f32' }, table: { rows: tableRows, cols, parameter: true } },
      integers: { positions, scatter: scatterOrder(positions) },
      build(graph, t) {
        const y = learnedPositions(graph, t.x!, t.positions!, t.scatter!, t.table!, 'y');
        if (folded) foldLastCall(graph, 3);
        return y;
      },
      output: ({ x, table }) => learnedPositionsForward(x!, positions, table!, cols),
      ...(storage === 'f32' && {
        gradients: (_: unknown, dy: Float64Array) => ({
          table: learnedPositionsBackward(positions, dy, tableRows, cols).dtable,
        }),
      }),
    },
    DIRECT,
    storage === 'f32' ? undefined : ROUNDED_TO_16_BITS,
  );
}

describe('learned positions', () => {
  it.each<[string, Case]>([
    ['one row of one number', { positions: sequences(1), tableRows: 1, cols: 1 }],
    ['a table as long as the sequences', { positions: sequences(5, 5, 5), tableRows: 5, cols: 4 }],
    ['a longer table', { positions: sequences(13, 13), tableRows: 16, cols: 20 }],
    ['documents of several lengths', { positions: sequences(3, 16, 1, 12), tableRows: 17, cols: 63 }],
    ['a folded grid', { positions: sequences(65), tableRows: 80, cols: 67, folded: true }],
    ['a sequence that is continued', { positions: Int32Array.of(27, 28, 29), tableRows: 40, cols: 20 }],
    ['16 bits', { positions: sequences(13, 13), tableRows: 16, cols: 20, storage: 'packed' }],
  ])('%s', async (_, test) => check(test));
});
