/** Each mask by hand on a few rows, its gradients against finite differences, and how many pairs a plan counts. */
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import {
  type AttentionReference,
  alibiSlopes,
  attentionBackward,
  attentionForward,
  joinColumns,
  splitColumns,
} from './attention.reference.ts';
import { type AttentionMask, CAUSAL, checkMask, maskOverrides, visiblePairs } from './attention-mask.ts';

const SHAPE = { heads: 2, kvHeads: 1, headSize: 4, seq: 5, keys: 5, position: 0 };
const EVERYTHING: AttentionMask = { ...CAUSAL, causal: false };

/** The keys that each query sees: values are one-hot, so that weights that are not 0 show in the output. */
function seen(changed: Partial<AttentionReference>): string[] {
  const shape = { ...SHAPE, heads: 1, headSize: 5, ...changed };
  const one = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0));
  const o = attentionForward({ q: new Float64Array(25), k: new Float64Array(25), v: one }, shape);
  return Array.from({ length: 5 }, (_, row) =>
    Array.from(o.subarray(row * 5, row * 5 + 5), (weight) => (weight > 0 ? '#' : '.')).join(''),
  );
}

const MASKS: readonly [string, Partial<AttentionReference>, readonly string[]][] = [
  ['causal', {}, ['#....', '##...', '###..', '####.', '#####']],
  ['bidirectional', { mask: EVERYTHING }, ['#####', '#####', '#####', '#####', '#####']],
  ['window 1', { mask: { ...CAUSAL, window: 1 } }, ['#....', '.#...', '..#..', '...#.', '....#']],
  ['window 2', { mask: { ...CAUSAL, window: 2 } }, ['#....', '##...', '.##..', '..##.', '...##']],
  ['window 2 both ways', { mask: { ...EVERYTHING, window: 2 } }, ['##...', '###..', '.###.', '..###', '...##']],
  [
    'documents of 2, 1 and 2 rows',
    { mask: { ...CAUSAL, documents: true }, documents: [2, 1, 2] },
    ['#....', '##...', '..#..', '...#.', '...##'],
  ],
  [
    'documents of 2 and 3 rows both ways',
    { mask: { ...EVERYTHING, documents: true }, documents: [2, 3] },
    ['##...', '##...', '..###', '..###', '..###'],
  ],
  [
    'documents in a window',
    { mask: { ...CAUSAL, window: 2, documents: true }, documents: [1, 4] },
    ['#....', '.#...', '.##..', '..##.', '...##'],
  ],
];

describe('masks of the attention reference', () => {
  it.each(MASKS)('%s', (_name, changed, expected) => {
    expect(seen(changed)).toEqual(expected);
  });

  it.each([...MASKS, ['ALiBi', { mask: { ...CAUSAL, alibi: true } }, []] as const])(
    '%s: gradients equal finite differences',
    (_name, changed) => {
      const shape = { ...SHAPE, ...changed };
      checkGradients(
        { qkv: randomValues(2 * shape.seq * 16, 1) },
        ({ qkv }) => attentionForward(splitColumns(qkv!, shape), shape),
        ({ qkv }, dO) => ({ qkv: joinColumns(attentionBackward(splitColumns(qkv!, shape), shape, dO), shape) }),
      );
    },
  );

  it('ALiBi: equal scores weigh e^(−slope) from key to key', () => {
    const shape = { ...SHAPE, heads: 1, headSize: 5, mask: { ...CAUSAL, alibi: true } };
    const one = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0));
    const o = attentionForward({ q: new Float64Array(25), k: new Float64Array(25), v: one }, shape);
    const ratios = [20, 21, 22, 23].map((i) => o[i]! / o[i + 1]!);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(Math.exp(-(2 ** -8)), 12);
  });

  it('ALiBi: slopes of the paper for 8 and for 12 heads', () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((i) => 2 ** -i));
    expect(alibiSlopes(12)).toEqual([...alibiSlopes(8), ...[0.5, 1.5, 2.5, 3.5].map((i) => 2 ** -i)]);
  });
});

describe('visiblePairs', () => {
  it.each([
    [CAUSAL, 5],
    [{ ...CAUSAL, window: 1 }, 5],
    [{ ...CAUSAL, window: 3 }, 5],
    [{ ...CAUSAL, window: 9 }, 5],
    [EVERYTHING, 5],
    [{ ...EVERYTHING, window: 2 }, 5],
  ])('counts what the reference sees: %o', (mask, seq) => {
    expect(visiblePairs(mask, seq)).toBe(seen({ mask }).join('').replaceAll('.', '').length);
  });
});

describe('maskOverrides', () => {
  it('drops a window that hides nothing, and refuses part of a row', () => {
    expect(maskOverrides({ ...CAUSAL, window: 64 }, 64)).toEqual(maskOverrides(CAUSAL, 64));
    expect(maskOverrides({ ...CAUSAL, window: 63 }, 64)).toMatchObject({ WINDOW: 63 });
    expect(() => checkMask('attention', { ...CAUSAL, window: 1.5 })).toThrow(/window should be a whole number/);
  });
});
