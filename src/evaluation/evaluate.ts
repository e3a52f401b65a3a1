/**
 * Held-out evaluation, the one function that studio and CLI share. Rule: documents are joined as in training (tokens of
 * each, then EOS); windows of `seq` inputs follow each other without overlap (stride = seq), each predicting the next
 * token at every position; the rest of the last window is masked. Every token but the first is predicted exactly once.
 *   perplexity = exp(Σ nll / counted);  bits per byte = Σ nll / ln 2 / UTF-8 bytes of the documents (EOS is no byte).
 */
import type { Batch } from '../data/batches.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { writeBatch } from '../engine/write-batch.ts';
import { OcaqError } from '../errors.ts';

export interface Evaluation {
  /** Mean negative log-likelihood, nats per token. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerByte: number;
  readonly tokens: number;
}

export interface EvaluateOptions {
  /** UTF-8 bytes of the documents behind the batches. */
  readonly bytes: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (tokens: number) => void;
}

export async function evaluate(
  model: ModelOnDevice,
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const ring = new StepMetricsRing<number>(model.executor);
  let nll = 0;
  let tokens = 0;
  const add = (entry: { tag: number; metrics: { loss: number } } | null) => {
    if (!entry) return;
    nll += entry.metrics.loss * entry.tag;
    tokens += entry.tag;
    options.onProgress?.(tokens);
  };
  for await (const batch of batches) {
    options.signal?.throwIfAborted();
    if (batch.counted === 0) continue;
    writeBatch(model, batch);
    model.setStep({ inverseTokens: 1 / batch.counted });
    add(await ring.submit([{ clear: 'metrics' }, { run: 'evaluate' }], batch.counted));
  }
  for await (const entry of ring.drain()) add(entry);
  const loss = nll / tokens;
  return { loss, perplexity: Math.exp(loss), bitsPerByte: nll / Math.LN2 / options.bytes, tokens };
}

/**
 * What was measured of a model that is to be judged by it.
 * @throws OcaqError `logits-not-finite` where its weights are damaged or diverged
 */
export function finite(measured: Evaluation): Evaluation {
  checkFinite(measured.loss);
  return measured;
}

/** @throws OcaqError `logits-not-finite` where a loss is no number, as of weights that are damaged or diverged */
export function checkFinite(loss: number): void {
  if (Number.isFinite(loss)) return;
  throw new OcaqError(
    'logits-not-finite',
    'The model gives no finite loss on this text: its weights are damaged or training diverged. Use an earlier checkpoint.',
  );
}
