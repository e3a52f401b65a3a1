/** What a model is given to answer: the turns of a conversation in a template, or a text to be continued. */
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import type * as api from '../api.ts';

export interface ChatPrompt {
  readonly tokens: ArrayLike<number>;
  /** Exchanges at the beginning of the conversation that there is no room for. */
  readonly leftOut: number;
}

/**
 * A conversation may take half of the context, so that there is room to answer: its oldest exchanges are left out until it
 * does. The system prompt and the last prompt always stand.
 * @param encoder null: the last text is continued, without a template
 * @param turns a system prompt where there is one, then user and assistant in turns, and the user last
 * @param capacity tokens of the context
 * @throws OcaqError `prompt-empty`, and as `ExampleEncoder.conversation`
 */
export async function chatPrompt(
  tokenizer: Pick<TextTokenizer, 'encode' | 'beginIds'>,
  encoder: Pick<ExampleEncoder, 'conversation'> | null,
  turns: readonly api.ChatTurn[],
  capacity: number,
): Promise<ChatPrompt> {
  const last = turns.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '')
    throw new OcaqError('prompt-empty', 'There is nothing to answer: write something first.');
  if (encoder === null) return { tokens: encodeBeginning(tokenizer, last.text, { specialTokens: false }), leftOut: 0 };
  const messages = turns.map(({ role, text }) => ({ role, content: text }));
  const system = messages.filter(({ role }) => role === 'system');
  const said = messages.filter(({ role }) => role !== 'system');
  for (let leftOut = 0; ; leftOut++) {
    const kept = said.slice(2 * leftOut);
    const tokens = await encoder.conversation([...system, ...kept]);
    if (kept.length <= 1 || tokens.length <= capacity / 2) return { tokens, leftOut };
  }
}
