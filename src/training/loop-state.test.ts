import { describe, expect, it } from 'vitest';
import { assembleShader } from '../gpu/shaders.ts';
import { gemm } from '../ops/gemm.ts';
import { DIRECT, Graph, TILED } from '../ops/operator.ts';
import { fromVersion2, type LoopSettings, newLoopState, resumeState } from './loop-state.ts';

const adapter = { name: 'one', maxBindingBytes: 2 ** 27, features: [] };
const settings: LoopSettings = {
  ...{ steps: 2, batch: 1, seq: 8, accumulate: 1, seed: 1, evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
  ...{ learningRate: 1e-3, minLearningRate: 0, warmupSteps: 0, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 },
};
const formats = { storage: 'packed', moments: 'int8', keep: 'layer-inputs' } as const;
const state = newLoopState(settings, DIRECT, adapter, formats);
const stored = (change: object) => JSON.parse(JSON.stringify({ ...state, ...change })) as unknown;

describe('a stored state', () => {
  it('keeps formats, kernels and what its plan keeps', () => {
    expect(resumeState(stored({}), adapter)).toEqual({ state, warning: null });
  });

  it('goes on on another adapter with a warning, and not from a version that is not known', () => {
    const other = resumeState(stored({}), { ...adapter, name: 'two', maxBindingBytes: 2 ** 26 });
    expect(other.warning?.code).toBe('adapter-changed');
    expect(other.state).toEqual({ ...state, adapter: 'two', bindingBytes: 2 ** 26 });
    expect(() => resumeState(stored({ version: 1 }), adapter)).toThrow('another version');
    expect(() => resumeState(stored({ version: 99 }), adapter)).toThrow(/state version 99, here 3/);
  });
});

describe('a stored state of version 2', () => {
  const version2 = (kernels: 'direct' | 'tiled') => ({
    ...state,
    version: 2 as const,
    kernels: { gemm: kernels, attention: kernels, reduction: kernels },
  });

  it.each([
    ['direct', DIRECT],
    ['tiled', TILED],
  ] as const)('goes on with the same kernels: %s', (name, kernels) => {
    expect(resumeState(stored(version2(name)), adapter)).toEqual({ state: { ...state, kernels }, warning: null });
  });

  it('keeps each kind of kernel to itself', () => {
    const mixed = { gemm: 'tiled', attention: 'direct', reduction: 'tiled' } as const;
    expect(fromVersion2({ ...version2('direct'), kernels: mixed }).kernels).toEqual({ ...TILED, attention: 'direct' });
  });

  it('had a tile of 128×64 outputs, staged as f32', () => {
    const graph = new Graph('f32');
    const [out, a, b] = [graph.matrix('out', 300, 200), graph.matrix('a', 300, 8), graph.matrix('b', 200, 8)];
    const { kernels } = fromVersion2(version2('tiled'));
    const context = { storage: 'f32', kernels, training: true, label: '' } as const;
    const launch = gemm(context, { form: 'NT', out, a, b, accumulate: false });
    expect(launch.constants).toEqual({ TILE_ROWS: 128, TILE_COLUMNS: 64 });
    expect(launch.workgroups).toEqual([3 * 4, 1, 1]);
    expect(assembleShader(launch)).toContain('alias Staged4 = vec4<f32>;');
  });

  it('that does not say what its plan kept goes on with what fits wherever it did', () => {
    const { keep: _, ...early } = version2('direct');
    expect(resumeState(stored({ ...early, keep: undefined }), adapter).state).toEqual({ ...state, keep: 'selective' });
  });
});
