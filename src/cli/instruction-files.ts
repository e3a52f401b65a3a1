/** Instruction sets of the disk as examples, split and encoded as the studio does it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EncodedExample } from '../data/instruct/encode.ts';
import { encodeSet } from '../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../data/instruct/encoder.ts';
import { isHeldOutRecord } from '../data/instruct/held-out.ts';
import { type InstructionRecord, readSet, recordRows } from '../data/instruct/records.ts';
import { readRows } from '../data/rows/read.ts';
import type { Row } from '../data/rows/row.ts';
import { OcaqError } from '../errors.ts';

/** @param say told of rows that give no record @throws OcaqError `instructions-*`, `file-*` */
export async function readInstructionFiles(
  files: readonly string[],
  say: (text: string) => void,
): Promise<InstructionRecord[]> {
  const records: InstructionRecord[] = [];
  for (const file of files) {
    const rows: Row[] = [];
    for await (const some of readRows(new File([await readFile(file)], path.basename(file)))) rows.push(...some);
    const set = readSet(recordRows(rows), file);
    const [first] = set.problems;
    if (first)
      say(`${file}: ${set.problems.length} rows give no example, the first of them row ${first.row} (${first.reason})`);
    records.push(...set.records);
  }
  return records;
}

export interface SplitExamples {
  readonly train: readonly EncodedExample[];
  readonly heldOut: readonly EncodedExample[];
  readonly heldOutRecords: readonly InstructionRecord[];
  /** Records that are longer than a row. */
  readonly tooLong: number;
}

/**
 * @param seq tokens of a row; longer records are left out
 * @throws OcaqError `examples-none`, and as `encodeSet`
 */
export async function encodeSplit(
  records: readonly InstructionRecord[],
  encoder: ExampleEncoder,
  seq: number,
): Promise<SplitExamples> {
  const heldOutRecords = records.filter(isHeldOutRecord);
  const training = records.filter((record) => !isHeldOutRecord(record));
  const train = await encodeSet(encoder, training, seq);
  const heldOut = await encodeSet(encoder, heldOutRecords, seq);
  if (train.examples.length === 0)
    throw new OcaqError(
      'examples-none',
      `None of the ${records.length} records fits into ${seq} tokens. Use a model with a longer context, or shorter records.`,
      { records: records.length, seq },
    );
  return {
    train: train.examples,
    heldOut: heldOut.examples,
    heldOutRecords,
    tooLong: train.tooLong.length + heldOut.tooLong.length,
  };
}
