/** Sets that models are measured on: what a file is taken for, and what is measured on it. */
import { type PromptSet, readPromptSet } from '../../data/instruct/prompt-set.ts';
import { recordRows } from '../../data/instruct/records.ts';
import { languageOf } from '../../data/language.ts';
import { formatOf } from '../../data/readers/read.ts';
import { plainFile, toldFile } from '../../data/readers/reader-file.ts';
import { newSourceReport } from '../../data/readers/source.ts';
import type { FileFormat } from '../../data/readers/table.ts';
import { uncutDocuments } from '../../data/readers/uncut.ts';
import { allRows } from '../../data/rows/read.ts';
import { readExam } from '../../data/tasks/exams/read.ts';
import { minimalPairs } from '../../data/tasks/minimal-pairs/minimal-pairs.ts';
import { type PairSet, readPairs } from '../../data/tasks/minimal-pairs/pair-file.ts';
import { sentencesOf } from '../../data/tasks/sentences.ts';
import { OcaqError } from '../../errors.ts';
import type { ScoringTokenizer } from '../../evaluation/continuation.ts';
import { examAccuracy } from '../../evaluation/exam-accuracy.ts';
import { floresBits } from '../../evaluation/flores-bits.ts';
import type { Measure } from '../../evaluation/measure.ts';
import { pairAccuracy } from '../../evaluation/pair-accuracy.ts';
import type { ExamResult, FloresResult, PairsResult } from '../../evaluation/results.ts';
import type * as api from '../api.ts';

/** Records, by the file's name or else by what is in it: they say what they are by their fields; anything else is text. */
const OF_RECORDS = /\.(jsonl?|ndjson|csv|tsv|parquet)(\.\w+)?$/i;
const RECORD_FORMATS: readonly FileFormat[] = ['jsonl', 'delimited', 'parquet'];
/** As the files of FLORES are called: azj_Latn.devtest. */
const OF_FLORES = /flores|\.(dev|devtest)$/i;
/** No sentence of FLORES is longer, in code units. */
const LONGEST_SENTENCE = 600;
const NOTHING_OF_THAT_KIND: readonly string[] = ['pairs-none', 'instructions-none', 'file-binary'];

export async function recogniseSet(file: File, as: api.SetKind | null): Promise<api.RecognisedSet> {
  const plain = { form: null, asksBase: false };
  switch (as ?? (await kindOf(file))) {
    case 'exam':
      return recognisedExam(file);
    case 'pairs':
      return { kind: 'pairs', items: (await readPairs(file)).pairs.length, ...plain };
    case 'flores':
      return { kind: 'flores', items: (await sentencesIn(file)).length, ...plain };
    case 'text':
      return { kind: 'text', items: (await uncutDocuments(file, newSourceReport())).length, ...plain };
    case 'prompts':
      return { kind: 'prompts', items: (await promptsIn(file)).items.length, ...plain };
  }
}

async function kindOf(file: File): Promise<api.SetKind> {
  if (!(await isOfRecords(file))) return OF_FLORES.test(file.name) || (await isOfSentences(file)) ? 'flores' : 'text';
  let hasFieldsOfExam = false;
  try {
    await readExam(file);
    return 'exam';
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    if (error.code === 'exam-index-ambiguous') return 'exam';
    if (error.code !== 'exam-unknown') throw error;
    hasFieldsOfExam = error.details.reason === 'questions';
  }
  if (await isReadAs(readPairs, file)) return 'pairs';
  // Of an exam whose questions are all at fault, letters and numbers of choices are no references.
  return !hasFieldsOfExam && (await isReadAs(promptsIn, file)) ? 'prompts' : 'text';
}

const isOfRecords = async (file: File): Promise<boolean> =>
  OF_RECORDS.test(file.name) || RECORD_FORMATS.includes(formatOf((await plainFile(toldFile(file))).head));

/** Whether every line is as long as a sentence at the most, and none is empty. */
async function isOfSentences(file: File): Promise<boolean> {
  const lines = (await uncutDocuments(file, newSourceReport())).join('\n').trim().split('\n');
  return lines.length > 1 && lines.every((line) => line.trim() !== '' && line.length <= LONGEST_SENTENCE);
}

/** Whether something of that kind is in the file. */
async function isReadAs(read: (file: File) => Promise<unknown>, file: File): Promise<boolean> {
  try {
    await read(file);
    return true;
  } catch (error) {
    if (error instanceof OcaqError && NOTHING_OF_THAT_KIND.includes(error.code)) return false;
    throw error;
  }
}

async function recognisedExam(file: File): Promise<api.RecognisedSet> {
  try {
    const { form, questions } = await readExam(file);
    return { kind: 'exam', items: questions.length, form, asksBase: false };
  } catch (error) {
    if (!(error instanceof OcaqError) || error.code !== 'exam-index-ambiguous') throw error;
    const { form, questions } = await readExam(file, 'zero');
    return { kind: 'exam', items: questions.length, form, asksBase: true };
  }
}

async function sentencesIn(file: File): Promise<string[]> {
  const sentences = sentencesOf(await uncutDocuments(file, newSourceReport()));
  if (sentences.length > 0) return sentences;
  throw new OcaqError('file-empty', `"${file.name}" holds no sentences. Give a file with one a line.`, {
    file: file.name,
  });
}

export const promptsIn = async (file: File): Promise<PromptSet> =>
  readPromptSet(recordRows(await allRows(file)), file.name);

/** A set as it is measured by the likelihood of its sequences. */
export interface OpenedSet {
  readonly measure: Measure<FloresResult | PairsResult | ExamResult>;
  /** Of sentences; null: not told by them, or not asked. */
  readonly language: string | null;
  /** Those of a set of pairs, in the order of the measure's items. */
  readonly pairs: PairSet['pairs'];
}

export type SetOfSequences = Exclude<api.EvaluationSet, { kind: 'held-out' | 'text' | 'prompts' }>;
export type SetOfPrompts = Extract<api.EvaluationSet, { kind: 'prompts' }>;

export async function openSet(set: SetOfSequences, tokenizer: ScoringTokenizer): Promise<OpenedSet> {
  switch (set.kind) {
    case 'azblimp':
      return openPairs('azblimp', { pairs: azblimp(set.each), problems: [] }, tokenizer);
    case 'flores': {
      const sentences = await sentencesIn(set.file);
      const measure = floresBits(set.file.name, sentences, tokenizer);
      return { measure, language: languageOf(sentences.join(' ')), pairs: [] };
    }
    case 'pairs':
      return openPairs(set.file.name, await readPairs(set.file), tokenizer);
    case 'exam': {
      const exam = await readExam(set.file, set.indexBase ?? undefined);
      return { measure: examAccuracy(set.file.name, exam, tokenizer), language: null, pairs: [] };
    }
  }
}

const openPairs = (name: string, set: PairSet, tokenizer: ScoringTokenizer): OpenedSet => ({
  measure: pairAccuracy(name, set, tokenizer),
  language: null,
  pairs: set.pairs,
});

/** The first pairs of each phenomenon; null: all. */
function azblimp(each: number | null): PairSet['pairs'] {
  const taken = new Map<string, number>();
  return minimalPairs().filter(({ phenomenon }) => {
    const before = taken.get(phenomenon) ?? 0;
    taken.set(phenomenon, before + 1);
    return each === null || before < each;
  });
}
