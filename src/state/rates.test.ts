import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { ModelChoice, OcaqApi, RateSweep } from '../worker/api.ts';
import { config, openStudio, settings } from './fixtures.ts';
import { choiceKey } from './model.ts';

const choice: ModelChoice = { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' };
const sweep: RateSweep = { trials: [{ learningRate: 2e-3, loss: 4 }], proposed: 2e-3, isAtEdge: true };

async function opened(findRate: OcaqApi['findRate']) {
  const stores = await openStudio({ findRate });
  stores.training.setSettings(settings);
  return stores;
}

test('rates are tried around that of the settings, and the proposed one is taken into them', async () => {
  const { rates, training, jobs } = await opened(async (_project, jobId, tried) => {
    expect(tried).toEqual(settings);
    expect(jobs.store.getState().jobs[jobId]?.kind).toBe('rates');
    return sweep;
  });
  const found = rates.find(choice);
  expect(rates.store.getState().trying).toBe(true);
  await found;
  expect(rates.store.getState()).toEqual({ found: { model: choiceKey(choice), sweep }, trying: false, error: null });
  rates.take(2e-3);
  expect(training.store.getState().settings).toEqual({ ...settings, learningRate: 2e-3 });
});

test.each([
  ['cancelled', null],
  ['gpu-out-of-memory', 'gpu-out-of-memory'],
] as const)('one that ends by %s leaves what was found before', async (code, shown) => {
  let attempts = 0;
  const { rates } = await opened(async () => {
    if (++attempts === 2) throw new OcaqError(code, 'It ended.');
    return sweep;
  });
  await rates.find(choice);
  await rates.find(choice);
  const { found, trying, error } = rates.store.getState();
  expect([found?.sweep, trying, error?.code ?? null]).toEqual([sweep, false, shown]);
});
