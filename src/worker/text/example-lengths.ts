/** Tokens of every record of the instruction set that was looked at last: turning a page measures nothing again. */
import { encodeExample } from '../../data/instruct/encode.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import type * as api from '../api.ts';
import { nextTask } from '../next-task.ts';

/** Records measured before messages are let in. */
const MEASURED_AT_ONCE = 256;

export class ExampleLengths {
  private last: { key: string; lengths: Promise<Uint32Array> } | null = null;

  /** @param key of the set, the template and the tokenizer together */
  of(
    key: string,
    records: readonly InstructionRecord[],
    tokenizer: Tokenizer,
    template: api.PromptTemplateId,
  ): Promise<Uint32Array> {
    if (this.last?.key === key) return this.last.lengths;
    const lengths = measure(records, tokenizer, template);
    this.last = { key, lengths };
    lengths.catch(() => {
      if (this.last?.lengths === lengths) this.last = null;
    });
    return lengths;
  }
}

async function measure(
  records: readonly InstructionRecord[],
  tokenizer: Tokenizer,
  template: api.PromptTemplateId,
): Promise<Uint32Array> {
  const lengths = new Uint32Array(records.length);
  for (const [i, record] of records.entries()) {
    const example = encodeExample(tokenizer, PROMPT_TEMPLATES[template], record, 0);
    lengths[i] = 'tooLong' in example ? example.tooLong : example.tokens.length;
    if (i % MEASURED_AT_ONCE === MEASURED_AT_ONCE - 1) await nextTask();
  }
  return lengths;
}
