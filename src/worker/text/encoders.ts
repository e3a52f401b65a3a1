/** The encoder of records and conversations by a template of the contract. */
import { chatEncoder, type ExampleEncoder, promptEncoder } from '../../data/instruct/encoder.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { ChatRenderer, type ChatTemplate, type RenderThread } from '../../formats/chat-renderer.ts';
import type * as api from '../api.ts';

/**
 * The caller closes it.
 * @param own the model's own template, where it has one
 */
export function encoderFor(
  tokenizer: TextTokenizer,
  template: api.TemplateId,
  own: ChatTemplate | undefined,
): ExampleEncoder {
  if (template !== 'chat') return promptEncoder(tokenizer, PROMPT_TEMPLATES[template]);
  if (!own) throw new Error('the chat template of a model that has none was asked for');
  return chatEncoder(tokenizer, new ChatRenderer(openThread, own), own);
}

/** Few models bring a template: the program of its thread is loaded where one does. */
const openThread = async (): Promise<RenderThread> => (await import('../render-thread.ts')).openRenderThread();
