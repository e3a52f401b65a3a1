/** Messages of the Corpus screen. Parameters are ready text. */
import type { StepId } from '../../../data/cleaning/table.ts';
import type { DocumentSplit, ImportOptions } from '../../../worker/api.ts';

export const corpus = {
  first: {
    title: 'A model of your own language, trained in this tab',
    lead: 'Bring text files, and Ocaq takes you from there to a model that answers: corpus, tokenizer, model, training, instructions, chat. It runs on your graphics card; no text leaves this computer.',
    sampleTitle: 'See it work first',
    sampleLead:
      'Ocaq comes with a small Azerbaijani corpus. One click takes it through every step and ends in a chat with a tiny, freshly trained model. It takes a few minutes, and every screen shows what is happening.',
    start: 'Go through the whole journey',
    ownTitle: 'Or start with your own text',
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
    noTokens: 'known once the tokenizer is trained and used',
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
    badHint: 'Byte sequences that are not valid UTF-8; each was replaced by a visible character.',
    remove: (file: string) => `Delete ${file}`,
    show: (file: string) => `Show what was removed from ${file}`,
  },
  removeTitle: (file: string) => `Delete “${file}” from the corpus?`,
  removeLead: (documents: string) =>
    `Documents deleted from this browser: ${documents}. Your file on disk is not touched. The tokenizer and checkpoints are kept, but will no longer match the corpus.`,
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
    'unicode-nfc': ['Letters', 'Every letter is written in one form; invisible and control characters are removed.'],
    whitespace: ['White space', 'Repeated spaces and blank lines are reduced to one.'],
    'short-lines': ['Short fragments', 'Removes page numbers, ornaments, and documents shorter than a short sentence.'],
    'exact-duplicates': ['Exact duplicates', 'Removes documents that are already in the corpus, word for word.'],
  } satisfies Record<StepId, readonly [name: string, what: string]>,
  dialog: {
    title: 'Before the files are read',
    lead: 'This is how each file will be read. Nothing is stored yet.',
    reading: 'Reading the beginning of the file…',
    files: 'Files',
    format: 'Format',
    formats: { text: 'Plain text', markdown: 'Markdown', jsonl: 'JSON lines' } satisfies Record<
      ImportOptions['format'],
      string
    >,
    split: 'What separates documents',
    splits: {
      auto: 'Detect automatically',
      file: 'Nothing: the file is one document',
      'blank-line': 'Blank lines',
      line: 'Line breaks',
    } satisfies Record<DocumentSplit, string>,
    field: 'Field with the text',
    noField: 'Choose a field',
    example: 'for example',
    first: 'First documents, as they will be read',
    instructions: 'These look like instruction records: questions with answers.',
    instructionsLead: 'They teach a model to answer: they are added as an instruction set, for a later step.',
    anyway: 'Read it as corpus text instead',
    noneReady: 'No file can be read yet: choose the field with the text, or leave out what cannot be read.',
    cleaning: 'Cleaning, the same for all files of this import',
    unreadable: 'cannot be read',
    leaveOut: 'Leave out',
    confirm: (count: number) => (count === 1 ? 'Add the file' : `Add ${count} files`),
    importing: 'Reading and cleaning…',
    empty: 'There is no text in this file.',
  },
};

export type Corpus = typeof corpus;
