/** Instruction sets: reading, and the preview of what the model will see and what the loss looks at. */
import { IGNORE } from '../../data/batches.ts';
import { type EncodedExample, encodeExample } from '../../data/instruct/encode.ts';
import { answerable } from '../../data/instruct/held-out.ts';
import { type InstructionRecord, parseInstructions } from '../../data/instruct/records.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { decodeUtf8 } from '../../data/utf8.ts';
import { OcaqError } from '../../errors.ts';
import { readInstructions, saveInstructionSet } from '../../storage/instructions.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { type SetDetails, toInstructionSet } from '../stored.ts';
import { type ExampleLengths, wholeExample } from './example-lengths.ts';
import { longerRows } from './longer-rows.ts';
import { currentTokenizer } from './tokens.ts';
import { truncationAt } from './truncation.ts';

/** Sets are held whole while they are read. */
const MAX_BYTES = 512 * 2 ** 20;
const SHOWN_PROBLEMS = 50;
/** Held-out records that a person chooses from. */
const LISTED_RECORDS = 200;

export async function importInstructions(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  file: File,
): Promise<api.InstructionSetRecord> {
  return hub.job(jobId, 'import', file.name, async (job) => {
    if (file.size > MAX_BYTES) {
      throw new OcaqError(
        'instructions-too-large',
        `"${file.name}" is larger than 512 MiB. Split it into several files.`,
        { file: file.name, bytes: file.size },
      );
    }
    const counts = { bytes: 0, badSequences: 0 };
    let text = '';
    for await (const part of decodeUtf8(file.stream(), counts, file.name)) {
      job.signal.throwIfAborted();
      text += part;
      job.progress(counts.bytes, file.size, 'bytes');
    }
    const { records, problems, mapping } = parseInstructions(text, file.name);
    const details: SetDetails = {
      problems: problems.slice(0, SHOWN_PROBLEMS),
      problemCount: problems.length,
      mapping: { ...mapping },
    };
    return toInstructionSet(
      await saveInstructionSet(hub.database, { projectId: project, name: file.name, details }, records),
    );
  });
}

export async function previewInstructions(
  hub: Hub,
  measured: ExampleLengths,
  project: api.Id,
  set: api.Id,
  baseCheckpoint: api.Id | null,
  template: api.PromptTemplateId,
  seq: number,
  whenTooLong: api.TooLong,
  from: number,
  count: number,
): Promise<api.InstructionPreview> {
  const { id, tokenizer } = await tokenizerOf(hub, project, baseCheckpoint);
  const records = (await readInstructions(hub.database, set)) as InstructionRecord[];
  const lengths = await measured.of(`${set} ${template} ${id}`, records, tokenizer, template);
  const examples = records.slice(from, from + count).map((record): api.ExamplePreview => {
    const whole = wholeExample(tokenizer, template, record);
    const example = encodeExample(tokenizer, PROMPT_TEMPLATES[template], record, seq, whenTooLong);
    const shown = 'tooLong' in example ? whole : example;
    return {
      row: record.row,
      pieces: piecesOf(tokenizer, shown),
      tokens: shown.tokens.length,
      tooLong: 'tooLong' in example,
      lost: whole.tokens.length - shown.tokens.length,
    };
  });
  const tooLong = lengths.whole.filter((length) => length > seq).length;
  return {
    examples,
    total: records.length,
    usable: records.length - tooLong,
    tooLong,
    truncated: truncationAt(lengths, seq),
    longer: longerRows(lengths.whole, seq),
  };
}

export async function listHeldOut(
  hub: Hub,
  set: api.Id,
  baseCheckpoint: api.Id,
  template: api.PromptTemplateId,
  seq: number,
): Promise<api.HeldOutRecord[]> {
  const { details } = await openCheckpoint(hub, baseCheckpoint);
  const tokenizer = await hub.tokenizers.byId(details.tokenizer);
  const records = (await readInstructions(hub.database, set)) as InstructionRecord[];
  return answerable(tokenizer, PROMPT_TEMPLATES[template], records, seq)
    .slice(0, LISTED_RECORDS)
    .map(({ row, instruction, input }) => ({ row, instruction, input }));
}

/** A tuned model keeps the tokenizer of its base, whatever tokenizer the project has by now. */
async function tokenizerOf(hub: Hub, project: api.Id, baseCheckpoint: api.Id | null) {
  if (baseCheckpoint === null) return currentTokenizer(hub, project);
  const { tokenizer: id } = (await openCheckpoint(hub, baseCheckpoint)).details;
  return { id, tokenizer: await hub.tokenizers.byId(id) };
}

/** The text of an example by token; a character that several tokens share stands with the last of them. */
function piecesOf(tokenizer: Tokenizer, { tokens, labels }: EncodedExample): api.ExamplePreview['pieces'] {
  const decoder = tokenizer.stream();
  return Array.from(tokens, (id, i) => ({
    text: decoder.push(id),
    // The label of a token stands at the position before it.
    counted: i > 0 && labels[i - 1] !== IGNORE,
    special: id === tokenizer.eosId,
  })).filter(({ text }) => text !== '');
}
