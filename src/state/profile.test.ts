import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { ModelChoice, OcaqApi, PresetRecord, ProfileReport } from '../worker/api.ts';
import { config, openStudio, settings } from './fixtures.ts';
import { measuredKey } from './model.ts';

const choice: ModelChoice = { preset: 'small', config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' };
const presets: PresetRecord[] = [{ id: 'small', choice, training: settings, isPublished: false }];
const report: ProfileReport = {
  rows: [],
  partsMilliseconds: 1,
  stepMilliseconds: 2,
  predictedMilliseconds: 1,
  roof: { flopsPerSecond: 1, bytesPerSecond: 1 },
};

async function drafted(profileModel: OcaqApi['profileModel']) {
  const stores = await openStudio({ presets: async () => presets, profileModel });
  await stores.model.load();
  return stores;
}

test('a profile belongs to the choice it was measured for, whatever is drafted meanwhile', async () => {
  let asked: ModelChoice | null = null;
  const { profile, model, jobs } = await drafted(async (jobId, draft) => {
    asked = draft;
    expect(jobs.store.getState().jobs[jobId]?.kind).toBe('profile');
    model.change({ batch: 2 });
    return report;
  });
  const measured = profile.measure();
  expect(profile.store.getState().measuring).toBe(true);
  await measured;
  expect(asked).toEqual(choice);
  expect(profile.store.getState()).toEqual({
    reports: { [measuredKey(choice, 3.25)]: report },
    measuring: false,
    error: null,
  });
  expect(jobs.store.getState().jobs).toEqual({});
});

test('an error is kept until the next attempt, which may succeed', async () => {
  let attempts = 0;
  const { profile } = await drafted(async () => {
    if (++attempts === 1) throw new OcaqError('gpu-out-of-memory', 'Too large.');
    return report;
  });
  await profile.measure();
  expect(profile.store.getState()).toMatchObject({
    measuring: false,
    reports: {},
    error: { code: 'gpu-out-of-memory' },
  });
  await profile.measure();
  expect(profile.store.getState().error).toBeNull();
});

test('a cancelled profile is no error', async () => {
  const { profile } = await drafted(async () => {
    throw new OcaqError('cancelled', 'It was cancelled; nothing was changed.');
  });
  await profile.measure();
  expect(profile.store.getState()).toEqual({ reports: {}, measuring: false, error: null });
});

test('without a draft there is nothing to measure', async () => {
  const { profile } = await openStudio();
  await profile.measure();
  expect(profile.store.getState()).toEqual({ reports: {}, measuring: false, error: null });
});
