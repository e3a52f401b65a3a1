/** The memory budget goes with every call that plans: what is shown is what is measured and run. */
import { expect, test, vi } from 'vitest';
import type { ModelChoice, OcaqApi, PlanReport, PresetRecord, SpeedReport } from '../worker/api.ts';
import { checkpoint, config, openStudio, run, settings } from './fixtures.ts';
import { measuredKey } from './model.ts';

const GIB = 2 ** 30;
const choice: ModelChoice = { preset: 'small', config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' };
const presets: PresetRecord[] = [{ id: 'small', choice, training: settings, isPublished: false }];
const speed: SpeedReport = { tokensPerSecond: 1, millisecondsPerStep: 1, measuredSteps: 1 };
const planModel: OcaqApi['planModel'] = async (_, budgetBytes) => ({ budgetBytes }) as PlanReport;

test('another budget brings another plan, and until it is there none is shown as current', async () => {
  const { model, preferences } = await openStudio({ presets: async () => presets, planModel });
  await model.load();
  await vi.waitFor(() => expect(model.store.getState().plan?.budgetBytes).toBe(3.25 * GIB));
  expect(model.store.getState().planned).toBe(model.store.getState().draft);
  preferences.setState({ budgetGiB: 1 });
  expect(model.store.getState().planned).toBeNull();
  await vi.waitFor(() => expect(model.store.getState().plan?.budgetBytes).toBe(GIB));
  expect(model.store.getState().planned).toBe(model.store.getState().draft);
});

test('a speed belongs to the budget that it was measured within, whatever is set meanwhile', async () => {
  const asked: number[] = [];
  const { model, preferences } = await openStudio({
    presets: async () => presets,
    planModel,
    measureSpeed: async (_job, _choice, budgetBytes) => {
      asked.push(budgetBytes);
      preferences.setState({ budgetGiB: 2 });
      return speed;
    },
  });
  await model.load();
  await model.measure();
  expect(asked).toEqual([3.25 * GIB]);
  expect(model.store.getState().speeds).toEqual({ [measuredKey(choice, 3.25)]: speed });
});

test('it goes with runs and conversations', async () => {
  const asked: Record<string, number> = {};
  const { training, instruct, chat, preferences } = await openStudio({
    startTraining: async (_project, _settings, budgetBytes) => {
      asked.train = budgetBytes;
      return run('r', 'running');
    },
    startInstruct: async (_project, _options, budgetBytes) => {
      asked.instruct = budgetBytes;
      return run('i', 'running');
    },
    resumeRun: async (id, budgetBytes) => {
      asked.resume = budgetBytes;
      return run(id, 'running');
    },
    chat: async ({ budgetBytes }) => {
      asked.chat = budgetBytes;
      return { text: '', tokens: 0, tokensPerSecond: 0, stopped: 'eos', written: [] };
    },
  });
  preferences.setState({ budgetGiB: 0.5 });
  await training.begin('a', settings);
  await training.resume('r');
  const options = {
    baseCheckpoint: 'c',
    sets: [{ set: 's', weight: 1 }],
    template: 'az' as const,
    seq: 8,
    tooLong: 'leave-out' as const,
    sampled: null,
    batch: 1,
    accumulate: 1,
    packed: false,
    promptWeight: 0,
    replayShare: 0,
    embeddingDropout: 0,
    method: { kind: 'full' as const },
  };
  await instruct.begin('a', { ...options, settings });
  await chat.send('Salam!', [checkpoint('c', 'pretrain', 1)]);
  expect(asked).toEqual({ train: GIB / 2, instruct: GIB / 2, resume: GIB / 2, chat: GIB / 2 });
});
