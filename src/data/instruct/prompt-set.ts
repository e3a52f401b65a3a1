/**
 * Prompts with one or more answers that would be right, to compare a model's answers with: read as instruction sets are, of any
 * shape and file. A list of texts in the place of the answer is as many references, each of which an answer may be like.
 */
import { type Row, valueAt } from '../rows/row.ts';
import { isListOfTexts } from './recognise.ts';
import { type ReadRecords, readSet } from './records.ts';
import type { Prompted } from './templates.ts';

export interface PromptItem {
  readonly asked: Prompted;
  /** At least one, none of them blank. */
  readonly references: readonly string[];
  /** Where it stands in its file, from 1; see `Row`. */
  readonly row: number;
}

export const promptText = ({ asked: { instruction, input } }: Pick<PromptItem, 'asked'>): string =>
  [instruction, input].filter((part) => part !== '').join('\n');

/** By which an item is known: what is asked, and what would be right. */
export const textsOf = (item: PromptItem): string[] => [promptText(item), ...item.references];

export interface PromptSet {
  readonly items: readonly PromptItem[];
  readonly problems: ReadRecords['problems'];
}

/**
 * @param rows as `recordRows` gives them
 * @throws OcaqError `instructions-none` when no row has both a prompt and an answer
 */
export function readPromptSet(rows: readonly Row[], fileName: string): PromptSet {
  const { reading } = readSet(rows, fileName);
  const { records, problems } = readSet(rows, fileName, { ...reading, joinLists: true });
  const field = reading.mapping.output;
  const answers = new Map(
    rows.flatMap((row) => ('record' in row && field !== undefined ? [[row.row, valueAt(row.record, field)]] : [])),
  );
  const items = records.map(({ output, row, ...asked }): PromptItem => {
    const answer = answers.get(row);
    const references = isListOfTexts(answer) ? answer.filter((text) => text.trim() !== '') : [output];
    return { asked, references, row };
  });
  return { items, problems };
}
