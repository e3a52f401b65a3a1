/** Answers of a model to prompts, one after the other, as chat and `generate` write them. */

import { unlessRefused } from '../../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import type { PromptItem } from '../../data/instruct/prompt-set.ts';
import { mixSeed } from '../../data/random.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { OcaqError } from '../../errors.ts';
import { AnswerText } from '../../inference/answer-text.ts';
import { type Generated, generate } from '../../inference/generate.ts';
import type { SamplingOptions } from '../../inference/sampler.ts';

export interface EncodedPrompt {
  readonly item: PromptItem;
  readonly tokens: Uint32Array;
}

export interface EncodedPrompts {
  /** At least one. */
  readonly prompts: readonly EncodedPrompt[];
  /** Rows that are not asked. */
  readonly leftOut: readonly LeftOut[];
}

/** `prompt-too-long`: there is no room for an answer in the context; `prompt-refused`: by the model's chat template. */
type LeftOutReason = 'prompt-too-long' | 'prompt-empty' | 'prompt-refused';

export interface LeftOut {
  readonly row: number;
  readonly reason: LeftOutReason;
}

/**
 * @param context tokens of the model's context
 * @throws OcaqError `examples-none` where no prompt leaves room for an answer, what the template says of the first where it refuses
 *   them all; and as `ExampleEncoder.prompt`
 */
export async function encodePrompts(
  encoder: Pick<ExampleEncoder, 'prompt'>,
  items: readonly PromptItem[],
  context: number,
): Promise<EncodedPrompts> {
  const prompts: EncodedPrompt[] = [];
  const leftOut: LeftOut[] = [];
  const refusals: OcaqError[] = [];
  for (const item of items) {
    const tokens = await unlessRefused(encoder.prompt(item.asked));
    if (tokens instanceof OcaqError) {
      refusals.push(tokens);
      leftOut.push({ row: item.row, reason: 'prompt-refused' });
    } else if (tokens.length === 0 || tokens.length >= context)
      leftOut.push({ row: item.row, reason: tokens.length === 0 ? 'prompt-empty' : 'prompt-too-long' });
    else prompts.push({ item, tokens });
  }
  if (prompts.length > 0) return { prompts, leftOut };
  throw refusals[0] ?? noneFits(items.length, context);
}

const noneFits = (records: number, seq: number): OcaqError =>
  new OcaqError(
    'examples-none',
    `None of the ${records} prompts leaves room for an answer in ${seq} tokens. Use a model with a longer context, or shorter prompts.`,
    { records, seq },
  );

/** Tokens of the cache that the longest prompt with its answer needs, as far as the context goes. */
export const cacheOf = (prompts: readonly EncodedPrompt[], maxTokens: number, context: number): number =>
  Math.min(context, Math.max(0, ...prompts.map(({ tokens }) => tokens.length)) + maxTokens);

export interface AnswerOptions {
  /** Of one answer. */
  readonly maxTokens: number;
  /** Greedy unless it says otherwise. Each answer is sampled by a seed of its own, which follows from this one. */
  readonly sampling: SamplingOptions;
  readonly stopTokens: readonly number[];
  /** Texts that end an answer and are no part of it. */
  readonly stop: readonly string[];
  readonly signal?: AbortSignal;
  readonly onAnswer?: (done: number) => void;
}

export interface Answer {
  readonly item: PromptItem;
  readonly text: string;
  readonly tokens: number;
  /** What ended it: `length` and `context` have cut it. */
  readonly stopped: Generated['stopped'];
}

/**
 * @param model whose cache holds `cacheOf` tokens
 * @throws OcaqError as `generate` does; the signal's reason where it aborts
 */
export async function writeAnswers(
  model: ModelOnDevice,
  tokenizer: Pick<TextTokenizer, 'stream'>,
  prompts: readonly EncodedPrompt[],
  { maxTokens, sampling, stopTokens, stop, signal, onAnswer }: AnswerOptions,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [place, { item, tokens: prompt }] of prompts.entries()) {
    const answer = new AnswerText(tokenizer.stream({ skipSpecialTokens: true }), stop);
    let text = '';
    const { tokens, stopped } = await generate(model, prompt, {
      maxTokens,
      sampling: { ...sampling, seed: mixSeed(sampling.seed, 'answer', place) },
      stopTokens,
      onToken: (token) => {
        text += answer.push(token).certain;
      },
      isOver: () => answer.isOver,
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    text += answer.end();
    answers.push({ item, text: text.trim(), tokens: tokens.length, stopped });
    onAnswer?.(answers.length);
  }
  return answers;
}
