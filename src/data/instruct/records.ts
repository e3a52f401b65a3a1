/**
 * Instruction records from JSON files: Alpaca (instruction, input, output) and sets that call the same three things
 * otherwise (instruction/response, prompt/completion, question/context/answer), as JSON lines or as one JSON array. The
 * field names are recognised by content or given by a mapping. Texts are taken as they are written. A row that is no
 * usable record is listed with its reason, never dropped silently. The whole text is in memory: these sets are small.
 */
import { OcaqError } from '../../errors.ts';
import { type JsonRecord, JsonRows, type RowProblem, valueAt } from '../json-rows.ts';

export interface InstructionRecord {
  instruction: string;
  /** Context for the instruction; '' when there is none. */
  input: string;
  output: string;
  /** Where it stands in its file, from 1: the line of a JSONL file, the element of a JSON array. */
  row: number;
}

/** Which field holds what; without `input` there is no context in this set. Nested fields with dots. */
export type FieldMapping = { instruction: string; input?: string; output: string };

/** Why a row is no record; the studio words them. */
export type InstructionProblem =
  | RowProblem
  | 'instruction-missing'
  | 'instruction-not-text'
  | 'output-missing'
  | 'output-not-text'
  | 'input-not-text';

export interface InstructionSet {
  records: InstructionRecord[];
  /** Every row that gave no record, in order. */
  problems: { row: number; reason: InstructionProblem }[];
  mapping: FieldMapping;
}

/** What sets call the three fields, best first; the Azerbaijani and Turkish names are those of translated sets. */
const FIELD_NAMES: Readonly<Record<keyof FieldMapping, readonly string[]>> = {
  instruction: ['instruction', 'prompt', 'question', 'query', 'təlimat', 'telimat', 'sual', 'talimat', 'soru'],
  input: ['input', 'context', 'giriş', 'giris', 'kontekst', 'girdi'],
  output: ['output', 'response', 'completion', 'answer', 'cavab', 'target', 'çıktı', 'cevap'],
};
const MAPPING_SAMPLE = 100;
/** Longest row that is accepted, in UTF-16 units. */
const ROW_LIMIT = 16_777_216;

/** The field mapping that these records suggest, by their first hundred; undefined if they are no instruction records. */
export function guessMapping(records: readonly JsonRecord[]): FieldMapping | undefined {
  const seen = new Map<string, number>();
  for (const record of records.slice(0, MAPPING_SAMPLE)) {
    for (const [name, value] of Object.entries(record)) {
      if (typeof value === 'string') seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  }
  const best = (wanted: readonly string[]): string | undefined => {
    let found: string | undefined;
    for (const want of wanted) {
      for (const [name, count] of seen) {
        if (asciiLower(name) === want && count > (found === undefined ? 0 : seen.get(found)!)) found = name;
      }
    }
    return found;
  };
  const instruction = best(FIELD_NAMES.instruction);
  const output = best(FIELD_NAMES.output);
  const input = best(FIELD_NAMES.input);
  if (instruction === undefined || output === undefined) return undefined;
  return input === undefined ? { instruction, output } : { instruction, input, output };
}

/** Lower case for A–Z only: field names must not change with a language's rules for I. */
const asciiLower = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Reads a whole instruction file.
 * @param mapping which fields to use; guessed when left out
 * @throws OcaqError `instructions-none` when no row is a usable record
 */
export function parseInstructions(text: string, fileName: string, mapping?: FieldMapping): InstructionSet {
  const reader = new JsonRows(ROW_LIMIT);
  const rows = [...reader.push(text.replace(/^\uFEFF/, '')), ...reader.end()];
  const objects = rows.flatMap((row) => ('record' in row ? [row.record] : []));
  const used = mapping ?? guessMapping(objects);
  if (!used) throw noneUsable(fileName, rows.length, objects.length === 0 ? 'not-json' : 'no-fields');

  const records: InstructionRecord[] = [];
  const problems: InstructionSet['problems'] = [];
  for (const row of rows) {
    const read = 'record' in row ? readRecord(row.record, used) : row.problem;
    if (typeof read === 'string') problems.push({ row: row.row, reason: read });
    else records.push({ ...read, row: row.row });
  }
  if (records.length === 0) throw noneUsable(fileName, rows.length, objects.length === 0 ? 'not-json' : 'no-pair');
  return { records, problems, mapping: used };
}

function readRecord(record: JsonRecord, mapping: FieldMapping): Omit<InstructionRecord, 'row'> | InstructionProblem {
  const instruction = valueAt(record, mapping.instruction) ?? '';
  const input = (mapping.input === undefined ? '' : valueAt(record, mapping.input)) ?? '';
  const output = valueAt(record, mapping.output) ?? '';
  if (typeof instruction !== 'string') return 'instruction-not-text';
  if (typeof input !== 'string') return 'input-not-text';
  if (typeof output !== 'string') return 'output-not-text';
  if (instruction.trim() === '') return 'instruction-missing';
  if (output.trim() === '') return 'output-missing';
  return { instruction, input: input.trim() === '' ? '' : input, output };
}

const NONE_USABLE = {
  'not-json': 'it is not JSON with records in it',
  'no-fields': 'its records have no fields for an instruction and its answer',
  'no-pair': 'none of its records has both an instruction and an answer, as text',
};

function noneUsable(file: string, rows: number, reason: keyof typeof NONE_USABLE): OcaqError {
  return new OcaqError(
    'instructions-none',
    `${file} holds no usable instruction record: ${NONE_USABLE[reason]}. Bring a JSON or JSONL file whose records have fields such as "instruction" and "output".`,
    { file, rows, reason },
  );
}
