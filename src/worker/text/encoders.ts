/** The encoder of records and conversations by a template of the contract. */
import { chatEncoder, type ExampleEncoder, promptEncoder, withTokensOf } from '../../data/instruct/encoder.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { ChatRenderer, type ChatTemplate, type RenderThread } from '../../formats/chat-renderer.ts';
import type * as api from '../api.ts';

/**
 * The caller closes it.
 * @param chat what is meant by `chat`; see `templateInPlace`
 */
export function encoderFor(
  tokenizer: TextTokenizer,
  template: api.TemplateId,
  chat: ChatTemplate | undefined,
): ExampleEncoder {
  if (template !== 'chat') return promptEncoder(tokenizer, PROMPT_TEMPLATES[template]);
  if (!chat) throw new Error('the chat template of a model that has none was asked for');
  return chatEncoder(tokenizer, new ChatRenderer(openThread, chat), chat);
}

/** One that is given, which may write the tokens that the model's own writes, or the tokenizer's; else the model's own. */
export function templateInPlace(
  own: ChatTemplate | undefined,
  tokenizer: TextTokenizer,
  given: string | null | undefined,
): ChatTemplate | undefined {
  if (!given) return own;
  const tokens = { bosToken: own?.bosToken, eosToken: own?.eosToken };
  return withTokensOf(tokenizer, { source: given, ...tokens }) ?? own;
}

/** Few models bring a template: the program of its thread is loaded where one does. */
const openThread = async (): Promise<RenderThread> => (await import('../render-thread.ts')).openRenderThread();
