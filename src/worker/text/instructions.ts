/** Instruction sets: reading, and the preview of what the model will see and what the loss looks at. */
import { IGNORE } from '../../data/batches.ts';
import type { EncodedExample } from '../../data/instruct/encode.ts';
import type { RefusedRecord } from '../../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import { answerable } from '../../data/instruct/held-out.ts';
import {
  type InstructionRecord,
  type InstructionSet,
  readRecords,
  readSet,
  recordRows,
} from '../../data/instruct/records.ts';
import { languageOf } from '../../data/language.ts';
import { readRows } from '../../data/rows/read.ts';
import type { Row } from '../../data/rows/row.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import {
  changeInstructionSet,
  getInstructionSet,
  readInstructions,
  saveInstructionSet,
} from '../../storage/instructions.ts';
import { getRun } from '../../storage/runs.ts';
import { getTokenSet } from '../../storage/tokens.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { runConfig, type SetDetails, setReading, toInstructionSet } from '../stored.ts';
import { encoderFor, templateInPlace } from './encoders.ts';
import { type ExampleLengths, joined, type Measured, wholeExample } from './example-lengths.ts';
import { learnedTokens } from './learned-tokens.ts';
import { longerRows } from './longer-rows.ts';
import { currentTokenizer } from './tokens.ts';
import { truncationAt, unansweredAt } from './truncation.ts';

const SHOWN_PROBLEMS = 50;
const SHOWN_ROWS = 20;
const SHOWN_FIELDS = 100;
/** Held-out records that a person chooses from. */
const LISTED_RECORDS = 200;

export async function importInstructions(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  file: File,
): Promise<api.InstructionSetRecord> {
  return hub.job(jobId, 'import', file.name, async (job) => {
    const rows: Row[] = [];
    let read = 0;
    const part = readRows(file, (bytes) => {
      read += bytes;
      job.progress(read, file.size, 'bytes');
    });
    for await (const some of part) {
      job.signal.throwIfAborted();
      for (const row of some) rows.push(row);
    }
    return keepInstructions(hub, project, file.name, recordRows(rows));
  });
}

/** Stores rows as a set of the project. @throws OcaqError `instructions-none` where none of them is a record */
export async function keepInstructions(
  hub: Hub,
  project: api.Id,
  name: string,
  rows: readonly Row[],
): Promise<api.InstructionSetRecord> {
  const details = detailsOf(readSet(rows, name));
  return toInstructionSet(await saveInstructionSet(hub.database, { projectId: project, name, details }, rows));
}

function detailsOf(set: InstructionSet): SetDetails {
  const { reading, records, problems, remarks, laterAnswers, fields } = set;
  return {
    ...reading,
    records: records.length,
    problems: problems.slice(0, SHOWN_PROBLEMS),
    problemCount: problems.length,
    remarks: remarks.map(({ remark, rows }) => ({ remark, count: rows.length, rows: rows.slice(0, SHOWN_ROWS) })),
    laterAnswers,
    fields: fields
      .toSorted((a, b) => b.records - a.records)
      .slice(0, SHOWN_FIELDS)
      .map(({ name, example, holds, counts }) => ({ name, example, holds, lists: counts.list })),
  };
}

/** @throws OcaqError `instructions-none` where it leaves no record: the set is then as it was */
export async function mapInstructions(hub: Hub, id: api.Id, reading: api.Reading): Promise<api.InstructionSetRecord> {
  const { name } = await getInstructionSet(hub.database, id);
  const rows = (await readInstructions(hub.database, id)) as Row[];
  const details = detailsOf(readSet(rows, name, reading));
  return toInstructionSet(await changeInstructionSet(hub.database, id, details));
}

/**
 * The records of a stored set that can be used.
 * @param reading of its rows; as the set is read now where it is left out
 */
export async function recordsOf(hub: Hub, id: api.Id, reading?: api.Reading): Promise<InstructionRecord[]> {
  const now = setReading(await getInstructionSet(hub.database, id));
  const stored = await readInstructions(hub.database, id);
  return now === null ? (stored as InstructionRecord[]) : readRecords(stored as Row[], reading ?? now).records;
}

export async function previewInstructions(
  hub: Hub,
  measured: ExampleLengths,
  project: api.Id,
  query: api.InstructionQuery,
  from: number,
  count: number,
): Promise<api.InstructionPreview> {
  const { baseCheckpoint, template, seq, tooLong: whenTooLong } = query;
  const { id, tokenizer, own } = await tokenizerOf(hub, project, baseCheckpoint);
  const chatTemplate = templateInPlace(own, tokenizer, query.chatTemplate);
  const sets = await Promise.all(
    query.sets.map(async ({ set, weight }) => {
      const reading = setReading(await getInstructionSet(hub.database, set));
      const key = JSON.stringify([set, reading, template, template === 'chat' && chatTemplate, id]);
      return { set, weight, key, records: await recordsOf(hub, set) };
    }),
  );
  const encoder = encoderFor(tokenizer, template, chatTemplate);
  const examples: api.ExamplePreview[] = [];
  let measures: Measured[];
  let records: { set: api.Id; record: InstructionRecord }[];
  try {
    measures = await measured.of(sets, encoder);
    records = sets.flatMap(({ set, records: ofSet }, i) => {
      const refused = new Set(measures[i]?.refused.map(({ row }) => row));
      return ofSet.filter(({ row }) => !refused.has(row)).map((record) => ({ set, record }));
    });
    for (const { set, record } of records.slice(from, from + count))
      examples.push({ set, ...(await exampleOf(tokenizer, encoder, record, seq, whenTooLong)) });
  } finally {
    encoder.close();
  }
  const refused = measures.flatMap((own, i) => own.refused.map((record) => ({ set: sets[i]?.set ?? '', ...record })));
  if (records.length === 0 && refused[0]) throw refused[0].error;
  const lengths = joined(measures);
  const tooLong = lengths.whole.filter((length) => length > seq).length;
  const places = records.map(({ set, record: { row } }) => ({ set, row }));
  const weighed = measures.map((own, i) => ({ lengths: own, weight: sets[i]?.weight ?? 1 }));
  return {
    examples,
    total: records.length,
    usable: records.length - tooLong,
    tooLong,
    refused: { count: refused.length, records: refused.slice(0, SHOWN_ROWS).map(refusedRecord) },
    unanswered: unansweredAt(lengths, places, seq),
    truncated: truncationAt(lengths, seq),
    longer: longerRows(lengths.whole, seq),
    learned: learnedTokens(weighed, seq, whenTooLong),
    canReplay: baseCheckpoint !== null && (await hasText(hub, project, baseCheckpoint)),
  };
}

const refusedRecord = ({ set, row, error }: RefusedRecord & { set: api.Id }): api.RefusedRecord => ({
  set,
  row,
  ...(error.code === 'chat-template-failed'
    ? { reason: 'by-template', detail: String(error.details.reason) }
    : { reason: 'without-tokens', detail: '' }),
});

async function exampleOf(
  tokenizer: TextTokenizer,
  encoder: ExampleEncoder,
  record: InstructionRecord,
  seq: number,
  whenTooLong: api.TooLong,
): Promise<Omit<api.ExamplePreview, 'set'>> {
  const whole = await wholeExample(encoder, record);
  const example = await encoder.example(record, seq, whenTooLong);
  const shown = 'tooLong' in example ? whole : example;
  return {
    row: record.row,
    pieces: piecesOf(tokenizer, shown),
    tokens: shown.tokens.length,
    tooLong: 'tooLong' in example,
    lost: whole.tokens.length - shown.tokens.length,
    language: languageOf(record.output),
  };
}

/** Whether the tokens that a checkpoint was trained on are stored. */
async function hasText(hub: Hub, project: api.Id, checkpoint: api.Id): Promise<boolean> {
  const { runId } = await openCheckpoint(hub, checkpoint);
  const { tokenizer, tokenSet } = runConfig(await getRun(hub.database, runId));
  return (await getTokenSet(hub.database, project, tokenizer, tokenSet)) !== undefined;
}

export async function listHeldOut(
  hub: Hub,
  { sets, baseCheckpoint, template, chatTemplate, seq }: Parameters<api.InstructApi['listHeldOut']>[0],
): Promise<api.HeldOutRecord[]> {
  const { details } = await openCheckpoint(hub, baseCheckpoint);
  const tokenizer = await hub.tokenizers.byId(details.tokenizer);
  const encoder = encoderFor(tokenizer, template, templateInPlace(details.chatTemplate, tokenizer, chatTemplate));
  const listed: api.HeldOutRecord[] = [];
  try {
    for (const { set } of sets)
      for (const { row, instruction, input } of await answerable(
        encoder,
        await recordsOf(hub, set),
        seq,
        LISTED_RECORDS,
      ))
        listed.push({ set, row, instruction, input });
  } finally {
    encoder.close();
  }
  return listed.slice(0, LISTED_RECORDS);
}

/** A tuned model keeps the tokenizer of its base, whatever tokenizer the project has by now. */
async function tokenizerOf(hub: Hub, project: api.Id, baseCheckpoint: api.Id | null) {
  if (baseCheckpoint === null) return { ...(await currentTokenizer(hub, project)), own: undefined };
  const { tokenizer: id, chatTemplate: own } = (await openCheckpoint(hub, baseCheckpoint)).details;
  return { id, tokenizer: await hub.tokenizers.byId(id), own };
}

/** The text of an example by token; a character that several tokens share stands with the last of them. */
function piecesOf(tokenizer: TextTokenizer, { tokens, labels }: EncodedExample): api.ExamplePreview['pieces'] {
  const decoder = tokenizer.stream();
  return Array.from(tokens, (id, i) => ({
    text: decoder.push(id),
    // The label of a token stands at the position before it.
    counted: i > 0 && labels[i - 1] !== IGNORE,
    special: tokenizer.byteLength(id) === 0,
  })).filter(({ text }) => text !== '');
}
