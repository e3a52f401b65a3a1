/** Messages of the Instruct screen. Parameters are ready text. */
import type {
  KnownLanguage,
  RefusedRecord,
  Remark,
  RoleId,
  ShapeId,
  TemplateId,
  TooLong,
} from '../../../worker/api.ts';

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
  joinLists: 'Join lists in the place of texts, an item a line',
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
    'list-joined': (count) => `${count} with a list for a text, joined by line breaks`,
    'python-literal': (count) => `${count} written as Python writes them, not as JSON; read as what they stand for`,
    'turns-joined': (count) => `${count} with neighbouring turns of one side, joined by a line break`,
    'answer-first': (count) => `${count} that begin with an answer, which is left out`,
    'later-answers': (count, answers) =>
      `${count} with more than one answer, of which the first is learned: ${answers} later answers are not`,
    'template-in-output': (count) => `${count} with the text of a template in the answer`,
    'output-is-input': (count) => `${count} whose answer repeats what was given`,
    'answer-in-az': (count) => `${count} answered in Azerbaijani, unlike most of the set`,
    'answer-in-tr': (count) => `${count} answered in Turkish, unlike most of the set`,
    'answer-in-en': (count) => `${count} answered in English, unlike most of the set`,
    'answer-in-ru': (count) => `${count} answered in Russian, unlike most of the set`,
  } satisfies Record<Remark, (count: string, answers: string) => string> as Record<
    Remark,
    (count: string, answers: string) => string
  >,
  remarkRows: (rows: string) => `(records ${rows})`,
  remove: (file: string) => `Delete ${file}`,
  removeTitle: (file: string) => `Delete “${file}”?`,
  removeLead: 'The set is deleted from this browser. Your file on disk and the runs that learned from it stay.',
  removeDo: 'Delete set',
  deletedSet: 'a set that was deleted',
  weight: 'Weight',
  weightHint:
    'A set of weight 2 is seen twice as often as one of weight 1. At 0.5, a pass has half of its records, and the next pass the rest. Held-out records count once each.',
  template: 'Template',
  templates: {
    az: 'Azerbaijani: ### Təlimat / ### Cavab',
    alpaca: 'Stanford Alpaca: ### Instruction / ### Response',
    chat: 'The model’s own chat template',
  } satisfies Record<TemplateId, string>,
  chatTemplate: 'A chat template',
  otherTemplate: 'Another chat template in its place',
  jinja: 'Chat template (Jinja)',
  jinjaHint:
    'As models have it in chat_template.jinja or tokenizer_config.json. It runs apart from the studio and is stopped after a second.',
  useTemplate: 'Use this template',
  templateFile: 'Choose a file',
  ownTemplate: 'Use the model’s own again',
  base: 'Start from',
  examples: 'Examples, as the model will see them',
  usable: (usable: string, total: string) => `${usable} of ${total} usable`,
  tooLong: (count: string) => `${count} do not fit the context and are left out`,
  refusedBy: {
    'by-template': (detail) => `the chat template refuses it: ${detail}`,
    'without-tokens': () => 'its prompt or its answer gives no tokens',
  } satisfies Record<RefusedRecord['reason'], (detail: string) => string> as Record<
    RefusedRecord['reason'],
    (detail: string) => string
  >,
  tooLongChoice: 'Records that do not fit',
  tooLongChoices: { 'leave-out': 'Leave out', truncate: 'Truncate the answer' } satisfies Record<TooLong, string>,
  truncated: (records: string, lost: string, tokens: string, share: string) =>
    `Truncation keeps ${records} more records. Their answers lose ${lost} of ${tokens} tokens (${share}) and do not show the model where an answer ends.`,
  promptsTooLong: (count: string) =>
    `The prompts of ${count} records leave no room for an answer; they are never learned.`,
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
  noneUsable:
    'No record can be used as the sets are read now. Look at the fields of the sets, and at the reasons beside them.',
  noneFits: 'No record fits into a row this long. Allow more tokens per row, or choose a model with a longer context.',
  exampleTokens: (row: string, tokens: string) => `record ${row}, ${tokens} tokens`,
  exampleTooLong: 'too long',
  countedLess: (weight: string) => `prompt: the loss looks here with weight ${weight}`,
  languages: {
    az: 'in Azerbaijani',
    tr: 'in Turkish',
    en: 'in English',
    ru: 'in Russian',
  } satisfies Record<KnownLanguage, string>,
  counted: 'answer: the loss looks here',
  notCounted: 'prompt: read, not learned',
  treatment: 'How records are learned',
  rows: 'A row holds',
  oneEach: 'one record',
  packed: 'several, packed',
  packing: (records: string, rows: string, steps: string, stepsOneEach: string) =>
    `Packed, ${records} records take ${rows} rows. Steps in a pass over the set: ${steps}, not ${stepsOneEach}. Each record is still read by itself.`,
  packingSameSteps: (records: string, rows: string, steps: string) =>
    `Packed, ${records} records take ${rows} rows, but a pass over the set takes as many steps (${steps}). Each record is still read by itself.`,
  promptLoss: 'Loss on the prompt',
  noPromptLoss: 'none',
  promptWeight: (weight: string) => `with weight ${weight}`,
  promptLossHint: 'A little of it can help small models, and sets of short answers.',
  embeddingDropout: 'Dropout of embedded tokens',
  noDropout: 'none',
  embeddingDropoutHint:
    'Drops that share of what the layers get of each token while it trains. It keeps small models from learning few examples by heart; a published recipe for a small model of Turkish has 10 %.',
  replay: 'Text of the corpus among the examples',
  noReplay: 'none',
  replayShare: (share: string) => `${share} of the tokens`,
  replayHint: 'With it, the model forgets less of the language that it learned.',
  learnedShare: 'Tokens of answers',
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
