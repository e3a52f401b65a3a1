import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { DIRECT, randomValues } from '../testing/operator-check.ts';
import { embeddingBackward, embeddingForward } from './embedding.reference.ts';
import { embedding, scatterLength, scatterOrder } from './embedding.ts';
import { Graph } from './operator.ts';

describe('embedding reference', () => {
  it('gradients equal finite differences, with tokens that occur twice and tokens that do not occur', () => {
    const tokens = Int32Array.of(3, 0, 3, 4);
    checkGradients(
      { table: randomValues(5 * 3, 1) },
      ({ table }) => embeddingForward(tokens, table!, 3),
      (_, dout) => ({ table: embeddingBackward(tokens, 5, 3, dout).dtable }),
    );
  });
});

/** The same by a plain sort. */
function expectedOrder(tokens: Int32Array): Uint32Array {
  const rows = tokens.length;
  const order = [...tokens.keys()].sort((a, b) => tokens[a]! - tokens[b]! || a - b);
  const ids = [...new Set(order.map((position) => tokens[position]!))];
  const starts = ids.map((id) => order.findIndex((position) => tokens[position] === id));
  const fill = (values: number[], length: number) => [...values, ...Array<number>(length - values.length).fill(0)];
  return Uint32Array.from([ids.length, ...fill(ids, rows), ...fill([...starts, rows], rows + 1), ...order]);
}

describe('scatterOrder', () => {
  it('groups positions by token in ascending order', () => {
    const scatter = scatterOrder(Int32Array.of(7, 2, 7, 9, 2, 7));
    expect([...scatter]).toEqual([3, 2, 7, 9, 0, 0, 0, 0, 2, 5, 6, 0, 0, 0, 1, 4, 0, 2, 5, 3]);
  });

  it('equals a plain sort for any tokens, also past 16 bits and in a used buffer', () => {
    const token = fc.oneof(fc.nat(9), fc.nat(70_000), fc.nat(2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (values) => {
        const tokens = Int32Array.from(values);
        const used = new Uint32Array(scatterLength(tokens.length)).fill(0xdeadbeef);
        expect(scatterOrder(tokens, used)).toBe(used);
        expect(used).toEqual(expectedOrder(tokens));
      }),
    );
  });

  it('refuses tokens below zero', () => {
    expect(() => scatterOrder(Int32Array.of(5, -100, 0))).toThrow('holds the token -100');
  });

  it('refuses a buffer of another length', () => {
    expect(() => scatterOrder(Int32Array.of(1, 2), new Uint32Array(7))).toThrow('should hold 8 words for 2 tokens');
  });
});

describe('embedding', () => {
  it('refuses to derive without the order of its rows', () => {
    const graph = new Graph('f32');
    const table = graph.matrix('table', 5, 4);
    embedding(graph, graph.scalars('tokens', 2, 1, 'i32'), null, table, 'out');
    const unused = () => {
      throw new Error('no gradient is asked for');
    };
    const gradients = { of: unused, into: unused, share: unused, scratch: unused, wants: unused };
    const context = { kernels: DIRECT, training: true } as const;
    expect(() => graph.calls[0]!.backward(gradients, context)).toThrow('Give the operator a scatter tensor');
  });
});
