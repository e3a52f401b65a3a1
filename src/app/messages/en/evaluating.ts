/** Messages of the Evaluate screen. Parameters are ready text. */

import type { IndexBase, SetChoice } from '../../../state/evaluating.ts';
import type { Beside, FigureName, MeasuredFigure } from '../../../state/measured-table.ts';
import type { SetKind } from '../../../worker/api.ts';

export const evaluating = {
  needsCheckpoint: 'There is no checkpoint yet. Train a model, and see here what it can do.',
  toTrain: 'Go to Train',
  what: 'What to measure',
  checkpoint: 'Checkpoint',
  set: 'Set',
  sets: {
    'held-out': 'Held-out text',
    'azblimp-few': 'AzBLiMP, quick',
    azblimp: 'AzBLiMP, all',
    file: 'A file',
  } satisfies Record<SetChoice, string>,
  setLeads: {
    'held-out': 'The documents of the corpus that no model learns from: bits per byte and perplexity.',
    'azblimp-few':
      'Minimal pairs of Azerbaijani, ten of each phenomenon: how often the right sentence is the likelier one. Enough for a first look; intervals are wide.',
    azblimp:
      'Minimal pairs of Azerbaijani, over a hundred of each phenomenon: how often the right sentence is the likelier one.',
    file: 'A text; sentences, one a line, as FLORES has them; or minimal pairs, questions with choices, prompts with answers as JSON, JSONL, CSV, TSV or Parquet. The file stays on this computer.',
  } satisfies Record<SetChoice, string>,
  chooseFile: 'Choose a file…',
  dropLead: 'It is measured on this computer, and stays there.',
  looking: 'The file is being looked at…',
  left: (text: string, count: number) =>
    `One file is measured at a time: ${text} more ${count === 1 ? 'was' : 'were'} not taken.`,
  takenFor: 'Taken for',
  kinds: {
    text: 'Text',
    flores: 'Sentences',
    pairs: 'Minimal pairs',
    exam: 'Exam',
    prompts: 'Prompts with answers',
  } satisfies Record<SetKind, string>,
  items: {
    text: (text: string, count: number) => `${text} ${count === 1 ? 'document' : 'documents'}`,
    flores: (text: string, count: number) => `${text} ${count === 1 ? 'sentence' : 'sentences'}`,
    pairs: (text: string, count: number) => `${text} ${count === 1 ? 'pair' : 'pairs'}`,
    exam: (text: string, count: number) => `${text} ${count === 1 ? 'question' : 'questions'}`,
    prompts: (text: string, count: number) => `${text} ${count === 1 ? 'prompt' : 'prompts'}`,
  } satisfies Record<SetKind, (text: string, count: number) => string>,
  form: (name: string) => `form: ${name}`,
  plainForm: 'usual fields',
  base: 'Right answers are numbered from',
  baseHint: 'The file does not show it.',
  bases: { zero: '0', one: '1' } satisfies Record<IndexBase, string>,
  start: 'Measure',
  needsFile: 'Choose a file first.',
  needsBase: 'Say first what the answers are numbered from.',
  results: 'Results',
  none: 'Nothing has been measured yet.',
  kept: 'Results stay with the run of their checkpoint, also when its weights are gone.',
  unknown: (text: string, count: number) =>
    `${text} more ${count === 1 ? 'result is' : 'results are'} kept but cannot be shown: this version of Ocaq does not know ${count === 1 ? 'its form' : 'their form'}.`,
  compared: 'Compared checkpoints',
  gone: (step: string) => `Step ${step}, weights gone`,
  csv: 'Save as CSV',
  json: 'Save as JSON',
  measure: 'Measure',
  figures: {
    bits_per_byte: 'Bits per byte',
    perplexity: 'Perplexity',
    flores_bits: 'Bits for the second half of a sentence',
    accuracy: 'Right choices',
    accuracy_normalised: 'Right choices, by likelihood per character',
    bleu: 'BLEU',
    chrf: 'chrF',
    'chrf++': 'chrF++',
    loops: 'Answers that end in a loop',
    distinct_2: 'Different pairs of words',
  } satisfies Record<FigureName, string>,
  better: { less: 'less is better', more: 'more is better' } satisfies Record<MeasuredFigure['better'], string>,
  chance: (share: string) => `by guessing ${share}`,
  interval: (low: string, high: string) => `${low} to ${high}`,
  isChance: 'not better than guessing',
  beside: {
    better: 'better than the first',
    worse: 'worse than the first',
    'within-noise': 'within the noise',
  } satisfies Record<Beside, string>,
  intervals:
    'Under each figure stands its interval of 95 %. Where the intervals of two checkpoints meet, their difference may be chance.',
  cut: (text: string, count: number) =>
    `${text} ${count === 1 ? 'text was' : 'texts were'} cut at the beginning: tokens were left out of what is only given to the model.`,
  tooLong: (text: string, count: number) =>
    `${text} ${count === 1 ? 'item was' : 'items were'} left out: longer than the context.`,
  problems: (text: string, count: number) => `${text} ${count === 1 ? 'row' : 'rows'} of the file could not be used.`,
  leaks: {
    title: (found: string, items: string, share: string, count: number) =>
      `${found} of ${items} items (${share}) ${count === 1 ? 'stands' : 'stand'} in the corpus: a model that learned from it may know ${count === 1 ? 'it' : 'them'} by heart.`,
    without: (figures: string) => `Without what was found: ${figures}.`,
    show: 'Where they stand',
    place: (item: string, shared: string, words: string, source: string, document: string) =>
      `Item ${item}, ${shared} of ${words} words: ${source}, document ${document}`,
    more: (text: string) => `and ${text} more`,
    clean: (items: string, count: number) =>
      count === 1 ? 'It does not stand in the corpus.' : `None of the ${items} items stands in the corpus.`,
    short: (text: string) => `Of ${text} more it cannot be told: fewer than four words.`,
    allShort: 'Whether its items stand in the corpus cannot be told: they have fewer than four words.',
  },
  maxTokens: 'Tokens of an answer at most',
  maxTokensHint:
    'The model answers every prompt with the likeliest tokens, and its answers are compared with those of the file.',
  notAsked: (text: string, count: number) =>
    `${text} ${count === 1 ? 'prompt was' : 'prompts were'} not asked: there was no room for an answer, or the template refuses it.`,
  answersCut: (text: string, count: number) =>
    `${text} ${count === 1 ? 'answer was' : 'answers were'} cut by the limit on tokens.`,
  answers: 'Prompt by prompt, with how scores were counted',
  prompt: 'Prompt',
  reference: 'Should be',
  emptyAnswer: '(nothing)',
  isLoop: 'ends in a loop',
  moreAnswers: (text: string) => `${text} more are in the JSON file.`,
  seeds: {
    title: 'Several seeds',
    lead: 'Runs that differ in their seed alone, put together: the mean, and under it the lowest and the highest.',
    group: (run: string, step: string, seeds: string, count: number) =>
      `${run}, step ${step}, ${seeds} ${count === 1 ? 'seed' : 'seeds'}`,
    beside: {
      better: 'better than the first, by more than seeds differ',
      worse: 'worse than the first, by more than seeds differ',
      'within-noise': 'within the noise of seeds',
    } satisfies Record<Beside, string>,
  },
  references: 'Published models',
  referencesLead: (language: string) =>
    `On FLORES-200 in ${language}, as the Goldfish models were evaluated. They compare with yours on the sentences of FLORES alone.`,
  languages: { az: 'Azerbaijani', tr: 'Turkish' },
  source: 'Source',
  model: 'Model',
  bits: 'Bits',
  phenomena: 'By phenomenon, with examples',
  phenomenon: 'Phenomenon',
  examples: 'Examples',
  right: 'the model is right',
  wrong: 'the model is wrong',
  remove: 'Delete these results',
  removeTitle: (set: string) => `Delete the results on ${set}?`,
  removeLead: 'Those of the checkpoints shown here are deleted. They can be measured again.',
  removeDo: 'Delete',
  phenomenonNames: {
    'plural-harmony': 'vowel harmony of the plural',
    'case-harmony': 'vowel harmony of cases',
    'four-way-harmony': 'endings with four vowels',
    'verb-harmony': 'vowel harmony of verb endings',
    'negation-harmony': 'vowel harmony of negation',
    'buffer-consonant': 'buffer consonant',
    'consonant-softening': 'k and q that soften',
    'vowel-loss': 'vowel that is lost',
    'person-agreement': 'agreement of person',
    'number-agreement': 'agreement of number',
    'possessive-agreement': 'agreement of the possessive',
    'possessive-head': 'possessive of what is owned',
    'possessive-chain': 'chain of possessives',
    'verb-government': 'case that a verb asks for',
    'postposition-government': 'case that a postposition asks for',
    'question-particle': 'vowel harmony of the question particle',
    'question-word': 'question with a question word',
    'negative-concord': 'negative pronouns',
    evidential: 'evidential (-mış)',
    conditional: 'conditional',
    'adjective-order': 'place of the adjective',
    'verb-order': 'place of the verb',
    'numeral-singular': 'singular after numerals',
    'dotted-i': 'i and ı',
  } as Record<string, string>,
  unnamed: 'not named',
};

export type EvaluatingMessages = typeof evaluating;
