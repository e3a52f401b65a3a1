/** What a run learns of its sets: records, and in a pass their tokens and the rows that they take, by weights. */
import type { TooLong } from '../../data/instruct/encode.ts';
import { packRows } from '../../data/packing.ts';
import { takenRows } from '../../data/weighed-rows.ts';
import type { InstructionPreview } from '../api.ts';
import type { Lengths } from './example-lengths.ts';

type Learned = InstructionPreview['learned'];

/** @param seq tokens that fit a row */
export function learnedTokens(
  sets: readonly { readonly lengths: Lengths; readonly weight: number }[],
  seq: number,
  tooLong: TooLong,
): Learned {
  const all: Learned = { records: 0, rows: 0, packedRows: 0, tokens: 0, answerTokens: 0 };
  for (const { lengths, weight } of sets) {
    const learned = learnedOf(lengths, seq, tooLong);
    const records = learned.length;
    if (records === 0) continue;
    const whole = learned.map(({ length }) => length);
    const rows = takenRows({ rows: records, weight });
    all.records += records;
    all.rows += rows;
    all.packedRows += takenRows({ rows: packRows(whole, seq).length, weight });
    all.tokens += (rows * sum(whole)) / records;
    all.answerTokens += (rows * sum(learned.map(({ answer }) => answer))) / records;
  }
  return all;
}

/** Tokens of each record that is learned, and those of its answer. */
const learnedOf = ({ whole, prompt }: Lengths, seq: number, tooLong: TooLong) =>
  Array.from(whole, (length, i) => ({ length, prompt: prompt[i] as number }))
    .filter(({ length, prompt }) => length <= seq || (tooLong === 'truncate' && prompt < seq))
    .map(({ length, prompt }) => ({ length: Math.min(length, seq), answer: Math.min(length, seq) - prompt }));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
