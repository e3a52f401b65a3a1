/** Messages of the Instruct screen. Parameters are ready text. */
import type { PromptTemplateId, Remark, RoleId, ShapeId, TooLong } from '../../../worker/api.ts';

export const instruct = {
  addSet: 'Add an instruction set',
  addHint:
    'JSON, JSONL, CSV or TSV, also gzipped, or Parquet: instructions and answers as Alpaca has them, questions and answers, or conversations as ShareGPT and chat services have them',
  sets: 'Sets',
  records: (text: string, count: number) => `${text} ${count === 1 ? 'record' : 'records'}`,
  problems: (text: string, count: number) => `${text} ${count === 1 ? 'record' : 'records'} could not be used`,
  problem: (row: string, reason: string) => `Record ${row}: ${reason}`,
  moreProblems: (count: string) => `and ${count} more`,
  fields: 'Fields',
  noField: 'none',
  unusedFields: (names: string) => `not used: ${names}`,
  shape: 'Records are',
  shapes: {
    instruction: 'instructions with answers',
    'prompt-completion': 'prompts and completions in turns',
    conversation: 'conversations',
  } satisfies Record<ShapeId, string>,
  roles: {
    instruction: 'Instruction',
    input: 'Input',
    output: 'Answer',
    system: 'System prompt',
    turns: 'Conversation',
    prompt: 'Prompt',
    completion: 'Completion',
  } satisfies Record<RoleId, string>,
  /** @param answers that are not learned */
  remarks: {
    'taken-as-text': (count) => `${count} with a number, true or false for a text, taken as it is written`,
    'turns-joined': (count) => `${count} with neighbouring turns of one side, joined by a line break`,
    'answer-first': (count) => `${count} that begin with an answer, which is left out`,
    'later-answers': (count, answers) =>
      `${count} with more than one answer, of which the first is learned: ${answers} later answers are not`,
    'template-in-output': (count) => `${count} with the text of a template in the answer`,
    'output-is-input': (count) => `${count} whose answer repeats what was given`,
  } satisfies Record<Remark, (count: string, answers: string) => string> as Record<
    Remark,
    (count: string, answers: string) => string
  >,
  remarkRows: (rows: string) => `(records ${rows})`,
  remove: (file: string) => `Delete ${file}`,
  removeTitle: (file: string) => `Delete “${file}”?`,
  removeLead: 'The set is deleted from this browser. Your file on disk and the runs that learned from it stay.',
  removeDo: 'Delete set',
  template: 'Template',
  templates: {
    az: 'Azerbaijani: ### Təlimat / ### Cavab',
    alpaca: 'Stanford Alpaca: ### Instruction / ### Response',
  } satisfies Record<PromptTemplateId, string>,
  base: 'Start from',
  examples: 'Examples, as the model will see them',
  usable: (usable: string, total: string) => `${usable} of ${total} usable`,
  tooLong: (count: string) => `${count} do not fit the context and are left out`,
  tooLongChoice: 'Records that do not fit',
  tooLongChoices: { 'leave-out': 'Leave out', truncate: 'Truncate the answer' } satisfies Record<TooLong, string>,
  truncated: (records: string, lost: string, tokens: string, share: string) =>
    `Truncation keeps ${records} more records. Their answers lose ${lost} of ${tokens} tokens (${share}) and do not show the model where an answer ends.`,
  promptsTooLong: (count: string) => `Of ${count} records not even the prompt fits; they are left out in either case.`,
  exampleTruncated: (lost: string) => `answer truncated, ${lost} tokens lost`,
  sampled: 'Answered while tuning',
  sampledLead: (most: string) =>
    `The model answers these held-out instructions at every sample. It does not learn from them. Choose up to ${most}.`,
  sampledCount: (chosen: string, total: string) => `${chosen} of ${total} held-out records`,
  noneHeldOut:
    'No record of this set is held out, so there is nothing to answer while tuning. Sets of a hundred records or more have some.',
  fit: (usable: string, total: string, seq: string) => `${usable} of ${total} records fit into rows of ${seq} tokens.`,
  lost: (share: string) => `${share} of the set would not be learned.`,
  longerRows: (seq: string, usable: string) => `Use rows of ${seq} tokens: ${usable} records fit`,
  contextEnds: (context: string, seq: string) =>
    `The model looks back at most ${context} tokens. For all records, train one with a context of ${seq}.`,
  onlyUsable: (usable: string) => `Or start as it is: only the ${usable} that fit are used.`,
  noneFits: 'No record fits into a row this long. Allow more tokens per row, or choose a model with a longer context.',
  exampleTokens: (row: string, tokens: string) => `record ${row}, ${tokens} tokens`,
  exampleTooLong: 'too long',
  counted: 'answer: the loss looks here',
  notCounted: 'prompt: read, not learned',
  previous: 'Previous',
  next: 'Next',
  page: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
  settings: 'Settings',
  start: 'Start instruction tuning',
  needsCheckpoint: 'Instruction tuning starts from a trained model. Train one first.',
  toTrain: 'Go to Train',
  needsSet: 'Add a set of instruction records to continue.',
  newRun: 'Set up another run',
  passes: 'Passes over the set',
  checkpointName: (kind: string, step: string, loss: string) => `${kind}, step ${step}${loss}`,
  checkpointLoss: (loss: string) => `, held-out ${loss}`,
  checkpointBest: ', best',
  checkpointBestHint: 'The lowest held-out loss of its run',
};

export type Instruct = typeof instruct;
