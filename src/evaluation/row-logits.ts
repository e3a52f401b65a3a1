/** Logits of a short row of tokens, by which two forms of one model are told apart: adapters beside a base, and merged into it. */
import { emptyBatch } from '../data/batches.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { writeBatch } from '../engine/write-batch.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import type { PlanRequest } from '../model/plans.ts';

const ROW_TOKENS = 16;

/** What is asked of the plan of a model whose logits are wanted. */
export const rowPlan = ({ contextLength }: ModelConfig) =>
  ({
    batch: { rows: 1, seq: Math.min(ROW_TOKENS, contextLength) },
    training: false,
    generate: 0,
    logits: true,
  }) satisfies Partial<PlanRequest>;

/** [tokens, vocabulary], of tokens from all over the vocabulary. CPU–GPU synchronisation. @param model of a `rowPlan` */
export async function rowLogits(model: ModelOnDevice): Promise<Float32Array> {
  const { vocabSize } = model.config;
  const seq = model.plan.batch?.seq ?? 0;
  const tokens = Int32Array.from({ length: seq }, (_, i) => Math.floor((i * vocabSize) / seq));
  writeBatch(model, { ...emptyBatch(1, seq), tokens });
  model.executor.submit([{ run: 'logits' }]);
  return model.readLogits('logits', seq);
}

/** NaN where one is not a number. */
export const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);
