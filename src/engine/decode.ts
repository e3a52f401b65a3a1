/** One token at a time through a model with a KV cache, as decoding submits it, and what that must read at least. */
import type { ModelPlan } from '../model/plans.ts';
import { elementBytes } from '../ops/operator.ts';
import type { ModelOnDevice } from './model-on-device.ts';

/** Logits of one token at a position, whose earlier ones are in the cache, begin to be computed. */
export function submitDecode(model: ModelOnDevice, token: number, position: number): void {
  model.executor.write('decode_tokens', Int32Array.of(token));
  model.executor.write('decode_positions', Int32Array.of(position));
  model.setStep({ position, lastRow: 0 });
  model.executor.submit([{ run: 'decode' }]);
}

/** Milliseconds a token when one submit follows the other. @param first position of the first of them */
export async function decodeUnseen(model: ModelOnDevice, first: number, tokens: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < tokens; i++) submitDecode(model, 1, first + i);
  await model.executor.finish();
  return (performance.now() - start) / tokens;
}

/** What must be read for one token that sees `keys` of them. Of the table of embeddings it is one row, which does not count. */
export function bytesPerToken(
  { config, programs, storage }: ModelPlan,
  keys: number,
): { weights: number; cache: number } {
  const weights = (programs.decode ?? [])
    .filter(({ shader }) => shader !== 'embedding_forward')
    .flatMap(({ bindings }) => bindings.filter(({ resource }) => resource.startsWith('weight.')));
  return {
    weights: weights.reduce((sum, { size }) => sum + size, 0),
    cache: 2 * config.layers * keys * config.kvHeads * config.headSize * elementBytes(storage),
  };
}
