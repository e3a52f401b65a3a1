/** Messages of the Corpus screen. Parameters are ready text. */
import type { StepId } from '../../../data/cleaning/table.ts';
import type { DocumentSplit, ImportOptions } from '../../../worker/api.ts';

export const corpus = {
  first: {
    title: 'A language model of your own language, made in this tab',
    lead: 'Bring text files, and Ocaq takes you from there to a model that answers: corpus, tokenizer, model, training, instructions, chat. It runs on your graphics card; no text leaves this computer.',
    sampleTitle: 'See it work first',
    sampleLead:
      'A small Azerbaijani corpus is bundled. One press goes through every step with it and ends in a chat with a tiny model that has just been trained. It takes a few minutes, and every screen shows what happens.',
    start: 'Go through the whole journey',
    ownTitle: 'Or begin with your own text',
    ownLead: 'Drop files anywhere on the page.',
  },
  add: 'Add files',
  dropHint: 'Drop files anywhere, or',
  totals: {
    documents: 'Documents',
    text: 'Text',
    tokens: 'Tokens',
    train: 'Training tokens',
    heldOut: 'Held-out tokens',
    heldOutDocuments: (text: string, count: number) => `${text} ${count === 1 ? 'document' : 'documents'}`,
    noTokens: 'once a tokenizer is trained and used',
  },
  sources: 'Sources',
  table: {
    file: 'File',
    added: 'Added',
    size: 'Size',
    kept: 'Kept',
    documents: 'Documents',
    removed: 'Removed',
    bad: 'Bad bytes',
    badHint: 'Byte sequences that are not valid UTF-8; each was replaced by a visible mark.',
    remove: (file: string) => `Delete ${file}`,
    show: (file: string) => `What was removed from ${file}`,
  },
  removeTitle: (file: string) => `Delete “${file}” from the corpus?`,
  removeLead: (documents: string) =>
    `Its ${documents} documents are deleted from this browser. Your file on disk stays. Tokenizer and checkpoints stay too, but no longer match the corpus.`,
  removeDo: 'Delete source',
  cleaning: {
    title: 'What was removed and changed',
    of: (file: string) => `in ${file}`,
    removed: (count: string) => `${count} removed`,
    changed: (count: string) => `${count} changed`,
    untouched: 'nothing',
    documents: (from: string, to: string) => `${from} → ${to} documents`,
    examples: 'Examples',
    before: 'Before',
    after: 'After',
    gone: 'removed',
    badRows: (text: string, count: number) => `${text} ${count === 1 ? 'row' : 'rows'} could not be read`,
    badRow: (row: string, reason: string) => `Row ${row}: ${reason}`,
  },
  steps: {
    'unicode-nfc': ['Letters', 'One form for every letter; invisible and control characters out.'],
    whitespace: ['White space', 'Runs of spaces and empty lines made one.'],
    'short-lines': ['Crumbs', 'Page numbers, ornaments, and documents shorter than a short sentence.'],
    'exact-duplicates': ['Exact duplicates', 'Documents that are there already, word for word.'],
  } satisfies Record<StepId, readonly [name: string, what: string]>,
  dialog: {
    title: 'Before the files are read',
    lead: 'This is how each file would be read. Nothing is stored yet.',
    reading: 'Looking into the file…',
    files: 'Files',
    format: 'Format',
    formats: { text: 'Plain text', markdown: 'Markdown', jsonl: 'JSON lines' } satisfies Record<
      ImportOptions['format'],
      string
    >,
    split: 'Documents are divided by',
    splits: {
      auto: 'Decide by itself',
      file: 'Nothing: the file is one document',
      'blank-line': 'Empty lines',
      line: 'Line ends',
    } satisfies Record<DocumentSplit, string>,
    field: 'Field with the text',
    noField: 'Choose a field',
    example: 'for example',
    first: 'First documents, as they would be read',
    instructions: 'These look like instruction records: questions with answers.',
    instructionsLead: 'They teach a model to answer, and belong to a later step.',
    toInstruct: 'Open in Instruct',
    anyway: 'Read it as corpus text all the same',
    unreadable: 'cannot be read',
    leaveOut: 'Leave out',
    confirm: (count: number) => (count === 1 ? 'Add the file' : `Add ${count} files`),
    importing: 'Reading and cleaning…',
    empty: 'There is no text in this file.',
  },
};

export type Corpus = typeof corpus;
