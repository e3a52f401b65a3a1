import { describe, it } from 'vitest';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { checkOperator, DIRECT, ROUNDED_TO_16_BITS, stepAt } from '../testing/operator-check.ts';
import { ropeIntoCache, storeInCache } from './kv-cache.ts';
import { ropeReference } from './rope.reference.ts';
import { ropeTables } from './rope.ts';

const gpu = await gpuForTests();
const THETA = 10_000;
const [heads, kvHeads, capacity] = [4, 2, 9];

describe.each(storagesOf(gpu))('ropeIntoCache, %s', (storage) => {
  // The last position runs over the end: what does not fit is not written, and nothing else is touched.
  it.each(
    [
      { position: 0, rows: 5, headSize: 12 },
      { position: 7, rows: 1, headSize: 8 },
      { position: 6, rows: 5, headSize: 64 },
    ].flatMap((c) => (['qkv', 'keys', 'values'] as const).map((which) => ({ ...c, which }))),
  )('%o', async ({ position, rows, headSize, which }) => {
    const width = kvHeads * headSize;
    const cols = heads * headSize + 2 * width;
    const context = position + rows;
    await checkOperator(
      gpu,
      {
        name: 'ropeIntoCache',
        storage,
        inputs: {
          qkv: { rows, cols },
          keys: { rows: capacity, cols: width },
          values: { rows: capacity, cols: width },
          tables: {
            rows: context,
            cols: headSize,
            data: Float64Array.from(ropeTables(context, headSize, THETA)),
            constant: true,
          },
        },
        integers: { positions: Int32Array.from({ length: rows }, (_, row) => position + row) },
        step: stepAt(position),
        build(graph, t) {
          const shape = { heads, kvHeads, headSize, seq: rows };
          ropeIntoCache(graph, t.qkv!, t.keys!, t.values!, shape, t.tables!, t.positions!, t.step!);
          return t[which]!;
        },
        output({ qkv, ...caches }) {
          const positions = Array.from({ length: rows }, (_, row) => position + row);
          const shape = { cols, headSize, positions, theta: THETA };
          if (which === 'qkv') return ropeReference(qkv!, { ...shape, rotated: heads }, 1);
          const rotated = ropeReference(qkv!, { ...shape, rotated: heads + kvHeads }, 1);
          const cache = caches[which]!.slice();
          const column = heads * headSize + (which === 'keys' ? 0 : width);
          for (let row = 0; row < rows && position + row < capacity; row++)
            cache.set(rotated.subarray(row * cols + column, row * cols + column + width), (position + row) * width);
          return cache;
        },
      },
      DIRECT,
      which === 'values' ? 0 : storage === 'f32' ? 2e-6 : ROUNDED_TO_16_BITS,
    );
  });
});

describe.each(storagesOf(gpu))('storeInCache, %s', (storage) => {
  it.each(['keys', 'values'] as const)('copies rows as far as they fit: %s', async (which) => {
    const [position, rows, headSize] = [6, 5, 12];
    const width = kvHeads * headSize;
    const cols = heads * headSize + 2 * width;
    await checkOperator(
      gpu,
      {
        name: 'storeInCache',
        storage,
        inputs: {
          qkv: { rows, cols },
          keys: { rows: capacity, cols: width },
          values: { rows: capacity, cols: width },
        },
        step: stepAt(position),
        build(graph, t) {
          storeInCache(graph, t.qkv!, t.keys!, t.values!, { heads, kvHeads, headSize, seq: rows }, t.step!);
          return t[which]!;
        },
        output({ qkv, ...caches }) {
          const cache = caches[which]!.slice();
          const column = heads * headSize + (which === 'keys' ? 0 : width);
          for (let row = 0; position + row < capacity; row++)
            cache.set(qkv!.subarray(row * cols + column, row * cols + column + width), (position + row) * width);
          return cache;
        },
      },
      DIRECT,
      0,
    );
  });
});
