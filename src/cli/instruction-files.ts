/** Instruction sets of the disk as examples, split and encoded as the studio does it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EncodedExample } from '../data/instruct/encode.ts';
import { type EncodedSet, encodeSet, noneLearned, type RefusedRecord } from '../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../data/instruct/encoder.ts';
import { isHeldOutRecord } from '../data/instruct/held-out.ts';
import { type InstructionRecord, readSet, recordRows } from '../data/instruct/records.ts';
import { allRows } from '../data/rows/read.ts';
import type { Row } from '../data/rows/row.ts';
import { OcaqError } from '../errors.ts';
import { fileSource } from './files.ts';
import { usageError } from './options.ts';
import { setReport } from './set-report.ts';

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
 * @param say told of rows that give no record, and of what was done to others
 * @param joinLists see `Reading`; left out where the command has no option for it
 * @throws OcaqError `instructions-*`, `file-*`
 */
export async function readInstructionFile(
  file: string,
  say: (text: string) => void,
  joinLists?: boolean,
): Promise<InstructionRecord[]> {
  const found = await recordRowsOf(file);
  const asRecognised = readSet(found, file);
  const set = joinLists ? readSet(found, file, { ...asRecognised.reading, joinLists }) : asRecognised;
  const canJoin = joinLists !== undefined;
  for (const said of setReport(file, set, canJoin)) say(said);
  if (set.records.length === 0)
    throw new OcaqError(
      'instructions-none',
      `${file} holds no usable instruction record: its records have lists in the place of texts. ${canJoin ? 'Give --join-lists to join them, an item a line.' : 'Bring a file whose instructions and answers are text.'}`,
      { file, rows: found.length, reason: 'lists' },
    );
  return set.records;
}

/** The rows of a file that hold its records. @throws OcaqError `file-*`, `instructions-too-large`, `archive-*` */
export async function recordRowsOf(file: string): Promise<readonly Row[]> {
  // Says what is wrong with a file that cannot be read.
  await fileSource(file);
  const content = new File([await readFile(file)], path.basename(file));
  return recordRows(await allRows(content));
}

export interface SplitExamples {
  readonly train: readonly { readonly examples: readonly EncodedExample[]; readonly weight: number }[];
  /** Of all files, each once. */
  readonly heldOut: readonly EncodedExample[];
  readonly heldOutRecords: readonly InstructionRecord[];
  /** Records that are longer than a row. */
  readonly tooLong: number;
  /** Of each set, records that the template refuses, or that have no tokens to learn. */
  readonly refused: readonly (readonly RefusedRecord[])[];
}

/**
 * @param weights of the sets: how often their records are seen in a pass, on the average
 * @param seq tokens of a row; longer records are left out
 * @throws OcaqError as `noneLearned` and `encodeSet`
 */
export async function encodeSplit(
  sets: readonly (readonly InstructionRecord[])[],
  weights: readonly number[],
  encoder: ExampleEncoder,
  seq: number,
): Promise<SplitExamples> {
  const train: (EncodedSet & { weight: number })[] = [];
  const heldOut: EncodedSet[] = [];
  for (const [place, records] of sets.entries()) {
    const training = records.filter((record) => !isHeldOutRecord(record));
    train.push({ ...(await encodeSet(encoder, training, seq)), weight: weights[place] ?? 1 });
    heldOut.push(await encodeSet(encoder, records.filter(isHeldOutRecord), seq));
  }
  const heldOutRecords = sets.flat().filter(isHeldOutRecord);
  if (train.every(({ examples }) => examples.length === 0)) throw noneLearned(train, heldOutRecords.length, seq);
  return {
    train,
    heldOut: heldOut.flatMap(({ examples }) => examples),
    heldOutRecords,
    tooLong: [...train, ...heldOut].flatMap((set) => set.tooLong).length,
    refused: train.map((set, i) => [...set.refused, ...(heldOut[i]?.refused ?? [])].toSorted((a, b) => a.row - b.row)),
  };
}
