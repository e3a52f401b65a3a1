import { describe, expect, it } from 'vitest';
import { assembleShader } from '../gpu/shaders.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { gemm } from '../ops/gemm.ts';
import { DIRECT, Graph, TILED } from '../ops/operator.ts';
import type { LoopSettings } from './loop-settings.ts';
import {
  fromVersion2,
  fromVersion3,
  fromVersion4,
  fromVersion5,
  fromVersion6,
  fromVersion7,
  fromVersion8,
  fromVersion9,
  newLoopState,
  resumeState,
} from './loop-state.ts';

const ADAPTER = { name: 'card', maxBindingBytes: 2 ** 27, features: [] };
/** As versions before 4 stored them. */
const EARLIER = {
  steps: 10,
  batch: 1,
  seq: 8,
  accumulate: 1,
  seed: 1,
  learningRate: 1e-3,
  minLearningRate: 0,
  warmupSteps: 0,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
  evalEvery: 0,
  sampleEvery: 0,
  saveEvery: 0,
};
const SETTINGS = { ...SIMPLE_RECIPE, ...EARLIER };
const fresh = newLoopState(SETTINGS, DIRECT, ADAPTER, { storage: 'packed', moments: 'int8', recompute: 'full' });

/** As version 9 stored it. */
const { decoding: _d, filling: _f, ...direct9 } = DIRECT;
const { decoding: _e, filling: _g, ...tiled9 } = TILED;
const version9 = { ...fresh, version: 9 as const, kernels: direct9 };

/** As version 2 stored it. */
const { rewarm: _, averagedFrom: __, trail: _t, recovery: _r, ...version4 } = { ...version9, version: 4 as const };
const { recompute: ___, kernelsVersion: ____, ...before3 } = version4;
const version2 = (kernels: 'direct' | 'tiled') => ({
  ...before3,
  settings: EARLIER,
  version: 2 as const,
  step: 7,
  kernels: { gemm: kernels, attention: kernels, reduction: kernels },
});

describe('a loop state of version 9', () => {
  it('summed every product whole, by tiles too', () => {
    expect(fromVersion9(version9)).toEqual(fresh);
    const { state } = resumeState({ ...version9, kernels: tiled9 }, ADAPTER);
    expect(state.kernels).toEqual({ ...TILED, filling: 1 });
  });
});

describe('a loop state of version 8', () => {
  it('learned rows that were cut out of the corpus anywhere, across documents', () => {
    const { packing, documentMask, ...settings } = fresh.settings;
    const version8 = { ...version9, version: 8 as const, settings };
    expect(fromVersion8(version8)).toEqual(version9);
    expect(resumeState(version8, ADAPTER).state.settings).toMatchObject({ packing: 'concat', documentMask: false });
    expect([packing, documentMask]).toEqual(['concat', false]);
  });
});

describe('a loop state of version 7', () => {
  it('was updated by AdamW', () => {
    const { optimizer, momentum, iterations, packing: _p, documentMask: _d, ...settings } = fresh.settings;
    const version7 = { ...version9, version: 7 as const, settings };
    expect(fromVersion8(fromVersion7(version7))).toEqual(version9);
    expect(resumeState(version7, ADAPTER).state.settings).toMatchObject({ optimizer: 'adamw' });
    expect([optimizer, momentum, iterations]).toEqual(['adamw', 0.9, 5]);
  });
});

describe('a loop state of version 3', () => {
  it.each([
    ['all', 'none'],
    ['selective', 'selective'],
    ['layer-inputs', 'full'],
  ] as const)('resumes with the same recomputation: %s is %s', (keep, recompute) => {
    const { recompute: _, ...rest } = version4;
    const version3 = { ...rest, version: 3, settings: EARLIER, keep, kernelsVersion: 1 } as const;
    expect(fromVersion8(fromVersion7(fromVersion6(fromVersion5(fromVersion4(fromVersion3(version3))))))).toEqual({
      ...version9,
      recompute,
      kernelsVersion: '1',
    });
    const { state, warning } = resumeState(version3, ADAPTER);
    expect(state).toEqual({ ...fresh, recompute });
    expect(warning?.code).toBe('kernels-changed');
  });
});

describe('a loop state of version 2', () => {
  it.each([
    ['direct', DIRECT],
    ['tiled', { ...TILED, filling: 1 }],
  ] as const)('resumes with the same kernels, keeping what fits wherever its plan did: %s', (name, kernels) => {
    const { state, warning } = resumeState(version2(name), ADAPTER);
    expect(state).toEqual({ ...fresh, step: 7, kernels, recompute: 'selective' });
    expect(warning?.code).toBe('kernels-changed');
  });

  it('keeps each kind of kernel to itself', () => {
    const mixed = { gemm: 'tiled', attention: 'direct', reduction: 'tiled' } as const;
    expect(fromVersion2({ ...version2('direct'), kernels: mixed }).kernels).toEqual({ ...tiled9, attention: 'direct' });
  });

  it('had a tile of 128×64 outputs', () => {
    const graph = new Graph('f32');
    const [out, a, b] = [graph.matrix('out', 300, 200), graph.matrix('a', 300, 8), graph.matrix('b', 200, 8)];
    const { kernels } = resumeState(version2('tiled'), ADAPTER).state;
    const context = { kernels, training: true, label: '' } as const;
    const launch = gemm(context, { form: 'NT', out, a, b, accumulate: false });
    expect(launch.constants).toMatchObject({ TILE_ROWS: 128, TILE_COLUMNS: 64 });
    expect(launch.workgroups).toEqual([3 * 4, 1, 1]);
    expect(assembleShader(launch)).toContain('alias Staged4 = vec4<f32>;');
  });
});

describe('newLoopState', () => {
  const stateWith = (change: Partial<LoopSettings>) =>
    newLoopState({ ...SETTINGS, ...change }, DIRECT, ADAPTER, { storage: 'f32', moments: 'f32', recompute: 'none' });

  it.each([
    ['steps', 0],
    ['warmupSteps', 1.5],
    ['learningRate', 0],
    ['weightDecay', -1],
    ['beta2', 1],
    ['holdShare', 1.1],
    ['clip', Number.NaN],
    ['momentum', 1],
    ['iterations', 0],
    ['iterations', 11],
  ] as const)('refuses a %s of %d', (name, value) => {
    expect(() => stateWith({ [name]: value })).toThrow(`The setting "${name}" should be`);
  });

  it('refuses negative multiples of a group', () => {
    const groups = { ...SIMPLE_RECIPE.groups, tables: { rate: 4, decay: -1 } };
    expect(() => stateWith({ groups })).toThrow('The setting "groups.tables.decay" should be 0 or more, but is -1.');
  });
});

describe('resumeState', () => {
  it('takes kernels for decoding that the adapter has, which changes nothing in training', () => {
    const state = { ...fresh, kernels: { ...TILED, decoding: 'subgroups' as const } };
    const without = resumeState(state, ADAPTER);
    expect(without).toMatchObject({ state: { kernels: TILED }, warning: null });
    const having = resumeState(state, { ...ADAPTER, features: ['subgroups'] });
    expect(having).toMatchObject({ state: { kernels: { decoding: 'subgroups' } }, warning: null });
  });

  it('gives back a state of this version', () => {
    const stored: unknown = JSON.parse(JSON.stringify(fresh));
    expect(resumeState(stored, ADAPTER)).toEqual({ state: fresh, warning: null });
  });

  it('resumes on another adapter with a warning', () => {
    const other = resumeState(fresh, { ...ADAPTER, name: 'another card', maxBindingBytes: 2 ** 26 });
    expect(other.warning?.code).toBe('adapter-changed');
    expect(other.state).toEqual({ ...fresh, adapter: 'another card', bindingBytes: 2 ** 26 });
  });

  it('resumes with kernels that round differently, and says so', () => {
    const older = resumeState({ ...fresh, kernelsVersion: '0f1e2d3c' }, ADAPTER);
    expect(older).toMatchObject({ state: fresh, warning: { code: 'kernels-changed' } });
    const unknown = { ...fresh.kernels, attention: 'from the future' };
    expect(() => resumeState({ ...fresh, kernels: unknown }, ADAPTER)).toThrow(/another version of Ocaq/);
  });

  it('refuses a version that it does not know', () => {
    expect(() => resumeState({ ...fresh, version: 99 }, ADAPTER)).toThrow(
      expect.objectContaining({ code: 'checkpoint-version', details: { version: '99', expected: 10 } }),
    );
    expect(() => resumeState({ ...fresh, version: 1 }, ADAPTER)).toThrow(/state version 1, here 10/);
  });
});
