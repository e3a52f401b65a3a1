/** Tokens of every record of the instruction set that was looked at last: turning a page measures nothing again. */
import type { EncodedExample } from '../../data/instruct/encode.ts';
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import { nextTask } from '../next-task.ts';

/** Records measured before messages are let in. */
const MEASURED_AT_ONCE = 256;

/** [records] tokens of each: all of them, and those of the prompt. */
export interface Lengths {
  whole: Uint32Array;
  prompt: Uint32Array;
}

export class ExampleLengths {
  private last: { key: string; lengths: Promise<Lengths> } | null = null;

  /** @param key of the set, the template and the tokenizer together */
  of(key: string, records: readonly InstructionRecord[], encoder: ExampleEncoder): Promise<Lengths> {
    if (this.last?.key === key) return this.last.lengths;
    const lengths = measure(records, encoder);
    this.last = { key, lengths };
    lengths.catch(() => {
      if (this.last?.lengths === lengths) this.last = null;
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

async function measure(records: readonly InstructionRecord[], encoder: ExampleEncoder): Promise<Lengths> {
  const lengths = { whole: new Uint32Array(records.length), prompt: new Uint32Array(records.length) };
  for (const [i, record] of records.entries()) {
    const example = await wholeExample(encoder, record);
    lengths.whole[i] = example.tokens.length;
    lengths.prompt[i] = example.promptLength;
    if (i % MEASURED_AT_ONCE === MEASURED_AT_ONCE - 1) await nextTask();
  }
  return lengths;
}
