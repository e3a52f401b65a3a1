/** How records become examples by the template that an option names, and what tells other tools of it. */
import { type EncodedExample, encodeExample } from '../data/instruct/encode.ts';
import { encodeRendered, renderRecord } from '../data/instruct/encode-chat.ts';
import type { InstructionRecord } from '../data/instruct/records.ts';
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

export type EncodeRecord = (record: InstructionRecord) => EncodedExample | { tooLong: number };

export interface TuningTemplate {
  /** Jinja. */
  readonly chatTemplate: string;
  /** @param seq tokens of a row */
  encoder(records: readonly InstructionRecord[], seq: number): Promise<EncodeRecord>;
}

/** @param dir the model's folder @throws OcaqError `usage` where the model has no template of its own */
export async function openTemplate(name: TemplateName, tokenizer: TextTokenizer, dir: string): Promise<TuningTemplate> {
  if (name !== 'chat') {
    const template = TEMPLATES[name];
    return {
      chatTemplate: chatTemplateJinja(template),
      encoder: async (_records, seq) => (record) => encodeExample(tokenizer, template, record, seq),
    };
  }
  const source = await readChatTemplate(folderSource(dir));
  if (source === '') throw usageError(`"${dir}" holds no chat template. Choose --template telimat or alpaca.`);
  const textOf = (id: number | undefined): string => (id === undefined ? '' : tokenizer.decode([id]));
  const [bosToken, eosToken] = [textOf(tokenizer.bosId), textOf(tokenizer.eosId)];
  return {
    chatTemplate: source,
    async encoder(records, seq) {
      const renderer = new ChatRenderer(openRenderThread, { source, bosToken, eosToken });
      const encoded = new Map<InstructionRecord, ReturnType<EncodeRecord>>();
      try {
        for (const record of records)
          encoded.set(record, encodeRendered(tokenizer, await renderRecord(renderer, record), seq));
      } finally {
        renderer.close();
      }
      return (record) => encoded.get(record) ?? { tooLong: 0 };
    },
  };
}
