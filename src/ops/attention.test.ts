import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { attentionBackward, attentionForward, joinColumns, splitColumns } from './attention.reference.ts';
import { attention } from './attention.ts';
import { DIRECT, Graph } from './operator.ts';

const SHAPE = { heads: 4, kvHeads: 2, headSize: 4, seq: 3, keys: 3, position: 0 };
const BATCH = 2;
const COLS = (SHAPE.heads + 2 * SHAPE.kvHeads) * SHAPE.headSize;

describe('attention reference', () => {
  it('gradients equal finite differences, with shared heads and two sequences', () => {
    checkGradients(
      { qkv: randomValues(BATCH * SHAPE.seq * COLS, 1) },
      ({ qkv }) => attentionForward(splitColumns(qkv!, SHAPE), SHAPE),
      ({ qkv }, dO) => ({ qkv: joinColumns(attentionBackward(splitColumns(qkv!, SHAPE), SHAPE, dO), SHAPE) }),
    );
  });

  it('the first row of a sequence is its value, and no row sees a later one', () => {
    const qkv = randomValues(SHAPE.seq * COLS, 2);
    const width = SHAPE.heads * SHAPE.headSize;
    const o = attentionForward(splitColumns(qkv, SHAPE), SHAPE);
    const { v } = splitColumns(qkv, SHAPE);
    const repeated = Array.from({ length: width }, (_, i) => v[Math.floor(i / 8) * 4 + (i % 4)]!);
    expectClose(o.subarray(0, width), repeated, 1e-15, 'first row');
    const changed = qkv.map((x, i) => (i < 2 * COLS ? x : x + 1));
    expectClose(
      attentionForward(splitColumns(changed, SHAPE), SHAPE).subarray(0, 2 * width),
      o.subarray(0, 2 * width),
      0,
      'rows before the change',
    );
  });

  it('taking columns apart and joining them gives the matrix back', () => {
    const qkv = randomValues(2 * COLS, 3);
    expect(joinColumns(splitColumns(qkv, SHAPE), SHAPE)).toEqual(qkv);
  });
});

describe('attention', () => {
  const build = (changed: { column?: number; cols?: number } & Partial<typeof SHAPE> = {}) => {
    const graph = new Graph('f32');
    const qkv = graph.matrix('qkv', BATCH * SHAPE.seq, changed.cols ?? COLS);
    const at = (column: number) => ({ tensor: qkv, column });
    const step = graph.scalars('step', 16, 1);
    const o = attention(graph, at(changed.column ?? 0), at(16), at(24), { ...SHAPE, ...changed }, step, 'o');
    return { graph, o };
  };

  it.each([
    ['columns between vec4s', { column: 2 }, /column of q should be a multiple of 4, but is 2/],
    ['columns past the end', { column: 20 }, /end of q should be within 32 columns, but is 36/],
    ['heads that cannot be shared', { kvHeads: 3 }, /heads should be a multiple of kvHeads 3, but is 4/],
    ['half a sequence', { seq: 4 }, /rows of q should be a multiple of seq 4, but is 6/],
    ['too few keys', { keys: 5 }, /k \("qkv"\) should be \[10, 32\], but is \[6, 32\]/],
  ])('refuses %s', (_name, changed, message) => {
    expect(() => build(changed)).toThrow(message);
  });

  it('has no derivative over a cache', () => {
    const graph = new Graph('f32');
    const cache = { tensor: graph.matrix('cache', 8, 8), column: 0 };
    const q = { tensor: graph.matrix('q', 1, 16), column: 0 };
    attention(graph, q, cache, cache, { ...SHAPE, seq: 1, keys: 8 }, graph.scalars('step', 16, 1), 'o');
    const unused = () => {
      throw new Error('no gradient should be asked for');
    };
    expect(() =>
      graph.calls[0]?.backward(
        { of: unused, into: unused, share: unused, scratch: unused },
        { kernels: DIRECT, training: true },
      ),
    ).toThrow(/has no derivative/);
  });
});
