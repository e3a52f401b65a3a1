/** Messages about texts that are chosen for steps of cleaning. Parameters are ready text. */
import type { RecordsPart, ReferenceUse } from '../../../worker/api.ts';

type ByUse = Record<ReferenceUse, string>;

export const references = {
  titles: { evaluation: 'Evaluation sets', trusted: 'Trusted text' } satisfies ByUse,
  leads: {
    evaluation:
      'Texts that models will be evaluated on, in any format that can be read. What they hold is removed from the corpus, so that no model is evaluated on what it has learned.',
    trusted:
      'Give clean text, written as the model should write: edited articles, books. At least 1000 characters are needed; a few megabytes are better, and more than 8 add nothing. Ocaq learns from it which letter follows which, and removes documents that are unlike it: other languages, lists, spoilt text. Until it is chosen the step stays off and removes nothing.',
  } satisfies ByUse,
  choose: { evaluation: 'Choose evaluation sets', trusted: 'Choose trusted text' } satisfies ByUse,
  first: {
    evaluation: 'Can be switched on once an evaluation set is chosen.',
    trusted: 'Can be switched on once trusted text is chosen.',
  } satisfies ByUse,
  without: {
    evaluation: 'No evaluation set is chosen any more: the step does nothing.',
    trusted: 'No trusted text is chosen any more: the step does nothing.',
  } satisfies ByUse,
  addFiles: 'Add files',
  fromProject: { evaluation: 'An instruction set of this project', trusted: 'A source of this corpus' } satisfies ByUse,
  pick: 'Choose…',
  add: 'Add',
  part: (name: string, part: RecordsPart) => (part === 'all' ? name : `${name}, its held-out part`),
  texts: (text: string, count: number) => `${text} ${count === 1 ? 'text' : 'texts'}`,
  partOf: (kept: string, all: string) => `${kept}, chosen by chance from ${all}`,
  copied: { source: 'a copy of a source', instructions: 'a copy of an instruction set' },
  heldOutPart: 'its held-out part',
  gone: 'what it was copied from has been deleted or replaced; the copy stays',
  short: (text: string, count: number) =>
    count === 1
      ? `${text} text has fewer than thirteen words and cannot be found`
      : `${text} texts have fewer than thirteen words and cannot be found`,
  badRows: (text: string, count: number) =>
    count === 1 ? `${text} row could not be used` : `${text} rows could not be used`,
  skippedFiles: (text: string, count: number) =>
    count === 1 ? `${text} file in it was not read` : `${text} files in it were not read`,
  remove: (name: string) => `Remove “${name}”`,
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeLead: 'Your file, or what it was copied from, stays. The corpus stays as it is until it is cleaned again.',
  removeDo: 'Remove',
  copyStays: 'A copy of it is trusted text and stays so until you remove it there.',
  surprise: {
    title: 'How much texts surprise',
    lead: 'The higher the figure, the less a text is like the trusted one (in bits per character). The grey bar reaches from the 5th to the 95th of a hundred texts; the dark mark is the one in the middle. The orange line is the bound: documents to the right of it are removed.',
    measuring: 'Measuring…',
    trusted: 'Trusted text, by the rest of it',
    corpus: 'The corpus, as it comes to this step',
    range: (low: string, middle: string, high: string) => `${low} to ${high}, in the middle ${middle}`,
    few: 'too short to be measured by itself',
    none: 'no document comes to this step',
    asTrusted: (value: string) => `Set the bound to ${value}: 95 of 100 trusted texts would stay`,
    asCorpus: (value: string) => `Set the bound to ${value}: 95 of 100 documents of the corpus stay`,
  },
};

export type ReferenceMessages = typeof references;
