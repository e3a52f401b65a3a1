/** What truncating answers keeps of a set whose records do not all fit, and what it costs. */
import type { InstructionPreview, RecordPlace } from '../api.ts';
import type { Lengths } from './example-lengths.ts';

/** @param seq tokens that fit */
export function truncationAt({ whole, prompt }: Lengths, seq: number): InstructionPreview['truncated'] {
  const truncated = { records: 0, lostTokens: 0, answerTokens: 0 };
  for (const [i, length] of whole.entries()) {
    const promptLength = prompt[i] as number;
    if (length <= seq || promptLength >= seq) continue;
    truncated.records++;
    truncated.lostTokens += length - seq;
    truncated.answerTokens += length - promptLength;
  }
  return truncated;
}

/** Records that are named; of more, how many there are is said. */
const NAMED_RECORDS = 5;

/** Records after whose prompt no token of the answer fits, so that nothing would be learned of them. */
export function unansweredAt(
  { prompt }: Pick<Lengths, 'prompt'>,
  records: readonly RecordPlace[],
  seq: number,
): InstructionPreview['unanswered'] {
  const places = records.filter((_, i) => (prompt[i] as number) >= seq);
  return { count: places.length, places: places.slice(0, NAMED_RECORDS) };
}
