/** How records become examples by the template that an option names, and what tells other tools of it. */
import { chatEncoder, type ExampleEncoder, promptEncoder, withTokensOf } from '../data/instruct/encoder.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES, type PromptTemplate } from '../data/instruct/templates.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { ChatRenderer } from '../formats/chat-renderer.ts';
import { readChatTemplate } from '../formats/chat-template.ts';
import { folderSource } from './files.ts';
import { usageError } from './options.ts';
import { openRenderThread } from './render-thread.ts';

/** By the names that options have for them. */
const TEMPLATES: Readonly<Record<'telimat' | 'alpaca', PromptTemplate>> = {
  telimat: PROMPT_TEMPLATES.az,
  alpaca: PROMPT_TEMPLATES.alpaca,
};

export const TEMPLATE_NAMES = ['telimat', 'alpaca', 'chat'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export interface TuningTemplate {
  /** Jinja. */
  readonly chatTemplate: string;
  /** The caller closes it. */
  readonly encoder: ExampleEncoder;
}

/** @param dir the model's folder @throws OcaqError `usage` where the model has no template of its own */
export async function openTemplate(name: TemplateName, tokenizer: TextTokenizer, dir: string): Promise<TuningTemplate> {
  if (name !== 'chat') {
    const template = TEMPLATES[name];
    return { chatTemplate: chatTemplateJinja(template), encoder: promptEncoder(tokenizer, template) };
  }
  const own = withTokensOf(tokenizer, await readChatTemplate(folderSource(dir)));
  if (own === null) throw usageError(`"${dir}" holds no chat template. Choose --template telimat or alpaca.`);
  return {
    chatTemplate: own.source,
    encoder: chatEncoder(tokenizer, new ChatRenderer(openRenderThread, own), own),
  };
}
