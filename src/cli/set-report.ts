/** What the commands say of the records of an instruction set: those that are not used, and what was done to the others. */
import type { RefusedRecord } from '../data/instruct/encode-set.ts';
import { hasLists, type ReadRecords } from '../data/instruct/records.ts';
import type { Remark } from '../data/instruct/remarks.ts';
import type { InstructionProblem } from '../data/instruct/shapes/shape.ts';
import { ROW_REASONS } from './bad-rows.ts';

const REASONS: Readonly<Record<InstructionProblem, string>> = {
  ...ROW_REASONS,
  'instruction-missing': 'has no instruction',
  'instruction-not-text': 'has an instruction that is not text',
  'input-not-text': 'has an input that is not text',
  'output-missing': 'has no answer',
  'output-not-text': 'has an answer that is not text',
  'system-not-text': 'has a system prompt that is not text',
  'text-is-list': 'has a list in the place of a text',
  'turns-missing': 'has no conversation',
  'turn-not-readable': 'has a turn without a role or a text',
  'turn-not-text': 'has a turn with something other than text in it, such as an image',
  'turn-role-unknown': 'has a turn of an unknown role',
  'turn-of-tool': 'has turns of tools, which cannot be trained yet',
  'prompt-of-turns': 'has a prompt with answers in it, which cannot be trained yet',
};

/** @param later answers of conversations */
const REMARKS: Readonly<Record<Remark, (later: number) => string>> = {
  'taken-as-text': () => 'have a number, true or false for a text, taken as it is written',
  'list-joined': () => 'have a list for a text, joined by line breaks',
  'python-literal': () => 'are written as Python writes them, not as JSON, and read as what they stand for',
  'turns-joined': () => 'have neighbouring turns of one side, joined by a line break',
  'answer-first': () => 'begin with an answer, which is left out',
  'later-answers': (later) =>
    `have more than one answer, of which the first is learned and the others, ${later} in all, are not`,
  'template-in-output': () => 'have the text of a template in the answer',
  'output-is-input': () => 'have an answer that repeats what was given',
  'answer-in-az': () => 'are answered in Azerbaijani, unlike most of the set',
  'answer-in-tr': () => 'are answered in Turkish, unlike most of the set',
  'answer-in-uz': () => 'are answered in Uzbek, unlike most of the set',
  'answer-in-kk': () => 'are answered in Kazakh, unlike most of the set',
  'answer-in-en': () => 'are answered in English, unlike most of the set',
  'answer-in-ru': () => 'are answered in Russian, unlike most of the set',
};
const LISTED = 20;
const NAMED = 5;

/**
 * The rows that gave no record, each with its reason, and what can be done about it; what is to be known of the records.
 * @param canJoin whether the command has the option to join lists
 */
export function setReport(
  file: string,
  { problems, remarks, laterAnswers }: Pick<ReadRecords, 'problems' | 'remarks' | 'laterAnswers'>,
  canJoin: boolean,
): string[] {
  const said: string[] = [];
  if (problems.length > 0)
    said.push(
      listed(
        `${file}: rows that cannot be used: ${problems.length}`,
        problems.map(({ row, reason }) => `row ${row} ${REASONS[reason]}`),
      ),
    );
  if (canJoin && hasLists({ problems }))
    said.push(`${file}: --join-lists joins lists in the place of texts, an item a line`);
  for (const { remark, rows } of remarks) {
    const named = rows.slice(0, NAMED).join(', ');
    const more = rows.length > NAMED ? ', …' : '';
    said.push(`${file}: records that ${REMARKS[remark](laterAnswers)}: ${rows.length} (rows ${named}${more})`);
  }
  return said;
}

/** Records that give no example, each with what the template says. */
export const refusedReport = (file: string, refused: readonly RefusedRecord[]): string =>
  listed(
    `${file}: records that give no example and are left out: ${refused.length}`,
    refused.map(({ row, error }) => `row ${row}: ${error.message}`),
  );

function listed(heading: string, rows: readonly string[]): string {
  const lines = rows.slice(0, LISTED);
  if (rows.length > lines.length) lines.push(`and ${rows.length - lines.length} more`);
  return [heading, ...lines].join('\n  ');
}
