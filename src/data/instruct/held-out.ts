/** Which records of an instruction set are held out of training: by their text alone, as documents are. */
import { OcaqError } from '../../errors.ts';
import { documentHash, isHeldOut } from '../heldout.ts';
import { unlessRefused } from './encode-set.ts';
import type { ExampleEncoder } from './encoder.ts';
import type { InstructionRecord } from './records.ts';

export const isHeldOutRecord = ({ instruction, input, output }: InstructionRecord): boolean =>
  isHeldOut(documentHash(`${instruction}\n${input}\n${output}`));

/**
 * Held-out records after whose prompt a model still has room to answer, the first so many.
 * @param seq tokens of its context
 */
export async function answerable(
  encoder: Pick<ExampleEncoder, 'prompt'>,
  records: readonly InstructionRecord[],
  seq: number,
  most = Number.POSITIVE_INFINITY,
): Promise<InstructionRecord[]> {
  const found: InstructionRecord[] = [];
  for (const record of records) {
    if (found.length >= most) break;
    if (!isHeldOutRecord(record)) continue;
    const prompt = await unlessRefused(encoder.prompt(record));
    if (!(prompt instanceof OcaqError) && prompt.length < seq) found.push(record);
  }
  return found;
}
