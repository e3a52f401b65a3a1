/**
 * From an instruction record to tokens and labels: prompt + answer + end of text, with the loss on answer and end of
 * text only. Prompt and answer are tokenised apart, so the border between them is exact and generation starts from the
 * very tokens that training saw; no token spans both. An example that is too long is counted and left out, or, where that
 * is asked for, its answer is truncated: it then ends without the end of text, so that no answer is taught to end in the
 * middle. A prompt is never cut. Special tokens written in a record are plain text. What the tokenizer puts in front of a text
 * stands before the prompt, once, as in pretraining.
 */
import { OcaqError } from '../../errors.ts';
import { IGNORE } from '../batches.ts';
import { encodeBeginning } from '../tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.ts';
import type { InstructionRecord } from './records.ts';
import { type Prompted, type PromptTemplate, renderPrompt } from './templates.ts';

/** What becomes of an example that does not fit. */
export type TooLong = 'leave-out' | 'truncate';

export interface EncodedExample {
  /** [n]: prompt, answer, end of text; of a truncated answer as much as fits. */
  tokens: Uint32Array;
  /** [n]: the token after position i where it belongs to the answer or ends it, else IGNORE; the last is IGNORE. */
  labels: Int32Array;
  /** Tokens of the prompt; the answer begins at this position. */
  promptLength: number;
}

type PromptTokenizer = Pick<TextTokenizer, 'encode' | 'eosId' | 'beginIds'>;

/** The tokens from which the answer to a record is generated: the same as the prompt part of its training example. */
export function encodePrompt(tokenizer: PromptTokenizer, template: PromptTemplate, record: Prompted): Uint32Array {
  return encodeBeginning(tokenizer, renderPrompt(template, record), { specialTokens: false });
}

/**
 * @param maxLength tokens that fit, prompt, answer and end of text together
 * @returns the example, or how long it is if that is more than `maxLength` and it is not truncated; a prompt after which
 *   no token of the answer fits is left out in either case
 * @throws OcaqError `example-all-masked` (names the row) when the answer has no tokens; `tokenizer-no-eos`
 */
export function encodeExample(
  tokenizer: PromptTokenizer,
  template: PromptTemplate,
  record: InstructionRecord,
  maxLength: number,
  tooLong: TooLong = 'leave-out',
): EncodedExample | { tooLong: number } {
  const eos = endOf(tokenizer);
  const prompt = encodePrompt(tokenizer, template, record);
  const answer = tokenizer.encode(record.output, { specialTokens: false });
  if (prompt.length === 0 || answer.length === 0)
    throw nothingToLearn(record.row, answer.length === 0 ? 'answer' : 'prompt');
  const tokens = new Uint32Array(prompt.length + answer.length + 1);
  tokens.set(prompt);
  tokens.set(answer, prompt.length);
  tokens[tokens.length - 1] = eos;
  return fitted(tokens, prompt.length, tokens.length, maxLength, tooLong);
}

/** The token that ends an answer. @throws OcaqError `tokenizer-no-eos` */
export function endOf({ eosId }: Pick<TextTokenizer, 'eosId'>): number {
  if (eosId !== undefined) return eosId;
  throw new OcaqError(
    'tokenizer-no-eos',
    'This tokenizer has no end-of-text token, so a model could never learn where an answer ends. Use a tokenizer that has one.',
  );
}

export const nothingToLearn = (row: number, part: 'prompt' | 'answer'): OcaqError =>
  new OcaqError(
    'example-all-masked',
    `Row ${row} of the instruction set has nothing to learn from: its ${part} gives no tokens. Correct or remove the row.`,
    { row, part },
  );

/**
 * As much of an example as there is room for, its prompt masked.
 * @param end one past the last token that is learned
 */
export function fitted(
  tokens: Uint32Array,
  promptLength: number,
  end: number,
  maxLength: number,
  tooLong: TooLong,
): EncodedExample | { tooLong: number } {
  const canBeTruncated = tooLong === 'truncate' && promptLength < maxLength;
  if (tokens.length > maxLength && !canBeTruncated) return { tooLong: tokens.length };
  const kept = tokens.slice(0, maxLength);
  const labels = new Int32Array(kept.length).fill(IGNORE);
  labels.set(kept.subarray(promptLength, end), promptLength - 1);
  return { tokens: kept, labels, promptLength };
}

/** UTF-8 bytes of the answers, for a loss in bits per byte. */
export const answerBytes = (
  tokenizer: Pick<TextTokenizer, 'decode'>,
  examples: readonly Pick<EncodedExample, 'tokens' | 'promptLength'>[],
): number =>
  examples.reduce((sum, { tokens, promptLength }) => {
    const answer = tokenizer.decode(tokens.subarray(promptLength), { skipSpecialTokens: true });
    return sum + new TextEncoder().encode(answer).length;
  }, 0);
