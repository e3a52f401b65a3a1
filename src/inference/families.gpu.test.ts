/**
 * Decoding with a KV cache against full passes: the logits of every position of a golden case, as PyTorch's full pass has them,
 * from a prompt in one chunk and then token by token. Windows are shorter than the sequences, so that keys drop out of sight.
 */
import { describe, expect, it } from 'vitest';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { planModel } from '../model/plans.ts';
import { difference } from '../testing/compare.ts';
import { GOLDEN_CASES, goldenCase } from '../testing/golden.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { loadParameters } from '../training/initialise.ts';
import { decode, prefill } from './generate.ts';

const gpu = await gpuForTests();
const half = gpu.adapter.features.includes('shader-f16') ? 'f16' : 'packed';

const PROMPT = 7;
/** As of a full pass: see testing/golden/README.md. */
const TOLERANCES: Readonly<Record<StorageType, number>> = { f32: 2e-4, f16: 3e-2, packed: 3e-2 };

describe.each(['f32', half] as const)('logits of decoding in %s', (storage) => {
  it.each(GOLDEN_CASES)('equal those of a full pass: %s', async (name) => {
    const { config, batch, weight, expected } = await goldenCase(name);
    const plan = planModel({
      config,
      kernels: DIRECT,
      storage,
      bindingBytes: 128 * 2 ** 20,
      batch: null,
      training: false,
      generate: batch.seq,
    });
    const model = await ModelOnDevice.on(gpu, plan);
    await loadParameters(model, weight);
    const reference = await expected('logits');
    const tokens = batch.tokens.subarray(0, batch.seq);
    for (let position = PROMPT - 1; position < batch.seq; position++) {
      const logits = await (position === PROMPT - 1
        ? prefill(model, tokens.subarray(0, PROMPT))
        : decode(model, tokens[position]!, position));
      const row = reference.subarray(position * config.vocabSize, (position + 1) * config.vocabSize);
      expect(difference(logits, row).absolute, `position ${position}`).toBeLessThanOrEqual(TOLERANCES[storage]);
    }
    model.executor.destroy();
  });
});
