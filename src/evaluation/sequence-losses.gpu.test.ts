/** Log-likelihoods of sequences: against PyTorch's logits, against the loss of a batch, and whatever lies beside them in a batch. */
import { afterAll, describe, expect, it } from 'vitest';
import { emptyBatch, IGNORE } from '../data/batches.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import { FAMILY_CASES, type GOLDEN_CASES, goldenCase } from '../testing/golden.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, TILED } from '../testing/operator-check.ts';
import { loadParameters } from '../training/initialise.ts';
import { evaluate } from './evaluate.ts';
import { type Sequence, sequenceLosses } from './sequence-losses.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

type Case = (typeof GOLDEN_CASES)[number];

async function open(name: Case, batch: { rows: number; seq: number }, more: Partial<PlanRequest> = {}) {
  const { config, weight } = await goldenCase(name);
  const plan = planModel({
    config,
    kernels: DIRECT,
    storage: 'f32',
    bindingBytes: 128 * 2 ** 20,
    batch,
    training: false,
    generate: 0,
    ...more,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  await loadParameters(model, weight);
  return model;
}

/** The rows of the case's batch as sequences, with the target of the last position at their end; each is predicted from another place on. */
async function sequencesOf(name: Case): Promise<Sequence[]> {
  const { batch } = await goldenCase(name);
  return Array.from({ length: batch.rows }, (_, row) => {
    const tokens = batch.tokens.subarray(row * batch.seq, (row + 1) * batch.seq);
    return { ids: [...tokens, row + 3], from: 1 + 2 * row };
  });
}

/** −log softmax(logits)[target], in float64. */
function nats(logits: Float32Array, target: number): number {
  const largest = Math.max(...logits);
  return Math.log(logits.reduce((sum, x) => sum + Math.exp(x - largest), 0)) + largest - (logits[target] as number);
}

describe('the log-likelihood of a sequence', () => {
  it.each(FAMILY_CASES)('is the sum over its tokens of what logits of PyTorch give: %s', async (name) => {
    const { batch, config, expected } = await goldenCase(name);
    const sequences = await sequencesOf(name);
    const logits = await expected('logits');
    const model = await open(name, batch);
    const losses = await sequenceLosses(model, sequences);
    for (const [row, { ids, from }] of sequences.entries()) {
      let sum = 0;
      for (let at = from - 1; at < batch.seq; at++) {
        const start = (row * batch.seq + at) * config.vocabSize;
        sum += nats(logits.subarray(start, start + config.vocabSize), ids[at + 1] as number);
      }
      expect(losses[row]).toBeGreaterThan(0);
      expect(Math.abs((losses[row] as number) - sum)).toBeLessThan(2e-4 * (batch.seq - from + 1));
    }
    expect(model.executor.createdBytes).toBe(model.plan.totalBytes);
    model.executor.destroy();
  });

  it('sums up to the mean loss of the batch times its tokens', async () => {
    const { batch } = await goldenCase('gqa-tied');
    const sequences = await sequencesOf('gqa-tied');
    const model = await open('gqa-tied', batch);
    const losses = await sequenceLosses(model, sequences);
    const { rows, seq } = batch;
    const whole = { ...emptyBatch(rows, seq), tokens: batch.tokens };
    for (const [row, { ids, from }] of sequences.entries())
      for (let at = from - 1; at < seq; at++) whole.targets[row * seq + at] = ids[at + 1] as number;
    whole.counted = whole.targets.filter((target) => target !== IGNORE).length;
    const { loss, tokens } = await evaluate(model, [whole], { bytes: 1 });
    const sum = losses.reduce((total, one) => total + one, 0);
    expect(sum / (loss * tokens)).toBeCloseTo(1, 6);
    model.executor.destroy();
  });

  it.each([
    ['direct', DIRECT],
    ['tiled', TILED],
  ])('changes by no bit with the batch, the padding and the order: %s kernels', async (_, kernels) => {
    const { batch } = await goldenCase('gqa-tied');
    const sequences = await sequencesOf('gqa-tied');
    const shorter = sequences.map(({ ids }, row) => ({ ids: Array.from(ids).slice(0, 4 + row), from: 2 }));
    const all = [...sequences, ...shorter];
    const scored = async (rows: number, seq: number, some: readonly Sequence[]) => {
      const model = await open('gqa-tied', { rows, seq }, { kernels });
      const losses = await sequenceLosses(model, some);
      model.executor.destroy();
      return [...losses];
    };
    const alone = await scored(1, batch.seq, all);
    expect(new Set(alone).size).toBe(all.length);
    expect(await scored(all.length + 2, batch.seq, all.toReversed())).toEqual(alone.toReversed());
    expect(await scored(3, batch.seq + 5, all)).toEqual(alone);
  });

  it.each([
    ['direct', DIRECT],
    ['tiled', TILED],
  ])('changes by no bit in the shorter rows that hold it: %s kernels', async (_, kernels) => {
    const { batch } = await goldenCase('gqa-tied');
    const longest = await sequencesOf('gqa-tied');
    const all = [2, 3, 4, 5, 6, 8].flatMap((length) =>
      longest.map(({ ids }) => ({ ids: Array.from(ids).slice(0, Math.min(length, batch.seq)), from: 1 })),
    );
    const scored = async (more: Partial<PlanRequest>) => {
      const model = await open('gqa-tied', { rows: 3, seq: 8 }, { kernels, ...more });
      const losses = await sequenceLosses(model, all);
      expect(model.executor.createdBytes).toBe(model.plan.totalBytes);
      // Its own rows are whole again.
      const again = await sequenceLosses(model, all.slice(-1));
      model.executor.destroy();
      return [...losses, ...again];
    };
    const losses = await scored({});
    expect(new Set(losses).size).toBeGreaterThan(longest.length);
    expect(await scored({ shorterRows: [4, 2] })).toEqual(losses);
  });

  it('is 0 where nothing is predicted, and of no sequence there is none', async () => {
    const model = await open('gqa-tied', { rows: 2, seq: 4 });
    expect([...(await sequenceLosses(model, [{ ids: [1], from: 1 }]))]).toEqual([0]);
    expect(await sequenceLosses(model, [])).toHaveLength(0);
    await expect(sequenceLosses(model, [{ ids: [1, 2, 3, 4, 5, 6], from: 1 }])).rejects.toThrow('fits no row');
    model.executor.destroy();
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const model = await open('gqa-tied', { rows: 2, seq: 4 });
    const sequences = Array.from({ length: 5 }, (_, i) => ({ ids: [i, 1, 2], from: 1 }));
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number) => {
      seen.push(done);
      if (done === 4) stop.abort();
    };
    await expect(sequenceLosses(model, sequences, { signal: stop.signal, onProgress })).rejects.toThrow('abort');
    expect(seen).toEqual([2, 4]);
    model.executor.destroy();
  });

  it('is refused of weights that are no numbers', async () => {
    const { weight } = await goldenCase('gqa-tied');
    const model = await open('gqa-tied', { rows: 1, seq: 4 });
    await loadParameters(model, async (name) => (await weight(name)).fill(Number.NaN));
    await expect(sequenceLosses(model, [{ ids: [1, 2], from: 1 }])).rejects.toMatchObject({
      code: 'logits-not-finite',
    });
    model.executor.destroy();
  });
});
