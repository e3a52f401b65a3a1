import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../model/parameters.ts';
import { halfOf, storedBytes, widened } from './half-weights.ts';

const parameter = (...names: string[]): Parameter => ({
  id: 'p',
  rows: names.length,
  cols: 4,
  group: 'matrices',
  init: { kind: 'zeros' },
  parts: names.map((name, from) => ({ name, from, count: 1 })),
});

describe('weights in 16 bits', () => {
  it.each([
    { dtypes: ['F16', 'F16'], half: 'F16' },
    { dtypes: ['BF16'], half: 'BF16' },
    { dtypes: ['F32', 'F32'], half: null },
    { dtypes: ['F16', 'BF16'], half: null },
    { dtypes: ['BF16', 'F32'], half: null },
  ] as const)('stay so where all tensors of a parameter are: $dtypes', ({ dtypes, half }) => {
    expect(halfOf(parameter(...dtypes.map((_, i) => String(i))), (name) => dtypes[Number(name)])).toBe(half);
  });

  it.each([
    { half: 'F16', values: [0, -0, 1.5, -65504, 2 ** -24, Number.POSITIVE_INFINITY], bytes: 12 },
    { half: 'BF16', values: [0, -0, 1.5, 3.3895313892515355e38, 2 ** -133, Number.NEGATIVE_INFINITY], bytes: 12 },
    { half: null, values: [0, 0.1, -1e-40], bytes: 12 },
  ] as const)('are read as they were written: $half', async ({ half, values, bytes }) => {
    const written = storedBytes(half, Float32Array.from(values));
    expect(written.byteLength).toBe(bytes);
    const read = await widened(async () => written, half === null ? {} : { w: half })('w');
    expect(new Float32Array(read.buffer)).toEqual(Float32Array.from(values));
  });
});
