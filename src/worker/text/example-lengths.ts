/** Tokens of every record of the instruction sets that were looked at last: turning a page measures nothing again. */
import type { EncodedExample } from '../../data/instruct/encode.ts';
import { type RefusedRecord, unlessRefused } from '../../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import { OcaqError } from '../../errors.ts';
import { nextTask } from '../next-task.ts';

/** Records measured before messages are let in. */
const MEASURED_AT_ONCE = 256;

/** [records] tokens of each: all of them, and those of the prompt. */
export interface Lengths {
  whole: Uint32Array;
  prompt: Uint32Array;
}

/** Lengths of the records that are not refused, in their order. */
export interface Measured extends Lengths {
  refused: RefusedRecord[];
}

export interface MeasuredSet {
  /** Of the set, the template and the tokenizer together. */
  readonly key: string;
  readonly records: readonly InstructionRecord[];
}

export class ExampleLengths {
  private readonly known = new Map<string, Promise<Measured>>();

  /** Of each set; those of other sets are forgotten. */
  async of(sets: readonly MeasuredSet[], encoder: ExampleEncoder): Promise<Measured[]> {
    const asked = new Set(sets.map(({ key }) => key));
    for (const key of this.known.keys()) if (!asked.has(key)) this.known.delete(key);
    const all: Measured[] = [];
    for (const set of sets) all.push(await this.ofOne(set, encoder));
    return all;
  }

  private ofOne({ key, records }: MeasuredSet, encoder: ExampleEncoder): Promise<Measured> {
    const known = this.known.get(key);
    if (known) return known;
    const lengths = measure(records, encoder);
    this.known.set(key, lengths);
    lengths.catch(() => {
      if (this.known.get(key) === lengths) this.known.delete(key);
    });
    return lengths;
  }
}

/** However long it is. */
export async function wholeExample(encoder: ExampleEncoder, record: InstructionRecord): Promise<EncodedExample> {
  const example = await encoder.example(record, Number.MAX_SAFE_INTEGER);
  if ('tooLong' in example) throw new Error('an example is too long for any length');
  return example;
}

/** Of all sets, one after the other. */
export function joined(sets: readonly Lengths[]): Lengths {
  const of = (part: keyof Lengths) => Uint32Array.from(sets.flatMap((lengths) => Array.from(lengths[part])));
  return { whole: of('whole'), prompt: of('prompt') };
}

async function measure(records: readonly InstructionRecord[], encoder: ExampleEncoder): Promise<Measured> {
  const whole: number[] = [];
  const prompt: number[] = [];
  const refused: RefusedRecord[] = [];
  for (const [i, record] of records.entries()) {
    const example = await unlessRefused(wholeExample(encoder, record));
    if (example instanceof OcaqError) {
      refused.push({ row: record.row, error: example });
    } else {
      whole.push(example.tokens.length);
      prompt.push(example.promptLength);
    }
    if (i % MEASURED_AT_ONCE === MEASURED_AT_ONCE - 1) await nextTask();
  }
  return { whole: Uint32Array.from(whole), prompt: Uint32Array.from(prompt), refused };
}
