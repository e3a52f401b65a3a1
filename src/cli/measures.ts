/** What `eval` measures: options, the files that they name, and the measures that are made of them. */
import path from 'node:path';
import { type Exam, readExam } from '../data/tasks/exams/read.ts';
import { minimalPairs } from '../data/tasks/minimal-pairs/minimal-pairs.ts';
import { type PairSet, readPairs } from '../data/tasks/minimal-pairs/pair-file.ts';
import { sentencesOf } from '../data/tasks/sentences.ts';
import { OcaqError } from '../errors.ts';
import type { ScoringTokenizer } from '../evaluation/continuation.ts';
import { examAccuracy } from '../evaluation/exam-accuracy.ts';
import { floresBits } from '../evaluation/flores-bits.ts';
import type { Measure } from '../evaluation/measure.ts';
import { pairAccuracy } from '../evaluation/pair-accuracy.ts';
import type { ExamResult, FloresResult, PairsResult } from '../evaluation/results.ts';
import { evaluationDocuments } from './corpus.ts';
import { chosenFile } from './files.ts';
import { referenceReport } from './measure-report.ts';
import type { OptionTable, OptionValues } from './options.ts';

/** In the place of a file: the pairs of this project. */
const AZBLIMP = 'azblimp';

export const MEASURE_OPTIONS = {
  flores: {
    kind: 'text',
    value: 'FILE',
    help: 'Sentences, one a line: the bits of the second half of each given the first, on the average.',
  },
  pairs: {
    kind: 'text',
    value: 'FILE',
    help: 'Minimal pairs: `azblimp`, those of this project for Azerbaijani, or a file (JSON, JSONL, CSV, TSV, Parquet) with columns such as `good` and `bad`: how often the right sentence is the likelier one.',
  },
  exam: {
    kind: 'list',
    value: 'FILE',
    help: 'Questions with choices (JSON, JSONL, CSV, TSV, Parquet) in the forms of ARC, HellaSwag, Belebele, SIB-200 or by usual names of fields: how often the right choice is the likeliest.',
  },
  examIndex: {
    kind: 'choice',
    choices: ['zero', 'one'],
    unset: 'as the file shows it',
    help: 'What the indices of right choices count from, where a file does not show it.',
  },
} as const satisfies OptionTable;

type MeasureValues = OptionValues<typeof MEASURE_OPTIONS>;

/** Every measure by log-likelihood that was asked for, in the order of the options. */
export async function openMeasures(
  { flores, pairs, exam, examIndex }: MeasureValues,
  tokenizer: ScoringTokenizer,
  say: (text: string) => void,
): Promise<Measure<FloresResult | PairsResult | ExamResult>[]> {
  const measures: Measure<FloresResult | PairsResult | ExamResult>[] = [];
  if (flores !== undefined) {
    const sentences = await sentencesIn(flores, say);
    const references = referenceReport(sentences);
    if (references !== '') say(references);
    measures.push(floresBits(path.basename(flores), sentences, tokenizer));
  }
  if (pairs !== undefined) measures.push(pairAccuracy(path.basename(pairs), await pairsIn(pairs), tokenizer));
  for (const file of exam) measures.push(examAccuracy(path.basename(file), await examIn(file, examIndex), tokenizer));
  return measures;
}

async function sentencesIn(file: string, say: (text: string) => void): Promise<string[]> {
  const sentences = sentencesOf(await evaluationDocuments(file, say));
  if (sentences.length > 0) return sentences;
  throw new OcaqError('file-empty', `"${file}" holds no sentences. Give a file with one a line.`, { file });
}

const pairsIn = async (file: string): Promise<PairSet> =>
  file === AZBLIMP ? { pairs: minimalPairs(), problems: [] } : readPairs(await chosenFile(file));

async function examIn(file: string, index: MeasureValues['examIndex']): Promise<Exam> {
  try {
    return await readExam(await chosenFile(file), index);
  } catch (error) {
    if (!(error instanceof OcaqError) || error.code !== 'exam-index-ambiguous') throw error;
    throw new OcaqError(error.code, `${error.message} Give --exam-index zero or --exam-index one.`, error.details);
  }
}
