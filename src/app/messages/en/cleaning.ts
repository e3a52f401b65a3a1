/** Messages of cleaning the corpus: its steps and their options, trials, stages. Parameters are ready text. */
import type { ProfileId } from '../../../data/cleaning/profiles.ts';
import type { SourceRecord, StageQuery } from '../../../worker/api.ts';

type Label = readonly [label: string, hint?: string];
/** By step and option; an option without words is shown by its name. */
type OptionWords = Readonly<Record<string, Readonly<Record<string, Label>>>>;

const options: OptionWords = {
  'unicode-nfc': {
    compatibility: [
      'Compatibility characters made plain',
      'ﬁ becomes fi, ² becomes 2, … becomes ...; what they meant is lost.',
    ],
  },
  script: {
    latin: ['Keep documents in Latin letters'],
    cyrillic: ['Keep documents in Cyrillic letters'],
    arabic: ['Keep documents in Arabic letters'],
    otherScripts: ['Keep documents in other scripts'],
    transliterate: ['Write Azerbaijani in Cyrillic letters in Latin ones'],
  },
  'dotted-i': {
    repair: ['Put “i” and “ı” right where that is certain'],
    drop: ['Remove documents in which they stay wrong'],
  },
  perplexity: {
    maxBitsPerCharacter: [
      'Bound: surprise, at most',
      'Documents above it are removed. About 2: like the trusted text; 5: another language; 10: shuffled letters. If you are not sure, press one of the buttons above.',
    ],
  },
  'score-filter': {
    column: [
      'Column',
      'Its name in the file; without one the step does nothing. Choose it when you add the file; one that was added without it can be added again, and takes its own place.',
    ],
    min: ['Score, at least'],
    max: ['Score, at most'],
  },
  boilerplate: {
    markup: ['Take out markup'],
    links: ['Take out lines that are only links'],
    menus: ['Take out menus, buttons and notices'],
    repeatedLines: ['Take out lines that many documents of a source share'],
  },
  'short-lines': {
    minDocumentCharacters: ['Fewest characters in a document'],
    minLineLetters: ['Fewest letters in a line', 'Only lines that stand alone are taken out.'],
  },
  language: {
    languages: ['Languages that are kept', 'Their codes, separated by commas: az, tr, uz, kk, ru, en.'],
    minScore: ['Share of the text in these languages, at least', '0 to 1.'],
  },
  'gopher-repetition': {
    maxRepeatedParagraphs: ['Repeated paragraphs, at most', 'Share of paragraphs; 0 turns the rule off.'],
    maxRepeatedParagraphCharacters: [
      'Text in repeated paragraphs, at most',
      'Share of characters; 0 turns the rule off.',
    ],
    maxRepeatedLineCharacters: ['Text in repeated lines, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeatedLines: ['Repeated lines, at most', 'Share of lines; 0 turns the rule off.'],
    maxTop2Grams: ['The commonest pair of words, at most', 'Share of characters; 0 turns the rule off.'],
    maxTop3Grams: ['The commonest three words, at most', 'Share of characters; 0 turns the rule off.'],
    maxTop4Grams: ['The commonest four words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated5Grams: ['Repeated runs of 5 words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated6Grams: ['Repeated runs of 6 words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated7Grams: ['Repeated runs of 7 words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated8Grams: ['Repeated runs of 8 words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated9Grams: ['Repeated runs of 9 words, at most', 'Share of characters; 0 turns the rule off.'],
    maxRepeated10Grams: ['Repeated runs of 10 words, at most', 'Share of characters; 0 turns the rule off.'],
  },
  'fineweb-quality': {
    minLinesWithStop: ['Lines that end like a sentence, at least', 'Share of lines.'],
    maxShortLines: ['Short lines, at most', 'Share of lines; 1 or more turns the rule off.'],
    shortLine: ['Most characters in a short line'],
    maxRepeatedLineCharacters: ['Text in repeated lines, at most', 'Share of characters.'],
    maxLineBreaksPerWord: ['Line breaks per word, at most'],
  },
  'gopher-quality': {
    minWords: ['Fewest words', '0 turns the rule off.'],
    maxWords: ['Most words', '0 turns the rule off.'],
    minMeanWordLength: ['Mean length of words, at least', '0 turns the rule off.'],
    maxMeanWordLength: ['Mean length of words, at most', '0 turns the rule off.'],
    maxSymbolsPerWord: ['# signs or ellipses per word, at most', '0 turns the rule off.'],
    maxBulletLines: ['Lines with bullets, at most', 'Share of lines; 0 turns the rule off.'],
    maxEllipsisLines: ['Lines that end in an ellipsis, at most', 'Share of lines; 0 turns the rule off.'],
    minWordsWithLetters: ['Words with a letter, at least', 'Share of words; 0 turns the rule off.'],
    minStopWords: ['Different stop words, at least', '0 turns the rule off.'],
    stopWords: ['Stop words', 'The commonest words of the language, separated by spaces.'],
    foldStopWords: ['Capitals count as small letters in stop words'],
  },
  'near-duplicates': {
    minSimilarity: ['Similarity, at least', 'Share of runs of five words that two documents have in common, 0 to 1.'],
  },
};

export const cleaning = {
  title: 'Cleaning',
  lead: 'From top to bottom. A change is tried on a sample at once; the corpus stays as it is until it is cleaned.',
  levels: {
    document: 'Steps that look at each document by itself',
    corpus: 'Steps that compare documents with one another',
  },
  profile: 'Quality thresholds',
  profileHint:
    'The thresholds of “Repetition”, “Lists and menus” and “Running text” differ by language: words of a length that is usual in one are suspicious in another. FineWeb-2, an open web corpus of many languages, published them; they apply to the steps that are on.',
  profiles: {
    azj: 'for Azerbaijani',
    tur: 'for Turkish',
    kaz: 'for Kazakh',
    uzn: 'for Uzbek',
  } satisfies Record<ProfileId, string>,
  noProfile: 'Custom',
  moveUp: (step: string) => `Move “${step}” up`,
  moveDown: (step: string) => `Move “${step}” down`,
  details: (step: string) => `Options and results of “${step}”`,
  noOptions: 'This step has no options.',
  unknownStep: 'This version of Ocaq does not know this step. Switch it off to clean without it, or update Ocaq.',
  defaults: 'Restore the defaults',
  characters: 'characters',
  bits: 'bits',
  removed: (count: string) => `${count} removed`,
  changed: (count: string) => `${count} changed`,
  wouldRemove: (count: string) => `would remove ${count}`,
  wouldChange: (count: string) => `would change ${count}`,
  untouched: 'nothing',
  ofDocuments: (count: string, share: string) => `of ${count} (${share})`,
  trying: 'Trying the steps on a sample…',
  tried: (bytes: string, share: string, time: string) =>
    `Tried on ${bytes} of text, ${share} of all, in ${time}. Duplicates count only within the sample.`,
  rules: 'Documents removed, by rule',
  showRule: (rule: string) => `Look at what was removed: ${rule}`,
  lookAtRemoved: (count: string) => `Look at the removed ones (${count})`,
  lookAtChanged: (count: string) => `Look at the changed ones (${count})`,
  examples: 'Examples',
  examplesOfTrial: 'Examples from the sample; clean the corpus to look at all of them',
  remarked: (count: string, remark: string) => `${count}: ${remark}`,
  found: (text: string) => `Found: ${text}`,
  before: 'Before',
  after: 'After',
  gone: 'removed',
  clean: (text: string, count: number) => `Clean the corpus (${text} ${count === 1 ? 'document' : 'documents'})`,
  cleanNothing: 'Clean the corpus',
  resume: (text: string, count: number) => `Resume cleaning (${text} ${count === 1 ? 'document' : 'documents'})`,
  discard: 'Discard the changes',
  upToDate: 'The corpus is as these steps leave it.',
  raw: (text: string, count: number) =>
    count === 1
      ? `${text} source has not been cleaned yet and is not part of the corpus.`
      : `${text} sources have not been cleaned yet and are not part of the corpus.`,
  stale: (text: string, count: number) =>
    count === 1
      ? `${text} source was cleaned with other steps, or what it was compared with has changed.`
      : `${text} sources were cleaned with other steps, or what they were compared with has changed.`,
  states: { raw: 'not cleaned yet', stale: 'cleaned with other steps', clean: 'clean' } satisfies Record<
    SourceRecord['state'],
    string
  >,
  source: {
    documents: 'Documents, as read and kept',
    bytes: 'Text, as read and kept',
    fromTo: (read: string, kept: string) => `${read} → ${kept}`,
    formats: 'Format and encoding',
    likely: (encoding: string) => `probably ${encoding}`,
    near: 'Duplicates',
    nearShare: (share: string, count: string, all: string) =>
      `Near-duplicates: ${count} of the ${all} documents left after exact copies (${share}).`,
    exact: (count: string) => `Exact copies, counted apart: ${count}.`,
    nearNone: 'No document nearly repeats an earlier one.',
    left: 'Left out',
    compare: 'Compare its stages',
  },
  stages: {
    title: 'Between two stages',
    lead: 'What was removed and changed between any two stages of cleaning a source.',
    source: 'Source',
    from: 'From stage',
    to: 'To stage',
    asRead: '0. As read',
    after: (number: string, step: string) => `${number}. ${step}`,
    what: 'Show',
    whats: { both: 'Removed and changed', removed: 'Removed', changed: 'Changed' } satisfies Record<
      StageQuery['what'],
      string
    >,
    rule: 'Rule',
    allRules: 'All rules',
    ruleCount: (rule: string, count: string) => `${rule} (${count})`,
    document: (number: string) => `Document ${number}`,
    removedBy: (step: string) => `removed by “${step}”`,
    changed: 'changed',
    atMost: (measured: string, bound: string) => `${measured}, where at most ${bound} is allowed`,
    atLeast: (measured: string, bound: string) => `${measured}, where at least ${bound} is required`,
    repeats: 'Repeats',
    repeatsDeleted: 'A document of a source that has been deleted since.',
    none: 'Nothing was removed or changed between these stages.',
  },
  options,
};

export type CleaningMessages = typeof cleaning;
