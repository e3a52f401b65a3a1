/** Messages of the Corpus screen. Parameters are ready text. */
import type { DottedIRemark } from '../../../data/cleaning/dotted-i.ts';
import type { FinewebQualityRule } from '../../../data/cleaning/fineweb-quality.ts';
import type { GopherQualityRule } from '../../../data/cleaning/gopher-quality.ts';
import type { GopherRepetitionRule } from '../../../data/cleaning/gopher-repetition.ts';
import type { LanguageRule } from '../../../data/cleaning/language.ts';
import type { ScoreFilterRule } from '../../../data/cleaning/score-filter.ts';
import type { ScriptRemark, ScriptRule } from '../../../data/cleaning/script.ts';
import type { StepId } from '../../../data/cleaning/table.ts';
import type { SkippedFile } from '../../../data/readers/source.ts';
import type { FileFormat, READERS } from '../../../data/readers/table.ts';
import type { TableHeader } from '../../../data/rows/delimited.ts';
import type { DocumentSplit } from '../../../worker/api.ts';

/** Formats that leave a person no choice of what a document is. */
type FormatOfDocuments = Extract<(typeof READERS)[number], { asks: 'nothing' }>['id'];

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
  sets: 'Files of instructions with answers do not belong to the corpus; they are on the Instruct screen:',
  toSets: 'Go to Instruct',
  contents: 'On this page',
  table: {
    file: 'File',
    added: 'Added',
    size: 'Size',
    kept: 'Kept',
    documents: 'Documents',
    near: 'Near-duplicates',
    nearHint:
      'How many of the documents that are left after exact copies nearly repeat an earlier one. Exact copies are not among them: they are counted apart.',
    bad: 'Bad bytes',
    badHint: 'Byte sequences that are not valid UTF-8; each was replaced by a visible character.',
    remove: (file: string) => `Delete ${file}`,
    show: (file: string) => `About ${file}`,
  },
  removeTitle: (file: string) => `Delete “${file}” from the corpus?`,
  removeLead: (documents: string) =>
    `Documents deleted from this browser: ${documents}. Your file on disk is not touched. The tokenizer and checkpoints are kept, but will no longer match the corpus.`,
  removeDo: 'Delete source',
  steps: {
    'repair-encoding': [
      'Wrong encoding',
      'Letters garbled by a wrong encoding (Ã¶ for ö, É™ for ə) are restored where that is certain.',
    ],
    'unicode-nfc': ['Letters', 'Every letter is written in one form; invisible and control characters are removed.'],
    'look-alikes': [
      'Look-alike letters',
      'Letters of another script that only look right (a Cyrillic “а” in a Latin word, “ǝ” for “ə”) are replaced.',
    ],
    script: [
      'Script',
      'Tells Latin, Cyrillic and Arabic letters apart and recognises Azerbaijani in each; as a choice, Cyrillic becomes Latin.',
    ],
    'dotted-i': [
      'Dotted and dotless i',
      'Reports documents in which every “i” has become “ı”, or the other way round; as a choice, removes them.',
    ],
    boilerplate: [
      'Web page leftovers',
      'Removes tags, lines of links alone, menus, buttons and cookie notices, and lines that many documents of the source have.',
    ],
    whitespace: ['White space', 'Repeated spaces and blank lines are reduced to one.'],
    'short-lines': ['Short fragments', 'Removes page numbers, ornaments, and documents shorter than a short sentence.'],
    language: ['Language', 'Keeps documents in the chosen languages; of mixed ones it looks at the share.'],
    'gopher-repetition': [
      'Repetition',
      'Removes documents that repeat the same lines, phrases or passages over and over. The rules were written for the corpus of the model Gopher; the bounds are those of FineWeb-2 for the language.',
    ],
    'fineweb-quality': [
      'Lists and menus',
      'Removes documents whose lines are no sentences. The rules are those of the web corpus FineWeb; the bounds are those of FineWeb-2 for the language.',
    ],
    'gopher-quality': [
      'Running text',
      'Removes documents that do not read like running text: very short or very long ones, ones full of # signs and ellipses, lists, ones without the commonest words of the language. The rules were written for the corpus of the model Gopher; the bounds are those of FineWeb-2.',
    ],
    perplexity: [
      'Surprising text',
      'Removes documents whose letters follow each other unlike those of the text that you chose as trusted.',
    ],
    'score-filter': [
      'Scores',
      'Removes documents by a column of numbers, such as a quality score. Does nothing until a column is named.',
    ],
    leaks: [
      'Evaluation texts',
      'Removes documents that share thirteen words in a row with the chosen evaluation sets.',
    ],
    'exact-duplicates': ['Exact duplicates', 'Removes documents that are already in the corpus, word for word.'],
    'near-duplicates': [
      'Near duplicates',
      'Removes documents that share most of their passages with an earlier one: reposts, revisions, copied news.',
    ],
  } satisfies Record<StepId, readonly [name: string, what: string]>,
  remarks: {
    'repair-encoding': { uncertain: 'May have wrongly encoded letters, but that is not certain' },
    script: {
      'azerbaijani-cyrillic': 'Azerbaijani in Cyrillic letters',
      'azerbaijani-arabic': 'Azerbaijani in Arabic letters',
    } satisfies Record<ScriptRemark, string>,
    'dotted-i': {
      'dotless-for-dotted': '“ı” where “i” belongs',
      'dotted-for-dotless': '“i” where “ı” belongs',
    } satisfies Record<DottedIRemark, string>,
    'score-filter': { 'no-score': 'Has no score in this column' },
  },
  rules: {
    script: {
      latin: 'In Latin letters',
      cyrillic: 'In Cyrillic letters',
      arabic: 'In Arabic letters',
      'other-script': 'In another script',
    } satisfies Record<ScriptRule, string>,
    'dotted-i': {
      'dotless-for-dotted': '“ı” where “i” belongs',
      'dotted-for-dotless': '“i” where “ı” belongs',
    } satisfies Record<DottedIRemark, string>,
    language: {
      'other-language': 'In another language',
      'mixed-language': 'Too little of it is in the language',
    } satisfies Record<LanguageRule, string>,
    'gopher-repetition': {
      'repeated-paragraphs': 'Too many repeated paragraphs',
      'repeated-paragraph-characters': 'Too much text in repeated paragraphs',
      'repeated-lines': 'Too many repeated lines',
      'repeated-line-characters': 'Too much text in repeated lines',
      'top-2-grams': 'One pair of words makes up too much of the text',
      'top-3-grams': 'One phrase of three words makes up too much of the text',
      'top-4-grams': 'One phrase of four words makes up too much of the text',
      'repeated-5-grams': 'Too much text in repeated phrases of five words',
      'repeated-6-grams': 'Too much text in repeated phrases of six words',
      'repeated-7-grams': 'Too much text in repeated phrases of seven words',
      'repeated-8-grams': 'Too much text in repeated phrases of eight words',
      'repeated-9-grams': 'Too much text in repeated phrases of nine words',
      'repeated-10-grams': 'Too much text in repeated phrases of ten words',
    } satisfies Record<GopherRepetitionRule, string>,
    'fineweb-quality': {
      'no-text': 'No text',
      'lines-without-stop': 'Too few lines end like a sentence',
      'short-lines': 'Too many short lines',
      'repeated-lines': 'Too much text in repeated lines',
      'line-breaks': 'Too many line breaks for so few words',
    } satisfies Record<FinewebQualityRule, string>,
    'gopher-quality': {
      'few-words': 'Too few words',
      'many-words': 'Too many words',
      'short-words': 'Words are too short on average',
      'long-words': 'Words are too long on average',
      hashes: 'Too many # signs',
      ellipses: 'Too many ellipses',
      'bullet-lines': 'Too many lines with bullets',
      'ellipsis-lines': 'Too many lines end in an ellipsis',
      'words-without-letters': 'Too few words with letters',
      'few-stop-words': 'Too few of the commonest words of the language',
    } satisfies Record<GopherQualityRule, string>,
    perplexity: { perplexity: 'Unlike the trusted text, in bits per character' },
    'score-filter': {
      'score-low': 'The score is too low',
      'score-high': 'The score is too high',
    } satisfies Record<ScoreFilterRule, string>,
  },
  reading: {
    title: 'Documents',
    search: 'Search in the documents',
    source: 'Source',
    allSources: 'All sources',
    none: 'There are no documents here.',
    notFound: (text: string) => `No document has “${text}” in it.`,
    place: (file: string, number: string) => `${file}, document ${number}`,
    length: (text: string, count: number) => `${text} ${count === 1 ? 'character' : 'characters'}`,
    heldOut: 'held out',
    isHeldOut: 'Held out of training: the model is tested on it.',
    isLearned: 'The model learns from it.',
    range: (from: string, to: string) => `${from}–${to}`,
    part: (from: string, to: string, total: string) => `Characters ${from}–${to} of ${total}`,
    earlier: 'Earlier part',
    later: 'Later part',
    isFirst: 'These are the first documents.',
    isLast: 'These are the last documents.',
    isBeginning: 'This is the beginning of the document.',
    isEnd: 'This is the end of the document.',
  },
  licence: {
    label: 'Licence of the texts',
    ofAll: 'One licence for all of these files',
    differs: 'Not the same for all',
    ofRest: 'One licence for all sources without one',
    notStated: 'Not stated',
    remarks: {
      unknown: (sources: string) =>
        `No licence is stated for ${sources}. Find out what their owners allow before you publish a model.`,
      'non-commercial': (sources: string) => `Not for commercial use: ${sources}.`,
      'no-derivatives': (sources: string) =>
        `Nothing made of them may be passed on: ${sources}. Whether that holds for a model is disputed; ask before you publish one.`,
      conflict: (one: string, other: string, sources: string) =>
        `${one} and ${other} do not go together: ${sources}. Texts under both cannot be passed on under either.`,
    },
  },
  skipped: {
    title: (files: string, count: number) => `${files} ${count === 1 ? 'file is' : 'files are'} not read`,
    more: (files: string) => `and ${files} more`,
    reasons: {
      damaged: 'damaged',
      empty: 'empty',
      encrypted: 'encrypted',
      hidden: 'a hidden file',
      'lfs-pointer': 'a Git LFS pointer, not the file itself',
      'method-unknown': 'packed by a method that cannot be unpacked here',
      'nested-too-deep': 'archives inside archives, too deep',
      'not-a-file': 'a link or a device, not a file',
      'resource-fork': 'what macOS keeps beside a file',
      'too-large': 'too large to be held in memory',
      unreadable: 'cannot be read',
      'left-out': 'left out by your choice',
    } satisfies Record<SkippedFile['reason'], string>,
  },
  dialog: {
    title: 'Before the files are read',
    lead: 'This is how each file will be read. Nothing is stored yet.',
    reading: 'Reading the beginning of the file…',
    files: 'Files',
    format: 'Format',
    formats: {
      text: 'Plain text',
      markdown: 'Markdown',
      jsonl: 'JSON lines',
      delimited: 'Table (CSV, TSV)',
      parquet: 'Parquet',
      arrow: 'Arrow (Feather)',
      html: 'Web page (HTML)',
      mediawiki: 'Wiki (MediaWiki dump)',
      docx: 'Word document',
      epub: 'Book (EPUB)',
      asciidoc: 'AsciiDoc',
      pdf: 'PDF',
    } satisfies Record<FileFormat, string>,
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
    cleaning: (on: number, all: number) => `Cleaning, for all of these files: ${on} of ${all} steps`,
    notWhole: 'Only the first hundred files were looked at; all of them are read in the same way.',
    documentsOf: {
      html: 'The whole page becomes one document. To have it split, save it as plain text (.txt).',
      docx: 'The whole file becomes one document. To have it split, save it as plain text (.txt).',
      pdf: 'The whole file becomes one document.',
      asciidoc: 'The whole file becomes one document.',
      epub: 'Each chapter becomes a document.',
      mediawiki: 'Each article becomes a document.',
    } satisfies Record<FormatOfDocuments, string> as Partial<Record<FileFormat, string>>,
    badRows: (text: string, count: number) =>
      count === 1
        ? `${text} row at the beginning of the file cannot be read and is left out:`
        : `${text} rows at the beginning of the file cannot be read and are left out:`,
    moreBadRows: 'and more; all of them are listed with the source once it is added',
    repaired: (text: string) => `Wrongly encoded letters; cleaning will restore them: “${text}”`,
    notRepaired: 'Wrongly encoded letters. The step that restores them, “Wrong encoding”, is off.',
    filesOf: (files: string, count: number) => `${files} ${count === 1 ? 'file' : 'files'}`,
    header: 'Does the first row name the columns?',
    headers: {
      auto: 'Detect automatically',
      yes: 'Yes, it has their names',
      no: 'No, it is a row like the others',
    } satisfies Record<TableHeader, string>,
    join: 'Columns whose text goes before it, such as a title',
    scores: 'Numbers to keep with each document, for filtering by them',
    unused: (fields: string) => `Not used: ${fields}`,
    unreadable: 'cannot be read',
    leaveOut: 'Leave out',
    confirm: (texts: number, sets: number) => {
      const files = `${texts} ${texts === 1 ? 'file' : 'files'}`;
      const instructions = `${sets} instruction ${sets === 1 ? 'set' : 'sets'}`;
      if (sets === 0) return texts === 1 ? 'Add the file' : `Add ${files}`;
      return texts === 0 ? `Add ${instructions}` : `Add ${files} and ${instructions}`;
    },
    stay: (text: string, count: number) =>
      count === 1
        ? `${text} file cannot be read as it is and stays in the list.`
        : `${text} files cannot be read as they are and stay in the list.`,
    isSet: 'instruction set, for Instruct',
    importing: 'Reading and cleaning…',
    empty: 'There is no text in this file.',
  },
};

export type Corpus = typeof corpus;
