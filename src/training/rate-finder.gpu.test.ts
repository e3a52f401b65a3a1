/** Short runs with several rates on one device: each begins as a run of its own would. */
import { expect, it } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { memoryStream, windowBatches } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { describeAdapter } from '../gpu/device.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { recipeFor } from '../model/recipe.ts';
import { DIRECT } from '../ops/operator.ts';
import type { LoopSettings } from './loop-settings.ts';
import { sweepRates } from './rate-finder.ts';
import { beginAnew, openSession, prepareSession, runSession, type Session } from './session.ts';

const SEQ = 16;
const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 24,
  max_position_embeddings: SEQ,
  tie_word_embeddings: true,
});
const recipe = recipeFor({ hiddenSize: 16, tied: true, parameters: 3000, tokensPerStep: 4 * SEQ, steps: 12 });
const settings: LoopSettings = {
  ...{ ...recipe, steps: 12, batch: 4, seq: SEQ, accumulate: 1, seed: 3 },
  ...{ evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
};
const random = new Random(4);
let token = 0;
const tokens = Uint32Array.from({ length: 2000 }, () => {
  token = random.next() < 0.8 ? (token * 3 + 1) % config.vocabSize : random.integer(config.vocabSize);
  return token;
});
const gpu = await openDawn(process.env.OCAQ_ADAPTER);
const start = { from: 'seed' } as const;

async function opened(moments: 'f32' | 'int8'): Promise<Session> {
  const prepared = await prepareSession({
    ...{ adapter: await describeAdapter(gpu), config, settings, generate: 0, storage: 'f32' as const, start },
    memory: { moments },
    kernels: async () => DIRECT,
    budgetBytes: Number.POSITIVE_INFINITY,
  });
  return openSession(gpu, prepared, windowBatches(memoryStream(tokens), { seq: SEQ, seed: 3 }));
}

async function losses(session: Session): Promise<number[]> {
  const seen: number[] = [];
  const nothing = () => Promise.resolve();
  const hooks = { evaluate: nothing, sample: nothing, save: nothing, request: () => 'continue' as const };
  await runSession(session, { ...hooks, onStep: ({ loss }) => seen.push(loss) });
  return seen;
}

it.each(['f32', 'int8'] as const)(
  'a trial after others is bitwise the run by itself, with moments in %s',
  async (moments) => {
    const session = await opened(moments);
    const first = await losses(session);
    await losses(await beginAnew(session, start, { ...settings, learningRate: 1 }));
    expect(await losses(await beginAnew(session, start, settings))).toEqual(first);
    session.model.destroy();
  },
);

it('the sweep tells of each trial, proposes one of the rates or one between, and ends when it is not wanted', async () => {
  const session = await opened('f32');
  const told: number[] = [];
  const around = settings.learningRate;
  const chosen = (learningRate: number) => ({ learningRate, groups: settings.groups });
  const options = { steps: 12, around, chosen, onStep: (done: number) => told.push(done) };
  const { trials, proposed } = await sweepRates(session, start, options);
  expect(trials).toHaveLength(6);
  expect(trials[3]).toMatchObject({ learningRate: around });
  expect(told.at(-1)).toBe(72);
  expect(proposed).toBeGreaterThan(around / 9);
  expect(trials[3]!.loss).toBeLessThan(trials[0]!.loss!);

  const controller = new AbortController();
  const aborted = sweepRates(session, start, {
    ...options,
    signal: controller.signal,
    onTrial: () => controller.abort(),
  });
  await expect(aborted).rejects.toThrow(/abort/);
  session.model.destroy();
});
