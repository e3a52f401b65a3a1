/** Instruction records as examples, with what is to be known of them together. */
import type { ErrorCode } from '../../error-codes.ts';
import { OcaqError } from '../../errors.ts';
import type { EncodedExample, TooLong } from './encode.ts';
import type { ExampleEncoder } from './encoder.ts';
import type { InstructionRecord } from './records.ts';

/** A record that gives no example however long a row is, and why. */
export interface RefusedRecord {
  row: number;
  error: OcaqError;
}

export interface EncodedSet {
  examples: EncodedExample[];
  /** Over all examples that fit; `counted` = labels that are not IGNORE. */
  tokens: number;
  counted: number;
  /** Tokens of the longest record, fitting or not. */
  longest: number;
  /** Records left out because they are longer than allowed. */
  tooLong: { row: number; length: number }[];
  /** Records that the template refuses, or that have no tokens to learn. */
  refused: RefusedRecord[];
}

/**
 * @param maxLength tokens that fit, prompt, answer and end of text together
 * @throws as `ExampleEncoder.example`, except for what is wrong with one record alone
 */
export async function encodeSet(
  encoder: Pick<ExampleEncoder, 'example'>,
  records: readonly InstructionRecord[],
  maxLength: number,
  tooLong: TooLong = 'leave-out',
): Promise<EncodedSet> {
  const set: EncodedSet = { examples: [], tokens: 0, counted: 0, longest: 0, tooLong: [], refused: [] };
  for (const record of records) {
    const example = await unlessRefused(encoder.example(record, maxLength, tooLong));
    if (example instanceof OcaqError) {
      set.refused.push({ row: record.row, error: example });
      continue;
    }
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

const OF_ONE_RECORD: readonly ErrorCode[] = ['chat-template-failed', 'example-all-masked'];

/** What is made of a record, or what is wrong with this record alone; rejects with anything else. */
export const unlessRefused = <Made>(made: Promise<Made>): Promise<Made | OcaqError> =>
  made.catch((error: unknown) => {
    if (error instanceof OcaqError && OF_ONE_RECORD.includes(error.code)) return error;
    throw error;
  });

/**
 * Why there is no example to learn from.
 * @param sets the records to learn from, without those that are held out, as they were encoded
 * @param heldOut records
 * @param seq tokens that fit
 */
export function noneLearned(
  sets: readonly { readonly tooLong: readonly unknown[]; readonly refused: readonly RefusedRecord[] }[],
  heldOut: number,
  seq: number,
): OcaqError {
  const tooLong = sets.flatMap((set) => set.tooLong).length;
  const [refused] = sets.flatMap((set) => set.refused);
  if (tooLong === 0 && refused) return refused.error;
  if (tooLong === 0)
    return new OcaqError(
      'examples-held-out',
      `All usable records are held out of training, ${heldOut} in number, so that none is left to learn from. Which are held out follows from their text; add more records.`,
      { records: heldOut },
    );
  return new OcaqError(
    'examples-none',
    `None of the ${tooLong} records fits into ${seq} tokens. Use a model with a longer context, or shorter records.`,
    { records: tooLong, seq },
  );
}
