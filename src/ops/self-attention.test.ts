import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { CAUSAL } from './attention-mask.ts';
import { DIRECT, Graph } from './operator.ts';
import { selfAttentionBackward, selfAttentionForward } from './self-attention.reference.ts';
import { selfAttention } from './self-attention.ts';

const SHAPE = { heads: 2, kvHeads: 1, headSize: 4, seq: 3 };
const REFERENCE = { ...SHAPE, keys: 3, position: 0, theta: 100 };
const [BATCH, WIDTH, COLS] = [2, 5, 16];

describe('self-attention reference', () => {
  it.each([
    ['without a bias', {}],
    ['with a bias', { bias: randomValues(COLS, 3) }],
  ])('gradients equal finite differences, %s', (_name, added) => {
    checkGradients(
      { x: randomValues(BATCH * SHAPE.seq * WIDTH, 1), weight: randomValues(COLS * WIDTH, 2), ...added },
      ({ x, weight, bias }) => selfAttentionForward(x!, weight!, WIDTH, REFERENCE, bias),
      ({ x, weight, bias }, dO) => ({ ...selfAttentionBackward(x!, weight!, WIDTH, REFERENCE, dO, bias) }),
    );
  });
});

describe('selfAttention', () => {
  const build = (changed: { rows?: number; context?: number } & Partial<typeof SHAPE> = {}) => {
    const graph = new Graph('f32');
    const x = graph.matrix('x', BATCH * SHAPE.seq, WIDTH);
    const weight = graph.matrix('weight', changed.rows ?? COLS, WIDTH);
    const tables = graph.matrix('tables', changed.context ?? 3, changed.headSize ?? 4, 'f32');
    const positions = graph.scalars('positions', x.rows, 1, 'i32');
    selfAttention(graph, x, weight, { ...SHAPE, ...changed }, CAUSAL, tables, positions, 'o');
    return graph;
  };

  it.each([
    ['another weight', { rows: 12 }, /weight \("weight"\) should be \[16, 5\]/],
    ['tables shorter than a sequence', { context: 2 }, /rows of tables should be at least seq 3/],
    ['half a sequence', { seq: 4, context: 4 }, /rows of qkv should be a multiple of seq 4, but is 6/],
    ['heads that cannot be shared', { heads: 3, kvHeads: 2, rows: 28 }, /heads should be a multiple of kvHeads 2/],
  ])('refuses %s', (_name, changed, message) => {
    expect(() => build(changed)).toThrow(message);
  });

  it.each(['direct', 'tiled'] as const)('counts only pairs on or below the diagonal: %s', (attentionKernels) => {
    const kernels = { ...DIRECT, attention: attentionKernels };
    const launches = build().calls.flatMap((call) => call.forward({ kernels, training: true }));
    // 2 sequences of 3 rows: 1 + 2 + 3 pairs each, for 2 heads of 4 elements, two products of 2 operations an element.
    expect(launches.map((l) => l.flops)).toEqual([2 * 6 * COLS * WIDTH + 3 * 6 * 12, 2 * 6 * 2 * 4 * 4]);
  });
});
