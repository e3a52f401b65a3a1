import { describe, expect, it } from 'vitest';
import { DIRECT } from '../ops/operator.ts';
import { type LoopSettings, newLoopState, resumeState } from './loop-state.ts';

const adapter = { name: 'one', maxBindingBytes: 2 ** 27, features: [] };
const settings: LoopSettings = {
  ...{ steps: 2, batch: 1, seq: 8, accumulate: 1, seed: 1, evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
  ...{ learningRate: 1e-3, minLearningRate: 0, warmupSteps: 0, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 },
};
const formats = { storage: 'packed', moments: 'int8', keep: 'layer-inputs' } as const;
const state = newLoopState(settings, DIRECT, adapter, formats);
const stored = (change: object) => JSON.parse(JSON.stringify({ ...state, ...change })) as unknown;

describe('a stored state', () => {
  it('keeps formats and what its plan keeps', () => {
    expect(resumeState(stored({}), adapter)).toEqual({ state, warning: null });
  });

  it('of an earlier version, which did not say what its plan kept, goes on with what fits wherever it did', () => {
    expect(resumeState(stored({ keep: undefined }), adapter).state).toEqual({ ...state, keep: 'selective' });
  });

  it('goes on on another adapter with a warning, and not from another version', () => {
    const other = resumeState(stored({}), { ...adapter, name: 'two', maxBindingBytes: 2 ** 26 });
    expect(other.warning?.code).toBe('adapter-changed');
    expect(other.state).toEqual({ ...state, adapter: 'two', bindingBytes: 2 ** 26 });
    expect(() => resumeState(stored({ version: 1 }), adapter)).toThrow('another version');
  });
});
