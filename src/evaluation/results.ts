/**
 * What was measured of a model: plain values, which are kept with a run and shown. Every result names its kind and the set that it
 * was measured on; shares come with how many they are of and their interval of 95 %.
 */

import type { Interval, Spread } from '../data/intervals.ts';
import type { Exam } from '../data/tasks/exams/read.ts';
import type { LeakReport } from '../data/tasks/leak-guard.ts';
import type { PairSet } from '../data/tasks/minimal-pairs/pair-file.ts';
import type { Distinct } from './answers/repetition.ts';
import type { TextMeasureId } from './answers/text-measure.ts';
import type { LeftOut } from './answers/write-answers.ts';

/** Of trials that went well; of none `share` is null. */
export interface Share extends Interval {
  readonly correct: number;
  readonly count: number;
  readonly share: number | null;
}

interface OfSet<Result> {
  /** The file, or what the set is called. */
  readonly set: string;
  /** Absent where nobody looked. */
  readonly leaked?: Leaked<Result>;
}

/** Which items of the set stand in texts that the model learned from. */
export interface Leaked<Result> extends LeakReport {
  /** The result without them; null where there are none or nothing else is left, and of a text, whose parts have no losses. */
  readonly without: Result | null;
}

/** Of sequences of tokens that had to fit a row of the plan. */
export interface Fit {
  /** Sequences that lost tokens at their beginning, which were only given. */
  readonly cut: number;
  /** Items that were left out, because what is predicted of them is longer than a row. */
  readonly tooLong: number;
}

/** Of a text in windows: see evaluate.ts. */
export interface TextResult extends OfSet<TextResult> {
  readonly kind: 'text';
  /** Mean negative log-likelihood, nats per token. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerByte: number;
  readonly tokens: number;
  /** UTF-8, of its documents. */
  readonly bytes: number;
}

/** See flores-bits.ts. */
export interface FloresResult extends OfSet<FloresResult>, Fit {
  readonly kind: 'flores';
  /** Over sentences: the bits of the second half of each. */
  readonly bits: Spread;
}

/** See pair-accuracy.ts. */
export interface PairsResult extends OfSet<PairsResult>, Fit {
  readonly kind: 'pairs';
  readonly all: Share;
  readonly phenomena: readonly (Share & { readonly phenomenon: string })[];
  /** Rows of the file that are no pair. */
  readonly problems: PairSet['problems'];
}

/** See exam-accuracy.ts. */
export interface ExamResult extends OfSet<ExamResult>, Fit {
  readonly kind: 'exam';
  /** The form of its records, see data/tasks/exams/table.ts. */
  readonly form: string;
  /** By the likelihood of the whole choice, and of a character of it. */
  readonly raw: Share;
  readonly normalised: Share;
  /** The share that guessing gets. */
  readonly chance: number;
  /** Rows of the file that are no question. */
  readonly problems: Exam['problems'];
}

/** See answers/text-measure.ts. */
export interface TextScore {
  readonly measure: TextMeasureId;
  /** 0 … 100 */
  readonly score: number;
  /** By drawing answers again; null of a single one. */
  readonly interval: Interval | null;
  /** How it was counted, in the notation of sacrebleu. */
  readonly signature: string;
}

export interface ScoredAnswer {
  /** Of its prompt. */
  readonly row: number;
  readonly prompt: string;
  readonly references: readonly string[];
  readonly text: string;
  /** chrF++ of it alone, 0 … 100. */
  readonly chrf: number;
  readonly isLoop: boolean;
}

/** See answers/answer-scores.ts. */
export interface AnswersResult extends OfSet<AnswersResult> {
  readonly kind: 'answers';
  readonly scores: readonly TextScore[];
  /** The share of answers that end in a loop. */
  readonly loops: Interval & { readonly share: number };
  /** Over all answers, see answers/repetition.ts. */
  readonly distinct: Distinct;
  /** Answers that the limit on tokens or the context has cut. */
  readonly cut: number;
  /** Prompts that were not asked. */
  readonly leftOut: readonly LeftOut[];
  readonly answers: readonly ScoredAnswer[];
}

export type MeasureResult = TextResult | FloresResult | PairsResult | ExamResult | AnswersResult;
