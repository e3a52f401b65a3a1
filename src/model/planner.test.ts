import { describe, expect, it } from 'vitest';
import { TILED } from '../ops/operator.ts';
import { repeatedShares, trainingFlopsPerToken } from './cost.ts';
import { batchShapeWithin, beyondBudget, ofOneMicroBatch, planStepWithin, planWithin, runnerUp } from './planner.ts';
import { momentBytes, type PlanRequest, planModel } from './plans.ts';
import { PRESETS } from './presets.ts';
import { trainingTraffic } from './traffic.ts';

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

  it.each([
    { id: 'az-100m', rows: 1, seq: 1024 },
    { id: 'az-100m', rows: 4, seq: 1024 },
    { id: 'azllama-150m', rows: 4, seq: 1024 },
    { id: 'azllama-150m', rows: 1, seq: 2048 },
  ])('$id, $rows × $seq: launches are few, and bind at most half more than they must', ({ id, rows, seq }) => {
    for (const recompute of ['none', 'selective'] as const) {
      const plan = planModel({ ...request(id, rows, seq), moments: 'bf16', recompute });
      const { bound, reference } = trainingTraffic(plan);
      expect(bound / reference).toBeLessThanOrEqual(1.5);
      expect(plan.programs.train!.length / plan.config.layers).toBeLessThanOrEqual(32);
    }
  });

  it('takes the first that fits, and says what was too large', () => {
    const wide = planWithin(request('az-100m', 1, 256), 8 * GIB);
    expect(wide.choice).toEqual({ moments: 'f32', recompute: 'none' });
    expect(wide.tooLarge).toEqual([]);
    const tight = planWithin(request('az-100m', 1, 256), wide.plan.totalBytes - 1);
    expect(tight.choice).toEqual({ moments: 'f32', recompute: 'selective' });
    expect(tight.tooLarge).toEqual([{ moments: 'f32', recompute: 'none', totalBytes: wide.plan.totalBytes }]);
  });

  it('gives the smallest where none fits, and never changes a format that is given', () => {
    const none = planWithin(request('az-100m', 1, 256), 0);
    expect(none).toMatchObject({ choice: { moments: 'int8', recompute: 'full' }, fits: false, after: [] });
    expect(none.tooLarge).toHaveLength(6);
    const ofF32 = { moments: 'f32', recompute: 'full' };
    expect(planWithin({ ...request('az-100m', 1, 256), moments: 'f32' }, 0).choice).toEqual(ofF32);
    expect(planWithin({ ...request('az-100m', 1, 256), storage: 'f32' }, 0).choice).toEqual(ofF32);
  });

  it('keeps no more than a run has kept so far', () => {
    const run = { ...request('az-100m', 1, 256), moments: 'bf16', recompute: 'selective' } as const;
    const { choice, after } = planWithin(run, 8 * GIB);
    expect([choice, ...after]).toEqual([
      { moments: 'bf16', recompute: 'selective' },
      { moments: 'bf16', recompute: 'full' },
    ]);
  });
});

describe('planStepWithin', () => {
  const asked = { ...request('az-100m', 4, 1024), moments: 'bf16', accumulates: false } as const;
  const bytes = (rows: number, recompute: 'none' | 'selective' | 'full', accumulates = true) =>
    planModel({ ...asked, batch: { rows, seq: 1024 }, recompute, accumulates }).totalBytes;
  const dealt = (given: Parameters<typeof planStepWithin>[0], accumulate: number, budget: number) => {
    const { request: chosen, accumulate: batches, fitted } = planStepWithin(given, accumulate, budget);
    expect(chosen.batch.rows * batches).toBe(given.batch.rows * accumulate);
    expect(fitted.plan.totalBytes <= budget).toBe(fitted.fits);
    return [batches, chosen.batch.rows, fitted.choice.recompute];
  };

  it('keeps the micro-batch that is given where it fits without recomputing layers', () => {
    expect(dealt(asked, 1, bytes(4, 'selective', false))).toEqual([1, 4, 'selective']);
  });

  it('else takes the largest that divides the step and does', () => {
    expect(dealt(asked, 1, bytes(4, 'selective', false) - 1)).toEqual([2, 2, 'none']);
    const several = { ...asked, accumulates: true };
    expect(dealt(several, 3, bytes(4, 'selective') - 1)).toEqual([4, 3, 'none']);
    expect(dealt(several, 3, bytes(3, 'selective') - 1)).toEqual([6, 2, 'none']);
  });

  it('recomputes layers where smaller ones would keep a card less busy, or where that is asked for', () => {
    const short = { ...asked, batch: { rows: 4, seq: 256 } };
    const selective = planModel({ ...short, recompute: 'selective' }).totalBytes;
    expect(dealt(short, 1, selective - 1)).toEqual([1, 4, 'full']);
    expect(dealt({ ...asked, recompute: 'full' }, 1, bytes(4, 'full', false))).toEqual([1, 4, 'full']);
  });

  it('takes what fits at all, and else gives the smallest plan of what was asked for', () => {
    const short = { ...asked, batch: { rows: 4, seq: 256 }, accumulates: true };
    const least = (rows: number) => planModel({ ...short, batch: { rows, seq: 256 }, recompute: 'full' }).totalBytes;
    expect(dealt(short, 2, least(4) - 1)).toEqual([4, 2, 'full']);
    expect(dealt(short, 2, 0)).toEqual([2, 4, 'full']);
  });
});

describe('runnerUp', () => {
  it('is the next that fits too', () => {
    const asked = request('az-100m', 1, 256);
    const selective = planModel({ ...asked, recompute: 'selective' }).totalBytes;
    const wide = planWithin(asked, 8 * GIB);
    const next = { moments: 'f32', recompute: 'selective', totalBytes: selective };
    expect(runnerUp(asked, wide, 8 * GIB)).toEqual(next);
    const last = planWithin(asked, 0);
    expect(runnerUp(asked, last, 0)).toBeNull();
  });
});

describe('formats of moments', () => {
  const formats = (id: string, change: Pick<PlanRequest, 'muon' | 'moments'>) => {
    const { choice, after } = planWithin({ ...request(id, 1, 256), ...change }, 64 * GIB);
    return [...new Set([choice, ...after].map(({ moments }) => moments))];
  };
  const muon = { momentum: 0.9, iterations: 5 };

  it.each(['az-100m', 'az-night', 'azllama-150m'])('take fewer bytes each, %s', (id) => {
    for (const optimizer of [{}, { muon }]) {
      const offered = formats(id, optimizer);
      const bytes = offered.map((moments) => momentBytes({ ...request(id, 1, 256), ...optimizer }, moments));
      expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
      const { bytes: planned } = planModel({ ...request(id, 1, 256), ...optimizer, moments: offered.at(-1) });
      expect(bytes.at(-1)).toBe(planned.optimizer);
    }
  });

  it('are not held in 8 bits where that takes more than bf16: by Muon, with a large table', () => {
    expect(formats('az-100m', {})).toEqual(['f32', 'bf16', 'int8']);
    expect(formats('az-100m', { muon })).toEqual(['f32', 'bf16']);
    const fitted = planWithin({ ...request('az-100m', 1, 256), muon }, 0);
    expect(fitted.choice).toEqual({ moments: 'bf16', recompute: 'full' });
  });

  it('are those that a run began with, whatever they take', () => {
    expect(formats('az-100m', { muon, moments: 'int8' })).toEqual(['int8']);
  });
});

describe('steps of one micro-batch', () => {
  const asked = request('az-100m', 4, 1024);
  const alone = (choice: Partial<PlanRequest>) => planModel({ ...asked, ...choice, accumulates: false }).totalBytes;

  it('are offered where the budget asks for more of steps of several', () => {
    const budget = alone({ moments: 'f32', recompute: 'none' });
    const fitted = planWithin(asked, budget);
    expect(fitted.tooLarge).not.toHaveLength(0);
    const single = { moments: 'f32', recompute: 'none', totalBytes: budget };
    expect(ofOneMicroBatch(asked, fitted, budget)).toEqual(single);
  });

  it('are offered where nothing else fits', () => {
    const budget = alone({ moments: 'int8', recompute: 'full' });
    const fitted = planWithin(asked, budget);
    expect(fitted.fits).toBe(false);
    expect(ofOneMicroBatch(asked, fitted, budget)).toEqual({ moments: 'int8', recompute: 'full', totalBytes: budget });
    const { message } = beyondBudget(asked, fitted, budget);
    expect(message).toContain('Steps of one micro-batch would fit');
  });

  it('are not where nothing is gained, or where a step has one already', () => {
    expect(ofOneMicroBatch(asked, planWithin(asked, 8 * GIB), 8 * GIB)).toBeNull();
    expect(ofOneMicroBatch(asked, planWithin(asked, 0), 0)).toBeNull();
    const single = { ...asked, accumulates: false };
    const budget = alone({ moments: 'bf16', recompute: 'none' });
    expect(ofOneMicroBatch(single, planWithin(single, budget), budget)).toBeNull();
  });
});

describe('where nothing fits', () => {
  const asked = request('az-100m', 8, 1024);
  const least = (rows: number, seq: number) =>
    planModel({ ...asked, batch: { rows, seq }, moments: 'int8', recompute: 'full' }).totalBytes;

  it('as many rows as fit are found', () => {
    const budget = least(5, 1024) + 1;
    expect(batchShapeWithin(asked, budget)).toEqual({ rows: 5, seq: 1024, totalBytes: least(5, 1024) });
    expect(beyondBudget(asked, planWithin(asked, budget), budget)).toMatchObject({
      code: 'beyond-budget',
      message: expect.stringContaining('5 rows of 1024 tokens would fit'),
      details: { budget, needed: least(8, 1024), rows: 8, seq: 1024, fitRows: 5, fitSeq: 1024 },
    });
  });

  it('else one row, halved until it fits', () => {
    const budget = least(1, 256);
    expect(batchShapeWithin(asked, budget)).toEqual({ rows: 1, seq: 256, totalBytes: budget });
  });

  it('else the model itself is too large, and that is said', () => {
    expect(batchShapeWithin(asked, GIB / 2)).toBeNull();
    const { message, details } = beyondBudget(asked, planWithin(asked, GIB / 2), GIB / 2);
    expect(message).toContain('choose a smaller model');
    expect(details).not.toHaveProperty('fitRows');
  });
});

describe('layer inputs', () => {
  it.each([
    ['az-100m', 4, 1024],
    ['azllama-150m', 4, 1024],
    ['azllama-150m', 1, 2048],
  ] as const)('%s, %i × %i: less memory, for a fifth to three tenths more operations', (id, rows, seq) => {
    const asked = { ...request(id, rows, seq), moments: 'int8' } as const;
    const [selective, layers] = (['selective', 'full'] as const).map((recompute) => planModel({ ...asked, recompute }));
    expect(layers!.bytes.activations).toBeLessThan(0.5 * selective!.bytes.activations);
    expect(layers!.totalBytes).toBeLessThan(selective!.totalBytes);
    const conventional = rows * seq * trainingFlopsPerToken(asked.config, seq);
    const { outsideAttention, attention } = repeatedShares(layers!.programs.train ?? [], conventional);
    expect(outsideAttention).toBeGreaterThan(0.1);
    expect(outsideAttention).toBeLessThan(0.3);
    expect(attention).toBeGreaterThan(0);
    expect(repeatedShares(selective!.programs.train ?? [], conventional).attention).toBe(0);
  });
});
