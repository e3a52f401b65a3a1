/** The plan of a person's choice, as the page is told of it: here without an adapter, on what every adapter gives. */
import 'fake-indexeddb/auto';
import { describe, expect, it, test, vi } from 'vitest';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { planModel } from '../../model/plans.ts';
import { PRESETS } from '../../model/presets.ts';
import { TILED } from '../../ops/operator.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import type { ModelChoice, Precision, TrainingMethod } from '../api.ts';
import { Hub } from '../hub.ts';
import { recipeOf, settingsFor } from '../runs/proposal.ts';
import type { RunConfig } from '../stored.ts';
import { keepImport } from './kept-import.ts';
import { adapterBasis, planChoice, planTuning, trainingRequest } from './model.ts';

vi.stubGlobal('navigator', {});

const GIB = 2 ** 30;
/** The share of the newest weights in the mean, with its padding. */
const SHARE_BYTES = 16;
const [preset] = PRESETS;
if (!preset) throw new Error('there are no presets');
const { config, seq, batch, accumulate } = preset;

describe('what the mean of the weights takes besides', () => {
  it.each([
    { name: 'tied', precision: 'f32', budget: 4 * GIB, change: { tied: true } },
    { name: 'not tied', precision: 'f32', budget: 4 * GIB, change: { tied: false } },
    { name: 'in 16 bits', precision: 'f16', budget: 4 * GIB, change: {} },
    { name: 'one layer of odd sizes', precision: 'f16', budget: 4 * GIB, change: { layers: 1, vocabSize: 301 } },
    { name: 'in the smallest plan, beyond the budget', precision: 'f16', budget: 1, change: {} },
  ] as const)(
    'is the difference of the two plans, 4 bytes an element and the share of the newest: $name',
    async ({ precision, budget, change }) => {
      const choice: ModelChoice = {
        preset: null,
        config: { ...config, ...change },
        seq,
        batch,
        accumulate,
        precision,
      };
      const report = await planChoice(choice, budget);
      const basis = { kernels: TILED, ...(await adapterBasis(precision)) };
      const request = { ...trainingRequest(choice, basis), ...report.choice };
      const [without, withMean] = [false, true].map((mean) => planModel({ ...request, mean }));
      expect(report.totalBytes).toBe(without!.totalBytes);
      expect(report.meanBytes).toBe(withMean!.totalBytes - without!.totalBytes);
      const elements = without!.layout.arenas.reduce((sum, arena) => sum + arena.elements, 0);
      expect(report.meanBytes).toBe(4 * elements + SHARE_BYTES);
    },
  );
});

test('the same step in smaller batches is offered where layers would be recomputed, and only there', async () => {
  const { config, precision } = PRESETS.find(({ id }) => id === 'az-100m') as (typeof PRESETS)[number];
  const choice: ModelChoice = { preset: null, config, seq: 1024, batch: 4, accumulate: 2, precision };
  const wide = await planChoice(choice, 16 * GIB);
  expect(wide.smallerBatches).toBeNull();
  const tight = await planChoice(choice, 2.2 * GIB);
  expect(tight.choice.recompute).toBe('full');
  expect(tight.smallerBatches).toMatchObject({ batch: 2, accumulate: 4 });
  const { batch, accumulate } = tight.smallerBatches!;
  const taken = await planChoice({ ...choice, batch, accumulate }, 2.2 * GIB);
  expect(taken).toMatchObject({ fits: true, tokensPerStep: wide.tokensPerStep, smallerBatches: null });
  expect(taken.totalBytes).toBe(tight.smallerBatches!.totalBytes);
  expect(taken.choice.recompute).not.toBe('full');
});

test('a model of 1.1 billion weights, too large to be tuned in 32 bits, is tuned beside a quantised base', async () => {
  const database = await openDatabase('planning');
  const hub = new Hub(database, () => undefined);
  const { id: projectId } = await createProject(database, 'p');
  const tinyLlama = parseModelConfig({
    ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], vocab_size: 32_000, hidden_size: 2048 },
    ...{ num_hidden_layers: 22, num_attention_heads: 32, num_key_value_heads: 4, intermediate_size: 5632 },
    ...{ max_position_embeddings: 2048, rms_norm_eps: 1e-5, tie_word_embeddings: false },
  });
  const shape = { preset: null, config: tinyLlama, seq: 256, batch: 1, accumulate: 8, precision: 'f32' as const };
  const run: RunConfig = {
    ...{ objective: 'next-token', method: { kind: 'full' }, data: { kind: 'corpus' }, baseCheckpoint: null },
    ...{ choice: shape, settings: settingsFor(recipeOf(shape, 100, 0), 100), tokenizer: 't', tokenSet: '' },
  };
  const details = { parameters: 0, config: tinyLlama, template: null, heldOut: null, tokenizer: 't' };
  const none = (async function* () {})();
  const { id } = await keepImport(hub, projectId, 'tiny', run, details, none);
  const lora = { rank: 16, alpha: 32, dropout: 0, targets: 'all-linear', rsLora: false } as const;
  const planned = (method: TrainingMethod, precision: Precision) =>
    planTuning(
      hub,
      {
        baseCheckpoint: id,
        method,
        precision,
        seq: 512,
        batch: 1,
        accumulate: 2,
        ...{ packed: false, promptWeight: 0, embeddingDropout: 0, averageWeights: false },
      },
      DEFAULT_BUDGET_BYTES,
    );
  for (const method of [{ kind: 'full' }, { kind: 'lora', lora }] as const)
    expect(await planned(method, 'f32'), method.kind).toMatchObject({ fits: false });
  const nf4 = await planned({ kind: 'lora', lora, matrices: 'nf4' }, 'f16');
  expect(nf4).toMatchObject({ fits: true, trained: 12_615_680 });
  expect(nf4.totalBytes).toBeLessThan(2 * GIB);
});
