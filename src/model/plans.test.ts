import { describe, expect, it } from 'vitest';
import { TILED } from '../ops/operator.ts';
import { planNeeds } from '../plan/step-plan.ts';
import { type PlanRequest, planModel } from './plans.ts';
import { PRESETS } from './presets.ts';

const { config: az100m } = PRESETS.find((preset) => preset.id === 'az-100m') as (typeof PRESETS)[number];
const PORTABLE = 128 * 2 ** 20;

const plan = (config: PlanRequest['config'], storage: PlanRequest['storage']) =>
  planModel({
    config,
    storage,
    kernels: TILED,
    bindingBytes: PORTABLE,
    batch: { rows: 1, seq: 256 },
    training: true,
    generate: 256,
    recompute: 'selective',
  });

describe('a vocabulary whose table no binding holds', () => {
  it.each([
    { vocabSize: 43_690, parts: 1 },
    { vocabSize: 43_691, parts: 2 },
    { vocabSize: 50_000, parts: 2 },
    { vocabSize: 65_537, parts: 2 },
    { vocabSize: 100_000, parts: 3 },
    { vocabSize: 128_000, parts: 3 },
  ])('$vocabSize × 768 lies in $parts parts, and every binding fits and is aligned', ({ vocabSize, parts }) => {
    for (const tied of [true, false])
      for (const storage of ['f32', 'packed'] as const) {
        const { layout, programs, ...rest } = plan({ ...az100m, vocabSize, tied }, storage);
        const needs = planNeeds({ ...rest, programs });
        expect(needs.bindingBytes).toBeLessThanOrEqual(PORTABLE);
        expect(needs.bufferBytes).toBeLessThanOrEqual(PORTABLE);
        for (const id of tied ? ['embed'] : ['embed', 'head']) expect(layout.parts.get(id)).toHaveLength(parts);
        const bindings = Object.values(programs).flatMap((launches) => launches.flatMap((launch) => launch.bindings));
        for (const { resource, offset } of bindings)
          expect(((rest.placements[resource]?.offset ?? 0) + offset) % 256).toBe(0);
      }
  });
});

describe('az-100m', () => {
  it('is not cut: each parameter lies in one piece, and the head and the embedding take one launch each', () => {
    const { layout, programs } = plan(az100m, 'packed');
    for (const [id, parts] of layout.parts) expect(parts).toEqual([id]);
    const shaders = (program: string, label: string) =>
      programs[program]?.filter((launch) => launch.label.startsWith(label)).map((launch) => launch.shader);
    expect(shaders('train', 'train embedding')).toEqual(['embedding_forward', 'embedding_backward']);
    expect(shaders('evaluate', 'evaluate.loss')).toEqual(['gemm_nt', 'cross_entropy_forward', 'loss_sum']);
    expect(shaders('decode', 'decode gemv')).toEqual(['gemv']);
  });
});
