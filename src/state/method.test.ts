import { describe, expect, it } from 'vitest';
import type { TuningPlan, TuningShape } from '../worker/api.ts';
import { openStudio, settings } from './fixtures.ts';
import { DEFAULT_LORA, isUsable, methodKind, methodKinds, methodOf, settingsBy, withTarget } from './method.ts';

const shape = {
  baseCheckpoint: 'c',
  seq: 8,
  batch: 1,
  accumulate: 1,
  packed: false,
  promptWeight: 0,
  embeddingDropout: 0,
  averageWeights: false,
};
const planOf = ({ method }: TuningShape): TuningPlan => ({
  totalBytes: method.kind === 'full' ? 9 : 4,
  fits: true,
  needs: { checkpointBytes: 1, checkpoints: 4, tokenBytes: 0, neededBytes: 4 },
  trained: 1,
  modules: ['q_proj', 'v_proj'],
});

describe('the method of tuning', () => {
  it('is what is chosen, whatever the other is set to', () => {
    expect(methodOf({ kind: 'full', lora: DEFAULT_LORA })).toEqual({ kind: 'full' });
    expect(methodOf({ kind: 'lora', lora: DEFAULT_LORA })).toEqual({ kind: 'lora', lora: DEFAULT_LORA });
    const quantised = { kind: 'lora', lora: DEFAULT_LORA, matrices: 'nf4' } as const;
    expect(methodOf({ kind: 'qlora-nf4', lora: DEFAULT_LORA })).toEqual(quantised);
    const kinds = methodKinds.map((kind) => methodKind(methodOf({ kind, lora: DEFAULT_LORA })));
    expect(kinds).toEqual(['full', 'lora', 'qlora-int8', 'qlora-nf4']);
  });

  it('takes layers in the order of the model, and is not usable without one', () => {
    const modules = ['q_proj', 'k_proj', 'v_proj'];
    const none = { ...DEFAULT_LORA, targets: [] };
    const last = withTarget(none, modules, 'v_proj', true);
    expect(withTarget(last, modules, 'q_proj', true).targets).toEqual(['q_proj', 'v_proj']);
    expect(withTarget(last, modules, 'v_proj', false)).toEqual(none);
    expect(isUsable({ kind: 'lora', lora: none })).toBe(false);
    expect(isUsable({ kind: 'full', lora: none })).toBe(true);
    expect(isUsable({ kind: 'lora', lora: DEFAULT_LORA })).toBe(true);
  });

  it('has its learning rate: ten times as high for adapters', () => {
    const full = { ...settings, learningRate: 3e-4, minLearningRate: 3e-5 };
    expect(settingsBy('full', full)).toEqual(full);
    for (const kind of ['lora', 'qlora-int8', 'qlora-nf4'] as const)
      expect(settingsBy(kind, full)).toEqual({ ...full, learningRate: 3e-3, minLearningRate: 3e-4 });
  });

  it('is planned for each kind, and for adapters only where there are some', async () => {
    const asked: TuningShape[] = [];
    const { methods } = await openStudio({
      planTuning: async (one) => {
        asked.push(one);
        return planOf(one);
      },
    });
    await methods.plan(shape, DEFAULT_LORA, 1);
    const kinds = ['full', 'lora', 'qlora-int8', 'qlora-nf4'];
    expect(asked.map(({ method }) => methodKind(method))).toEqual(kinds);
    expect(methods.store.getState().plans).toMatchObject({ full: { totalBytes: 9 }, lora: { totalBytes: 4 } });
    await methods.plan(shape, { ...DEFAULT_LORA, targets: [] }, 1);
    expect(asked).toHaveLength(5);
    expect(methods.store.getState().plans).toMatchObject({ full: { totalBytes: 9 }, lora: null, 'qlora-nf4': null });
  });
});
