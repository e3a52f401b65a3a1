import { describe, expect, it } from 'vitest';
import { ropeIntoCache } from './kv-cache.ts';
import { DIRECT, Graph } from './operator.ts';

const SHAPE = { heads: 2, kvHeads: 1, headSize: 8, seq: 3 };

function build(cacheCols: number, valueRows = 5, rows = 3): Graph {
  const graph = new Graph('f32');
  const qkv = graph.matrix('qkv', rows, 32);
  const keys = graph.matrix('keys', 5, cacheCols);
  const tables = graph.matrix('tables', 5, 8, 'f32');
  const positions = graph.scalars('positions', rows, 1, 'i32');
  const values = graph.matrix('values', valueRows, 8);
  ropeIntoCache(graph, qkv, keys, values, SHAPE, tables, positions, graph.scalars('step', 16, 1));
  return graph;
}

describe('ropeIntoCache', () => {
  it('refuses a cache of another width, caches of two lengths, and more than one sequence', () => {
    expect(() => build(12)).toThrow(/keyCache .* should be \[5, 8\], but is \[5, 12\]/);
    expect(() => build(8, 4)).toThrow(/valueCache .* should be \[5, 8\], but is \[4, 8\]/);
    expect(() => build(8, 5, 6)).toThrow(/qkv .* should be \[3, 32\], but is \[6, 32\]/);
  });

  it('has no derivative', () => {
    const unused = () => {
      throw new Error('no gradient should be asked for');
    };
    expect(() =>
      build(8).calls[0]?.backward(
        { of: unused, into: unused, share: unused, scratch: unused, wants: unused },
        { kernels: DIRECT, training: true },
      ),
    ).toThrow(/A cache serves decoding only/);
  });
});
