/** What truncating answers keeps of a set whose records do not all fit, and what it costs. */
import type { InstructionPreview } from '../api.ts';
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
