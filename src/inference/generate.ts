/**
 * Generation with a KV cache: the prompt goes through in chunks, then one token at a time. Each token costs one
 * CPU–GPU round trip, because the sampler runs on the CPU.
 */

import { submitDecode } from '../engine/decode.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { OcaqError } from '../errors.ts';
import { Sampler, type SamplingOptions } from './sampler.ts';

export interface GenerateOptions {
  readonly maxTokens: number;
  readonly sampling: SamplingOptions;
  /** Generation ends when one of these is picked; it is not part of the result. */
  readonly stopTokens: readonly number[];
  /** @param logits [vocab] that the token was picked from, as the model gave them */
  readonly onToken?: (token: number, logits: Float32Array) => void;
  /** Asked after each token: whether generation ends with it. */
  readonly isOver?: () => boolean;
  readonly signal?: AbortSignal;
}

export interface Generated {
  readonly tokens: number[];
  /** `eos`: by a stop token; `stop`: by `isOver`; `context`: the KV cache is full. */
  readonly stopped: 'eos' | 'stop' | 'length' | 'context' | 'cancelled';
}

/**
 * @throws OcaqError as `checkPrompt`; `sampling-out-of-range`, `logits-not-finite`, `sampling-nothing-left`
 */
export async function generate(
  model: ModelOnDevice,
  prompt: ArrayLike<number>,
  options: GenerateOptions,
): Promise<Generated> {
  const capacity = model.plan.cacheCapacity;
  checkPrompt(prompt, capacity, model.config.vocabSize);
  const sampler = new Sampler(options.sampling);
  sampler.observe(Array.from(prompt));
  const tokens: number[] = [];
  let logits = await prefill(model, prompt);
  for (;;) {
    const token = sampler.pick(logits);
    if (options.stopTokens.includes(token)) return { tokens, stopped: 'eos' };
    tokens.push(token);
    options.onToken?.(token, logits);
    if (options.isOver?.()) return { tokens, stopped: 'stop' };
    if (options.signal?.aborted) return { tokens, stopped: 'cancelled' };
    if (tokens.length >= options.maxTokens) return { tokens, stopped: 'length' };
    const position = prompt.length + tokens.length - 1;
    if (position >= capacity) return { tokens, stopped: 'context' };
    logits = await decode(model, token, position);
  }
}

/**
 * @param capacity tokens of the context: prompt and answer together
 * @throws OcaqError `prompt-empty`, `prompt-too-long` where it leaves no room for a token, `token-out-of-range`
 */
export function checkPrompt(prompt: ArrayLike<number>, capacity: number, vocab: number): void {
  if (prompt.length === 0)
    throw new OcaqError(
      'prompt-empty',
      'There is nothing to continue: the prompt has no tokens. Write at least one character.',
    );
  if (prompt.length >= capacity)
    throw new OcaqError(
      'prompt-too-long',
      `The prompt has ${prompt.length} tokens; this model's context holds ${capacity}. Shorten it.`,
      { tokens: prompt.length, capacity },
    );
  for (let i = 0; i < prompt.length; i++)
    if ((prompt[i] as number) >= vocab)
      throw new OcaqError(
        'token-out-of-range',
        `The prompt holds token ${prompt[i]}, but the model knows only ${vocab}. Use the tokenizer that belongs to the model.`,
      );
}

/** The logits that follow a prompt, which then lies in the cache. CPU–GPU synchronisation. */
export async function prefill(model: ModelOnDevice, prompt: ArrayLike<number>): Promise<Float32Array> {
  const rows = model.plan.prefillRows;
  const chunk = new Int32Array(rows);
  for (let position = 0; position < prompt.length; position += rows) {
    const count = Math.min(rows, prompt.length - position);
    for (let i = 0; i < rows; i++) chunk[i] = i < count ? (prompt[position + i] as number) : 0;
    model.executor.write('prefill_tokens', chunk);
    model.executor.write(
      'prefill_positions',
      chunk.map((_, row) => position + row),
    );
    model.setStep({ position, lastRow: count - 1 });
    model.executor.submit([{ run: 'prefill' }]);
  }
  return model.readLogits('prefill', 1);
}

/** The logits that follow one token at a position, whose earlier ones are in the cache. CPU–GPU synchronisation. */
export async function decode(model: ModelOnDevice, token: number, position: number): Promise<Float32Array> {
  submitDecode(model, token, position);
  return model.readLogits('decode', 1);
}
