/** The coach's store: what a proposal belongs to, and what taking it chooses. */
import { expect, test } from 'vitest';
import type { Advice, ModelChoice, Proposal } from '../worker/api.ts';
import { adviceKey, coachTimes } from './coach.ts';
import { config, openStudio, snapshot } from './fixtures.ts';

const choice: ModelChoice = { preset: 'starter', config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' };
const proposal: Proposal = {
  ...choice,
  preset: null,
  steps: 123,
  parameters: 1,
  totalBytes: 1,
  memory: { moments: 'f32', recompute: 'none' },
  textTokens: 100,
  trainedTokens: 984,
  passes: 9.84,
  tokensPerSecond: 1,
  seconds: 500,
  sizeLimit: 'text',
  stepsLimit: 'time',
};

async function withCoach() {
  const asked: { seconds: number; chosen: ModelChoice[] } = { seconds: 0, chosen: [] };
  const stores = await openStudio({
    presets: async () => [],
    planModel: async () => {
      throw new Error('not planned here');
    },
    proposeModel: async (_project, _job, seconds) => {
      asked.seconds = seconds;
      return proposal;
    },
    chooseModel: async (id, model) => {
      asked.chosen.push(model);
      return { ...snapshot(id), model };
    },
  });
  stores.model.store.setState({ draft: choice });
  return { ...stores, asked };
}

test('a proposal is asked for with the time that was named, and taken with its steps', async () => {
  const { coach, studio, asked } = await withCoach();
  coach.setSeconds(coachTimes.night);
  await coach.propose();
  expect(asked.seconds).toBe(8 * 3600);
  expect(coach.store.getState()).toMatchObject({ proposal, asking: false, error: null });
  await coach.take();
  expect(asked.chosen).toEqual([{ ...choice, preset: null, steps: 123 }]);
  expect(studio.store.getState().snapshot?.model?.steps).toBe(123);
});

test('another time, memory budget, project or text has no proposal yet', async () => {
  const { coach, preferences, studio } = await withCoach();
  const changes = [
    () => coach.setSeconds(coachTimes.minutes),
    () => preferences.setState({ budgetGiB: 2 }),
    () => studio.openProject('b'),
    () => studio.takeSnapshot({ ...snapshot('b'), corpus: { ...snapshot('b').corpus, bytes: 1 } }),
  ];
  for (const change of changes) {
    await coach.propose();
    expect(coach.store.getState().proposal).not.toBeNull();
    await change();
    expect(coach.store.getState().proposal).toBeNull();
  }
});

test('a proposal that comes too late for another time is not shown', async () => {
  const { coach } = await withCoach();
  const proposing = coach.propose();
  coach.setSeconds(coachTimes.weekend);
  await proposing;
  expect(coach.store.getState()).toMatchObject({ proposal: null, asking: false });
});

test('a change of the draft drops the steps that were proposed for it', async () => {
  const { coach, model } = await withCoach();
  await coach.propose();
  await coach.take();
  expect(model.store.getState().draft?.steps).toBe(123);
  model.change({ batch: 2 });
  expect(model.store.getState().draft).not.toHaveProperty('steps');
});

test('advice belongs to a choice with its steps, and the newest call wins', async () => {
  const advice = (parameters: number): Advice => ({
    parameters,
    totalBytes: 1,
    fitsMemory: true,
    text: null,
    time: null,
  });
  let calls = 0;
  const { coach } = await openStudio({
    advise: async (_project, choices) => {
      const mine = ++calls;
      await new Promise((resolve) => setTimeout(resolve, mine === 1 ? 20 : 0));
      return choices.map(() => advice(mine));
    },
  });
  const [short, long] = [10, 20].map((steps) => ({ choice, steps }));
  await Promise.all([coach.advise([short!]), coach.advise([short!, long!])]);
  expect(coach.store.getState().advice).toEqual({ [adviceKey(short!)]: advice(2), [adviceKey(long!)]: advice(2) });
});
