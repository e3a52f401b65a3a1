/**
 * What a model is given to answer: the turns of a conversation in a template, as training saw them. `encodeTurns` is the one
 * place where a template is applied to a conversation.
 */
import { PROMPT_TEMPLATES, type PromptTemplate, renderPrompt } from '../../data/instruct/templates.ts';
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import type * as api from '../api.ts';

export interface ChatPrompt {
  readonly tokens: ArrayLike<number>;
  /** Exchanges at the beginning of the conversation that there is no room for. */
  readonly leftOut: number;
}

type ChatTokenizer = Pick<TextTokenizer, 'encode' | 'eosId' | 'beginIds'>;

/**
 * A conversation may take half of the context, so that there is room to answer: its oldest exchanges are left out until it
 * does. The system prompt and the last prompt always stand.
 * @param turns a system prompt where there is one, then user and assistant in turns, and the user last
 * @param capacity tokens of the context
 * @throws OcaqError `prompt-empty`
 */
export function chatPrompt(
  tokenizer: ChatTokenizer,
  { template, turns }: Pick<api.ChatRequest, 'template' | 'turns'>,
  capacity: number,
): ChatPrompt {
  const last = turns.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '')
    throw new OcaqError('prompt-empty', 'There is nothing to answer: write something first.');
  if (template === null) return { tokens: encodeBeginning(tokenizer, last.text, { specialTokens: false }), leftOut: 0 };
  const system = turns.find(({ role }) => role === 'system')?.text;
  const said = turns.filter(({ role }) => role !== 'system');
  for (let leftOut = 0; ; leftOut++) {
    const kept = said.slice(2 * leftOut);
    const tokens = encodeTurns(tokenizer, PROMPT_TEMPLATES[template], system, kept);
    if (kept.length <= 1 || tokens.length <= capacity / 2) return { tokens, leftOut };
  }
}

/** The system prompt stands before the first turn, as in training; what the tokenizer begins a text with before both, once. */
function encodeTurns(
  tokenizer: ChatTokenizer,
  template: PromptTemplate,
  system: string | undefined,
  turns: readonly api.ChatTurn[],
): number[] {
  const end = tokenizer.eosId === undefined ? [] : [tokenizer.eosId];
  return turns.flatMap(({ role, text }, place) => {
    if (role === 'assistant') return [...tokenizer.encode(text, { specialTokens: false }), ...end];
    const prompt = { instruction: text, input: '', ...(place === 0 && system !== undefined && { system }) };
    const written = renderPrompt(template, prompt);
    const options = { specialTokens: false };
    return [...(place === 0 ? encodeBeginning(tokenizer, written, options) : tokenizer.encode(written, options))];
  });
}
