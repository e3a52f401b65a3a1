/** Which records of an instruction set are held out of training: by their text alone, as documents are. */
import { documentHash, isHeldOut } from '../heldout.ts';
import type { InstructionRecord } from './records.ts';

export const isHeldOutRecord = ({ instruction, input, output }: InstructionRecord): boolean =>
  isHeldOut(documentHash(`${instruction}\n${input}\n${output}`));
