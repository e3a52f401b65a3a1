import { describe, it } from 'vitest';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, stepAt } from '../testing/operator-check.ts';
import { ropeReference } from './rope.reference.ts';
import { rope, ropeTables } from './rope.ts';

const gpu = await gpuForTests();
const THETA = 10_000;

describe('rope', () => {
  it.each([
    { seq: 17, heads: 2, kvHeads: 2, headSize: 8, position: 0 },
    { seq: 5, heads: 4, kvHeads: 1, headSize: 12, position: 3 },
    { seq: 1, heads: 4, kvHeads: 1, headSize: 32, position: 900 },
  ])('%o', async ({ seq, heads, kvHeads, headSize, position }) => {
    const cols = (heads + 2 * kvHeads) * headSize;
    const context = position + seq;
    const reference = { cols, rotated: heads + kvHeads, headSize, seq, position, theta: THETA };
    await checkOperator(gpu, {
      name: 'rope',
      inputs: {
        qkv: { rows: seq, cols },
        tables: {
          rows: context,
          cols: headSize,
          data: Float64Array.from(ropeTables(context, headSize, THETA)),
          constant: true,
        },
      },
      step: stepAt(position),
      build(graph, t) {
        rope(graph, t.qkv!, { heads, kvHeads, headSize, seq }, t.tables!, t.step!);
        return t.qkv!;
      },
      output: ({ qkv }) => ropeReference(qkv!, reference, 1),
    });
  });
});
