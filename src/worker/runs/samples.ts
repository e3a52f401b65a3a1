/** What the model of a run writes at every sample: continuations of prompts, or answers to held-out instructions. */
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { knownWords, type WordList } from '../../data/word-list.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { generate } from '../../inference/generate.ts';
import type * as api from '../api.ts';
import { endWithin } from './sample-prompts.ts';

const SAMPLE_TOKENS = 48;
const SAMPLING = { temperature: 0.8, topK: 40, topP: 1, minP: 0, repetitionPenalty: 1.1, noRepeatNgram: 0 };

export interface SampleTask {
  readonly asked: Pick<api.SamplePoint, 'prompt' | 'record'>;
  readonly tokens: ArrayLike<number>;
  /** That end what is written. */
  readonly stopTokens: readonly number[];
}

export const promptTask = (tokenizer: TextTokenizer, prompt: string): SampleTask => ({
  asked: { prompt },
  tokens: encodeBeginning(tokenizer, prompt, { specialTokens: false }),
  stopTokens: tokenizer.stopTokens,
});

export const recordTask = async (encoder: ExampleEncoder, record: InstructionRecord): Promise<SampleTask> => ({
  asked: { prompt: record.instruction, record: { input: record.input, output: record.output } },
  tokens: await encoder.prompt(record),
  stopTokens: encoder.stopTokens,
});

/**
 * One for each task, but for those without tokens and for records that leave no room. Of a longer prompt the model reads
 * the end, as it would in the middle of a text.
 */
export async function takeSamples(
  model: ModelOnDevice,
  tokenizer: TextTokenizer,
  tasks: readonly SampleTask[],
  wordList: WordList | null,
  step: number,
  seed: number,
): Promise<api.SamplePoint[]> {
  const samples: api.SamplePoint[] = [];
  const room = model.plan.cacheCapacity;
  for (const { asked, tokens: whole, stopTokens } of tasks) {
    const prompt = asked.record ? whole : endWithin(whole, room, SAMPLE_TOKENS);
    if (prompt.length === 0 || prompt.length >= room) continue;
    const sampling = { ...SAMPLING, seed };
    const { tokens, stopped } = await generate(model, prompt, { maxTokens: SAMPLE_TOKENS, sampling, stopTokens });
    const text = tokenizer.decode(tokens, { skipSpecialTokens: true });
    const before = asked.record ? '' : asked.prompt;
    const words = wordList && knownWords(wordList, before, text, stopped !== 'eos');
    samples.push({ step, ...asked, text, ...(words && { words }) });
  }
  return samples;
}
