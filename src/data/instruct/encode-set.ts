/** Instruction records as examples, with what is to be known of them together. */
import type { EncodedExample, TooLong } from './encode.ts';
import type { ExampleEncoder } from './encoder.ts';
import type { InstructionRecord } from './records.ts';

export interface EncodedSet {
  examples: EncodedExample[];
  /** Over all examples that fit; `counted` = labels that are not IGNORE. */
  tokens: number;
  counted: number;
  /** Tokens of the longest record, fitting or not. */
  longest: number;
  /** Records left out because they are longer than allowed. */
  tooLong: { row: number; length: number }[];
}

/**
 * @param maxLength tokens that fit, prompt, answer and end of text together
 * @throws as `ExampleEncoder.example`
 */
export async function encodeSet(
  encoder: Pick<ExampleEncoder, 'example'>,
  records: readonly InstructionRecord[],
  maxLength: number,
  tooLong: TooLong = 'leave-out',
): Promise<EncodedSet> {
  const set: EncodedSet = { examples: [], tokens: 0, counted: 0, longest: 0, tooLong: [] };
  for (const record of records) {
    const example = await encoder.example(record, maxLength, tooLong);
    if ('tooLong' in example) {
      set.tooLong.push({ row: record.row, length: example.tooLong });
      set.longest = Math.max(set.longest, example.tooLong);
      continue;
    }
    set.examples.push(example);
    set.tokens += example.tokens.length;
    set.counted += example.tokens.length - example.promptLength;
    set.longest = Math.max(set.longest, example.tokens.length);
  }
  return set;
}
