/** Whether a run in 16 bits begins on a card: not where its compiler takes every float for finite. */
import { expect, it } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { memoryStream, windowBatches } from '../data/batches.ts';
import { describeAdapter } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { DIRECT } from '../ops/operator.ts';
import { asCard, assumingFinite } from '../testing/faulty-gpu.ts';
import { goldenCase } from '../testing/golden.ts';
import { openSession, prepareSession } from './session.ts';

const card = asCard(await openDawn(process.env.OCAQ_ADAPTER));
const { config, settings } = await goldenCase('gqa-tied');

async function open(gpu: GPU, storage: StorageType): Promise<void> {
  const prepared = await prepareSession({
    ...{ adapter: await describeAdapter(gpu), config, settings, generate: 0, storage, start: { from: 'seed' } },
    kernels: async () => DIRECT,
    budgetBytes: Number.POSITIVE_INFINITY,
  });
  const tokens = memoryStream(new Uint32Array(1000));
  const { model } = await openSession(gpu, prepared, windowBatches(tokens, { seq: settings.seq, seed: 1 }));
  model.destroy();
}

it('a run in 16 bits begins on a card that notices what is not finite, and is refused on one that does not', async () => {
  await expect(open(card, 'packed')).resolves.toBeUndefined();
  await expect(open(assumingFinite(card), 'packed')).rejects.toMatchObject({
    code: 'overflow-unseen',
    details: { adapter: 'a card' },
  });
});

it('a run in 32 bits begins on either', async () => {
  await expect(open(assumingFinite(card), 'f32')).resolves.toBeUndefined();
});
