/** Which records of an instruction set are held out of training: by their text alone, as documents are. */
import { documentHash, isHeldOut } from '../heldout.ts';
import { encodePrompt } from './encode.ts';
import type { InstructionRecord } from './records.ts';

export const isHeldOutRecord = ({ instruction, input, output }: InstructionRecord): boolean =>
  isHeldOut(documentHash(`${instruction}\n${input}\n${output}`));

/** Held-out records after whose prompt a model still has room to answer. @param seq tokens of its context */
export const answerable = (
  tokenizer: Parameters<typeof encodePrompt>[0],
  template: Parameters<typeof encodePrompt>[1],
  records: readonly InstructionRecord[],
  seq: number,
): InstructionRecord[] =>
  records.filter((record) => isHeldOutRecord(record) && encodePrompt(tokenizer, template, record).length < seq);
