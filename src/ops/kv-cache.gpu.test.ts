import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, stepAt } from '../testing/operator-check.ts';
import { storeKeysValues } from './kv-cache.ts';

const gpu = await gpuForTests();
const [heads, kvHeads, headSize, capacity] = [4, 2, 12, 9];
const width = kvHeads * headSize;
const cols = (heads + 2 * kvHeads) * headSize;

describe('storeKeysValues', () => {
  // The last case runs over the end: what does not fit is not written, and nothing else is touched.
  it.each(
    [
      { position: 0, rows: 5 },
      { position: 7, rows: 1 },
      { position: 6, rows: 5 },
    ].flatMap((c) => (['keys', 'values'] as const).map((which) => ({ ...c, which }))),
  )('%o', async ({ position, rows, which }) => {
    await checkOperator(
      gpu,
      {
        name: 'storeKeysValues',
        inputs: {
          qkv: { rows, cols },
          keys: { rows: capacity, cols: width },
          values: { rows: capacity, cols: width },
        },
        step: stepAt(position),
        build(graph, t) {
          storeKeysValues(graph, t.qkv!, t.keys!, t.values!, { heads, kvHeads, headSize, seq: rows }, t.step!);
          return t[which]!;
        },
        output(inputs) {
          const cache = inputs[which]!.slice();
          const column = heads * headSize + (which === 'keys' ? 0 : width);
          for (let row = 0; row < rows && position + row < capacity; row++)
            cache.set(inputs.qkv!.subarray(row * cols + column, row * cols + column + width), (position + row) * width);
          return cache;
        },
      },
      undefined,
      0,
    );
  });
});
