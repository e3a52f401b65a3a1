import { describe, expect, it } from 'vitest';
import { type AttentionMask, CAUSAL } from './attention-mask.ts';
import { cachedAttention } from './cached-attention.ts';
import { DIRECT, Graph, TILED } from './operator.ts';

const SHAPE = { heads: 4, kvHeads: 2, headSize: 4, seq: 3 };

function build(changed: { q?: number; keys?: number; mask?: Partial<AttentionMask> } & Partial<typeof SHAPE> = {}) {
  const graph = new Graph('f32');
  const shape = { ...SHAPE, ...changed };
  const width = shape.kvHeads * shape.headSize;
  const [q, keys] = [graph.matrix('q', changed.q ?? shape.seq, shape.heads * shape.headSize), changed.keys ?? 9];
  const caches = [graph.matrix('keys', 9, width), graph.matrix('values', keys, width)] as const;
  cachedAttention(graph, q, ...caches, shape, { ...CAUSAL, ...changed.mask }, graph.scalars('step', 16, 1), 'o');
  return graph;
}

describe('cachedAttention', () => {
  it.each([
    ['heads that cannot be shared', { kvHeads: 3 }, /heads should be a multiple of kvHeads 3, but is 4/],
    ['two sequences', { q: 6 }, /rows of q should be seq 3, but is 6/],
    ['caches of two lengths', { keys: 8 }, /values \("values"\) should be \[9, 8\], but is \[8, 8\]/],
    ['later keys', { mask: { causal: false } }, /mask should be causal/],
    ['several documents', { mask: { documents: true } }, /mask should be of one document/],
  ])('refuses %s', (_name, changed, message) => {
    expect(() => build(changed)).toThrow(message);
  });

  it('refuses heads that are larger than a workgroup, of a single row', () => {
    const context = { kernels: TILED, training: false } as const;
    expect(() => build({ seq: 1, headSize: 1028 }).calls[0]?.forward(context)).toThrow(
      'headSize should be at most 1024, but is 1028',
    );
  });

  it('counts the keys of a window, and has no derivative', () => {
    const context = { kernels: DIRECT, training: false } as const;
    const flops = (mask: Partial<AttentionMask>) => build({ mask }).calls[0]?.forward(context)[0]?.flops;
    expect(flops({})).toBe(4 * 4 * 3 * 4 * 9);
    expect(flops({ window: 2 })).toBe(4 * 4 * 3 * 4 * 2);
    const unused = () => {
      throw new Error('no gradient should be asked for');
    };
    expect(() =>
      build().calls[0]?.backward({ of: unused, into: unused, share: unused, scratch: unused, wants: unused }, context),
    ).toThrow(/reads keys and values from a cache/);
  });
});
