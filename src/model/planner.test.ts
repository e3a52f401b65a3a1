import { describe, expect, it } from 'vitest';
import { TILED } from '../ops/operator.ts';
import { planWithin } from './planner.ts';
import { PRESETS } from './presets.ts';

const GIB = 2 ** 30;

function request(id: string, rows: number, seq: number) {
  const { config } = PRESETS.find((preset) => preset.id === id) as (typeof PRESETS)[number];
  const common = { kernels: TILED, bindingBytes: 128 * 2 ** 20, training: true, generate: 0 } as const;
  return { config, storage: 'packed', batch: { rows, seq }, ...common } as const;
}

describe('planWithin', () => {
  it.each([
    { id: 'az-100m', rows: 4, seq: 1024, moments: 'bf16', gib: 2.6 },
    { id: 'azllama-150m', rows: 4, seq: 1024, moments: 'bf16', gib: 3.1 },
    { id: 'azllama-150m', rows: 1, seq: 2048, moments: 'bf16', gib: 2.7 },
  ] as const)('$id, $rows × $seq, $moments moments, fits $gib GiB', ({ id, rows, seq, moments, gib }) => {
    const { plan, choice } = planWithin({ ...request(id, rows, seq), moments }, gib * GIB);
    expect(plan.totalBytes).toBeLessThanOrEqual(gib * GIB);
    expect(choice.moments).toBe(moments);
    const { train = [] } = plan.programs;
    const total = (kind: 'flops' | 'repeatedFlops') => train.reduce((sum, launch) => sum + launch[kind], 0);
    expect(total('repeatedFlops') / total('flops')).toBeLessThanOrEqual(0.08);
  });

  it('takes the first that fits, and says what was too large', () => {
    const wide = planWithin(request('az-100m', 1, 256), 8 * GIB);
    expect(wide.choice).toEqual({ moments: 'f32', recompute: false });
    expect(wide.tooLarge).toEqual([]);
    const tight = planWithin(request('az-100m', 1, 256), wide.plan.totalBytes - 1);
    expect(tight.choice).toEqual({ moments: 'f32', recompute: true });
    expect(tight.tooLarge).toEqual([{ moments: 'f32', recompute: false, totalBytes: wide.plan.totalBytes }]);
  });

  it('gives the smallest where none fits, and never changes a format that is given', () => {
    const none = planWithin(request('az-100m', 1, 256), 0);
    expect(none.choice).toEqual({ moments: 'int8', recompute: true });
    expect(none.tooLarge).toHaveLength(5);
    expect(planWithin({ ...request('az-100m', 1, 256), moments: 'f32' }, 0).choice.moments).toBe('f32');
    expect(planWithin({ ...request('az-100m', 1, 256), storage: 'f32' }, 0).choice.moments).toBe('f32');
  });
});
