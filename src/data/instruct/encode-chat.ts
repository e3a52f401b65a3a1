/**
 * Records as chats of the model's own template. The whole text is tokenised at once and without what the tokenizer puts in
 * front of a text, as transformers does it, since the template writes the begin token itself. The answer begins with the
 * first token that the prompt alone does not have, and ends with a token that ends answers, which is added where the
 * template writes none; what follows it is not learned.
 */
import { OcaqError } from '../../errors.ts';
import type { ChatMessage, ChatRenderer } from '../../formats/chat-renderer.ts';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.ts';
import { type EncodedExample, endOf, fitted, nothingToLearn, type TooLong } from './encode.ts';
import type { InstructionRecord } from './records.ts';
import type { Prompted } from './templates.ts';

/** A record as the template writes it, and as much of it as the model is given to answer. */
export interface RenderedRecord {
  readonly row: number;
  readonly prompt: string;
  readonly whole: string;
}

/** What is asked: input follows the instruction after a blank line. */
export const questionOf = ({ system, instruction, input }: Prompted): ChatMessage[] => [
  ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
  { role: 'user', content: input === '' ? instruction : `${instruction}\n\n${input}` },
];

/** @throws OcaqError as `ChatRenderer`; `chat-template-failed` where the answer is not in the text */
export async function renderRecord(renderer: ChatRenderer, record: InstructionRecord): Promise<RenderedRecord> {
  const { row, output } = record;
  const question = questionOf(record);
  const prompt = await renderer.render(question, true);
  const whole = await renderer.render([...question, { role: 'assistant', content: output }], false);
  if (whole.startsWith(prompt)) return { row, prompt, whole };
  // A template may open an answer that is to come otherwise than one that is there: the answer begins where chats that
  // differ in their answers alone begin to differ.
  const answered = (content: string) => renderer.render([...question, { role: 'assistant', content }], false);
  const [one, other] = [await answered('x'), await answered('y')];
  if (one === other) throw withoutAnswer(row);
  return { row, prompt: commonStart(whole, commonStart(one, other)), whole };
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

function withoutAnswer(row: number): OcaqError {
  const reason = 'it leaves out the answer';
  return new OcaqError(
    'chat-template-failed',
    `The chat template cannot be learned from: ${reason} of row ${row}. Choose another template.`,
    { reason, row },
  );
}

/** As `encodeExample`. */
export function encodeRendered(
  tokenizer: Pick<TextTokenizer, 'encode' | 'eosId' | 'stopTokens'>,
  { row, prompt, whole }: RenderedRecord,
  maxLength: number,
  tooLong: TooLong = 'leave-out',
): EncodedExample | { tooLong: number } {
  const eos = endOf(tokenizer);
  const written = tokenizer.encode(whole);
  const before = tokenizer.encode(prompt);
  const differs = before.findIndex((id, i) => id !== written[i]);
  const promptLength = Math.min(differs < 0 ? before.length : differs, written.length);
  if (promptLength === 0 || promptLength === written.length)
    throw nothingToLearn(row, promptLength === 0 ? 'prompt' : 'answer');
  const end = written.findLastIndex((id, i) => i >= promptLength && tokenizer.stopTokens.includes(id));
  if (end >= 0) return fitted(written, promptLength, end + 1, maxLength, tooLong);
  const ended = Uint32Array.of(...written, eos);
  return fitted(ended, promptLength, ended.length, maxLength, tooLong);
}
