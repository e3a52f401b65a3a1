import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { Graph } from './operator.ts';
import { qkNormBackward, qkNormForward } from './qk-norm.reference.ts';
import { qkNorm } from './qk-norm.ts';

const SHAPE = { heads: 2, kvHeads: 1, headSize: 4 };
const REFERENCE = { ...SHAPE, positions: [3, 0, 1], theta: 100, eps: 1e-5 };

describe('QK-norm reference', () => {
  it('gradients equal finite differences', () => {
    checkGradients(
      { qkv: randomValues(6 * 16, 1), weight: randomValues(8, 2) },
      ({ qkv, weight }) => qkNormForward(qkv!, weight!, REFERENCE),
      ({ qkv, weight }, dOut) => ({ ...qkNormBackward(qkv!, weight!, REFERENCE, dOut) }),
    );
  });

  it('leaves values as they are, and the length of a head to its weights', () => {
    const qkv = randomValues(16, 1);
    const weight = Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2);
    const out = qkNormForward(qkv, weight, { ...REFERENCE, eps: 0 });
    const length = (head: number) => Math.hypot(...out.subarray(4 * head, 4 * head + 4));
    expect([length(0), length(1), length(2)].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([2, 2, 4]);
    expect(out.subarray(12)).toEqual(qkv.subarray(12));
  });
});

describe('qkNorm', () => {
  interface Changed {
    readonly cols?: number;
    readonly weight?: number;
    readonly tables?: number;
    readonly positions?: number;
  }
  it.each<[string, Changed, RegExp]>([
    ['other columns', { cols: 20 }, /qkv \("qkv"\) should be \[3, 16\], but is \[3, 20\]/],
    ['weights of queries alone', { weight: 4 }, /weight \("weight"\) should be \[1, 8\], but is \[1, 4\]/],
    ['tables of another head size', { tables: 8 }, /tables \("tables"\) should be \[5, 4\], but is \[5, 8\]/],
    ['too few positions', { positions: 2 }, /positions \("positions"\) should be \[3, 1\], but is \[2, 1\]/],
  ])('refuses %s', (_name, { cols = 16, weight = 8, tables = 4, positions = 3 }, message) => {
    const graph = new Graph('f32');
    const qkv = graph.matrix('qkv', 3, cols);
    const weights = graph.matrix('weight', 1, weight);
    const angles = graph.matrix('tables', 5, tables, 'f32');
    const places = graph.scalars('positions', positions, 1, 'i32');
    expect(() => qkNorm(graph, qkv, weights, SHAPE, 1e-5, angles, places, 'out')).toThrow(message);
  });
});
