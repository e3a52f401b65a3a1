/** Answers of a checkpoint to a set of prompts, always the likeliest token: asked as it was tuned, else by its own template or by none. */
import { plainEncoder } from '../../data/instruct/encoder.ts';
import type { PromptItem } from '../../data/instruct/prompt-set.ts';
import { endTokens } from '../../data/tokenizer/token-roles.ts';
import {
  type Answer,
  cacheOf,
  encodePrompts,
  type LeftOut,
  writeAnswers,
} from '../../evaluation/answers/write-answers.ts';
import { GREEDY } from '../../inference/sampler.ts';
import type { Hub, Job } from '../hub.ts';
import { encoderFor } from '../text/encoders.ts';
import { type Checkpoint, modelOf } from './checkpoint.ts';
import { adapterBasis } from './model.ts';

/**
 * @param maxTokens of an answer
 * @throws OcaqError as `encodePrompts` and `writeAnswers`
 */
export async function answersOf(
  hub: Hub,
  checkpoint: Checkpoint,
  items: readonly PromptItem[],
  maxTokens: number,
  job: Job,
): Promise<{ answers: Answer[]; leftOut: readonly LeftOut[] }> {
  const { tokenizer: id, template, chatTemplate, config } = checkpoint.details;
  const tokenizer = await hub.tokenizers.byId(id);
  const asked = template ?? (chatTemplate ? 'chat' : null);
  const encoder = asked === null ? plainEncoder(tokenizer) : encoderFor(tokenizer, asked, chatTemplate);
  try {
    const { prompts, leftOut } = await encodePrompts(encoder, items, config.contextLength);
    const generate = cacheOf(prompts, maxTokens, config.contextLength);
    const model = await modelOf(hub, checkpoint, { ...(await adapterBasis('f32')), batch: null, generate }, job.signal);
    try {
      const answers = await writeAnswers(model, tokenizer, prompts, {
        ...{ maxTokens, sampling: GREEDY, stop: [], signal: job.signal },
        stopTokens: [...endTokens(tokenizer, config), ...encoder.stopTokens],
        onAnswer: (done) => job.progress(done, prompts.length, 'answers'),
      });
      return { answers, leftOut };
    } finally {
      model.destroy();
    }
  } finally {
    encoder.close();
  }
}
