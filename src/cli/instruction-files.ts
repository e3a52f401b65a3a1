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
import { usageError } from './options.ts';

const MOST_WEIGHT = 1000;

/** @throws OcaqError `usage` where they are no weights, or not one for each file */
export function weightsOf(files: readonly string[], given: readonly string[]): number[] {
  if (given.length === 0) return files.map(() => 1);
  if (given.length !== files.length)
    throw usageError(
      `--data-weight gives ${given.length} weights for ${files.length} files. Give one for each, in their order.`,
    );
  return given.map((text) => {
    const weight = Number(text);
    if (text.trim() !== '' && weight > 0 && weight <= MOST_WEIGHT) return weight;
    throw usageError(`--data-weight "${text}" is no number above 0 and up to ${MOST_WEIGHT}.`);
  });
}

/**
 * @param say told of rows that give no record
 * @param joinLists see `Reading`
 * @throws OcaqError `instructions-*`, `file-*`
 */
export async function readInstructionFile(
  file: string,
  say: (text: string) => void,
  joinLists = false,
): Promise<InstructionRecord[]> {
  const rows: Row[] = [];
  for await (const some of readRows(new File([await readFile(file)], path.basename(file)))) rows.push(...some);
  const found = recordRows(rows);
  const asRecognised = readSet(found, file);
  const { problems, records } = joinLists ? readSet(found, file, { ...asRecognised.reading, joinLists }) : asRecognised;
  const [first] = problems;
  if (first)
    say(`${file}: ${problems.length} rows give no example, the first of them row ${first.row} (${first.reason})`);
  return records;
}

export interface SplitExamples {
  readonly train: readonly { readonly examples: readonly EncodedExample[]; readonly weight: number }[];
  /** Of all files, each once. */
  readonly heldOut: readonly EncodedExample[];
  readonly heldOutRecords: readonly InstructionRecord[];
  /** Records that are longer than a row. */
  readonly tooLong: number;
}

/**
 * @param weights of the sets: how often their records are seen in a pass, on the average
 * @param seq tokens of a row; longer records are left out
 * @throws OcaqError `examples-none`, and as `encodeSet`
 */
export async function encodeSplit(
  sets: readonly (readonly InstructionRecord[])[],
  weights: readonly number[],
  encoder: ExampleEncoder,
  seq: number,
): Promise<SplitExamples> {
  const heldOutRecords = sets.flat().filter(isHeldOutRecord);
  const heldOut = await encodeSet(encoder, heldOutRecords, seq);
  const train: { examples: readonly EncodedExample[]; weight: number }[] = [];
  let tooLong = heldOut.tooLong.length;
  for (const [place, records] of sets.entries()) {
    const training = records.filter((record) => !isHeldOutRecord(record));
    const encoded = await encodeSet(encoder, training, seq);
    train.push({ examples: encoded.examples, weight: weights[place] ?? 1 });
    tooLong += encoded.tooLong.length;
  }
  if (train.every(({ examples }) => examples.length === 0)) {
    const count = sets.flat().length;
    throw new OcaqError(
      'examples-none',
      `None of the ${count} records fits into ${seq} tokens. Use a model with a longer context, or shorter records.`,
      { records: count, seq },
    );
  }
  return { train, heldOut: heldOut.examples, heldOutRecords, tooLong };
}
