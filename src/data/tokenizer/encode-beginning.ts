/** A text that nothing goes before: its ids after those that the tokenizer's file puts in front of every text. */
import type { EncodeOptions, TextTokenizer } from './text-tokenizer.ts';

export function encodeBeginning(
  tokenizer: Pick<TextTokenizer, 'encode' | 'beginIds'>,
  text: string,
  options?: EncodeOptions,
): Uint32Array<ArrayBuffer> {
  const ids = tokenizer.encode(text, options);
  const { beginIds } = tokenizer;
  if (beginIds.length === 0) return ids;
  const whole = new Uint32Array(beginIds.length + ids.length);
  whole.set(beginIds);
  whole.set(ids, beginIds.length);
  return whole;
}
