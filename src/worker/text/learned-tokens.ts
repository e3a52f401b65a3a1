/** What a run learns of a set: records, their tokens, and the rows that they take when they are packed. */
import type { TooLong } from '../../data/instruct/encode.ts';
import { packRows } from '../../data/packing.ts';
import type { InstructionPreview } from '../api.ts';
import type { Lengths } from './example-lengths.ts';

/** @param seq tokens that fit a row */
export function learnedTokens(
  { whole, prompt }: Lengths,
  seq: number,
  tooLong: TooLong,
): InstructionPreview['learned'] {
  const isLearned = (length: number, i: number) =>
    length <= seq || (tooLong === 'truncate' && (prompt[i] as number) < seq);
  const lengths = Array.from(whole, (length, i) => (isLearned(length, i) ? Math.min(length, seq) : 0));
  const answers = lengths.map((length, i) => (length === 0 ? 0 : length - (prompt[i] as number)));
  const learned = lengths.filter((length) => length > 0);
  return {
    records: learned.length,
    tokens: sum(learned),
    answerTokens: sum(answers),
    packedRows: packRows(learned, seq).length,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
