/** Records and conversations as tokens, by whichever template: one that is built in, or the model's own. */
import type { ChatMessage, ChatRenderer, ChatTemplate } from '../../formats/chat-renderer.ts';
import type { FolderTemplate } from '../../formats/chat-template.ts';
import { encodeBeginning } from '../tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.ts';
import { type EncodedExample, encodeExample, encodePrompt, type TooLong } from './encode.ts';
import { encodeRendered, questionOf, renderRecord } from './encode-chat.ts';
import type { InstructionRecord } from './records.ts';
import { type Prompted, type PromptTemplate, renderPrompt } from './templates.ts';

export interface ExampleEncoder {
  /** @throws OcaqError `example-all-masked`, `tokenizer-no-eos`; by a model's own template `chat-template-*` as well */
  example(
    record: InstructionRecord,
    maxLength: number,
    tooLong?: TooLong,
  ): Promise<EncodedExample | { tooLong: number }>;
  /** The tokens from which the answer to a record is generated. */
  prompt(asked: Prompted): Promise<Uint32Array>;
  /**
   * What has been said, up to where the next answer begins. The system prompt stands before the first turn, as in training,
   * and what the tokenizer begins a text with before both, once.
   */
  conversation(messages: readonly ChatMessage[]): Promise<Uint32Array>;
  /** Tokens that end an answer. */
  readonly stopTokens: readonly number[];
  close(): void;
}

type EncodingTokenizer = Pick<TextTokenizer, 'encode' | 'eosId' | 'beginIds' | 'stopTokens'>;

export const promptEncoder = (tokenizer: EncodingTokenizer, template: PromptTemplate): ExampleEncoder => ({
  example: async (record, maxLength, tooLong) => encodeExample(tokenizer, template, record, maxLength, tooLong),
  prompt: async (asked) => encodePrompt(tokenizer, template, asked),
  async conversation(messages) {
    const system = messages.find(({ role }) => role === 'system')?.content;
    const end = tokenizer.eosId === undefined ? [] : [tokenizer.eosId];
    const plainText = { specialTokens: false };
    const tokens = messages
      .filter(({ role }) => role !== 'system')
      .flatMap(({ role, content }, place) => {
        if (role === 'assistant') return [...tokenizer.encode(content, plainText), ...end];
        const asked = { instruction: content, input: '', ...(place === 0 && system !== undefined && { system }) };
        if (place === 0) return [...encodePrompt(tokenizer, template, asked)];
        return [...tokenizer.encode(renderPrompt(template, asked), plainText)];
      });
    return Uint32Array.from(tokens);
  },
  stopTokens: tokenizer.stopTokens,
  close() {},
});

/** Without a template: the prompt is continued as it stands. */
export const plainEncoder = (
  tokenizer: Pick<TextTokenizer, 'encode' | 'beginIds' | 'stopTokens'>,
): Pick<ExampleEncoder, 'prompt' | 'stopTokens' | 'close'> => ({
  async prompt(asked) {
    const text = questionOf(asked)
      .map(({ content }) => content)
      .join('\n\n');
    return encodeBeginning(tokenizer, text, { specialTokens: false });
  },
  stopTokens: tokenizer.stopTokens,
  close() {},
});

/** @param renderer of `template`; closed with the encoder */
export function chatEncoder(
  tokenizer: EncodingTokenizer,
  renderer: ChatRenderer,
  { eosToken }: Pick<ChatTemplate, 'eosToken'>,
): ExampleEncoder {
  const [eosId, ...more] = tokenizer.encode(eosToken);
  const isOwnEnd = eosId !== undefined && more.length === 0 && !tokenizer.stopTokens.includes(eosId);
  const ended = {
    encode: (text: string) => tokenizer.encode(text),
    eosId: isOwnEnd ? eosId : tokenizer.eosId,
    stopTokens: isOwnEnd ? [eosId, ...tokenizer.stopTokens] : tokenizer.stopTokens,
  };
  const conversation = async (messages: readonly ChatMessage[]) =>
    tokenizer.encode(await renderer.render(messages, true));
  return {
    async example(record, maxLength, tooLong) {
      return encodeRendered(ended, await renderRecord(renderer, record), maxLength, tooLong);
    },
    prompt: (asked) => conversation(questionOf(asked)),
    conversation,
    stopTokens: ended.stopTokens,
    close: () => renderer.close(),
  };
}

/** With the tokens that the folder names, else the tokenizer's. null where the folder has no template. */
export function withTokensOf(
  tokenizer: Pick<TextTokenizer, 'bosId' | 'eosId' | 'decode'>,
  { source, bosToken, eosToken }: FolderTemplate,
): ChatTemplate | null {
  if (source === '') return null;
  const textOf = (id: number | undefined): string => (id === undefined ? '' : tokenizer.decode([id]));
  return { source, bosToken: bosToken ?? textOf(tokenizer.bosId), eosToken: eosToken ?? textOf(tokenizer.eosId) };
}
