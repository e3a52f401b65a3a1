/** Messages of the Instruct screen. Parameters are ready text. */
import type { PromptTemplateId } from '../../../worker/api.ts';

export const instruct = {
  addSet: 'Add a set',
  addHint: 'JSON or JSONL with instruction, input and output, as Alpaca has them',
  sets: 'Sets',
  records: (text: string, count: number) => `${text} ${count === 1 ? 'record' : 'records'}`,
  problems: (text: string, count: number) => `${text} ${count === 1 ? 'record' : 'records'} could not be used`,
  problem: (row: string, reason: string) => `Record ${row}: ${reason}`,
  moreProblems: (count: string) => `and ${count} more`,
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
  tooLong: (count: string) => `${count} too long for the context: left out, never cut`,
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
};

export type Instruct = typeof instruct;
