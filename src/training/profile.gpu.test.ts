/** A profile of a tiny model on a real device: complete, plausible, and without complaints of the device. */

import { expect, test } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { describeAdapter, type Precision, storageFor } from '../gpu/device.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { planModel } from '../model/plans.ts';
import { DIRECT } from '../ops/operator.ts';
import { profileStep } from './profile.ts';
import type { Pass } from './profile-rows.ts';

const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 128,
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 2,
  intermediate_size: 96,
  max_position_embeddings: 32,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const name = process.env.OCAQ_ADAPTER;
if (!name) throw new Error('OCAQ_ADAPTER is not set: run GPU tests through "npm run test:gpu"');
const dawn = await openDawn(name);
const adapter = await describeAdapter(dawn);

const planFor = (precision: Precision) =>
  planModel({
    config,
    kernels: DIRECT,
    bindingBytes: adapter.maxBindingBytes,
    storage: storageFor(precision, adapter),
    moments: precision === 'f16' ? 'int8' : 'f32',
    batch: { rows: 2, seq: 32 },
    training: true,
    generate: 16,
    recompute: precision === 'f16' ? 'selective' : 'none',
  });

test.each(['f32', 'f16'] as const)(
  'every launch is in it, with a time, and the parts make up the whole: %s',
  async (precision) => {
    const plan = planFor(precision);
    const seen = new Set<string>();
    const profile = await profileStep(dawn, plan, {
      rounds: 1,
      onProgress: (phase, done, total) => seen.add(`${phase} ${done === total}`),
    });
    const count = (...passes: Pass[]) =>
      profile.kinds.filter(({ pass }) => passes.includes(pass)).reduce((sum, kind) => sum + kind.count, 0);
    expect(count('forward')).toBe(plan.forwardEnds.train);
    expect(count('forward', 'backward')).toBe(plan.programs.train?.length);
    expect(count('update')).toBe(plan.programs.update?.length);
    for (const { kernel, milliseconds } of profile.kinds) {
      expect(milliseconds, kernel).toBeGreaterThan(0);
      expect(Number.isFinite(milliseconds), kernel).toBe(true);
    }
    // Both adapters have timestamps; a busy machine may make a few of them implausible.
    const byTimestamps = profile.kinds.filter(({ clock }) => clock === 'timestamps');
    expect(byTimestamps.length).toBeGreaterThan(profile.kinds.length / 2);
    const parts = profile.kinds
      .filter(({ pass }) => pass !== 'update')
      .reduce((sum, kind) => sum + kind.count * kind.milliseconds, 0);
    // Of the same unit: how much longer parts take one at a time hangs on what else the machine does.
    expect(parts).toBeGreaterThan(profile.microBatch / 1000);
    expect(parts).toBeLessThan(profile.microBatch * 1000);
    expect(profile.update).toBeGreaterThan(0);
    expect(profile.roof.flopsPerSecond).toBeGreaterThan(1e6);
    expect(profile.roof.bytesPerSecond).toBeGreaterThan(1e6);
    expect(seen).toEqual(new Set(['compiled false', 'compiled true', 'timed false', 'timed true']));
  },
);

test('it ends with the reason it is cancelled for', async () => {
  const controller = new AbortController();
  const cancelled = profileStep(dawn, planFor('f32'), {
    rounds: 1,
    onProgress: (phase) => phase === 'timed' && controller.abort(new Error('enough')),
    signal: controller.signal,
  });
  await expect(cancelled).rejects.toThrow('enough');
});
