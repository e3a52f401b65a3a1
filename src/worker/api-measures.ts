/** The part of the contract about measures of checkpoints on evaluation sets. Part of `api.ts`, from where it is imported. */
import type { IndexBase } from '../data/tasks/exams/read.ts';
import type { Leak, LeakReport } from '../data/tasks/leak-guard.ts';
import type { PairExample } from '../evaluation/pair-examples.ts';
import type { AnswersResult, MeasureResult, Share } from '../evaluation/results.ts';
import type { ErrorRecord } from './api-errors.ts';
import type { Id } from './api-ids.ts';

export type { AnswersResult, MeasureResult, Share };

/** What a file may be taken for: a text, sentences (one a line), minimal pairs, questions with choices, prompts with answers. */
export type SetKind = 'text' | 'flores' | 'pairs' | 'exam' | 'prompts';

export interface RecognisedSet {
  kind: SetKind;
  /** Documents, sentences, pairs, questions or prompts. */
  items: number;
  /** Of an exam: see data/tasks/exams/table.ts. */
  form: string | null;
  /** Whether an exam does not show what its indices of right choices count from, so that somebody has to say it. */
  asksBase: boolean;
}

export type EvaluationSet =
  /** What the corpus of the project holds out. */
  | { kind: 'held-out' }
  /** The pairs that Ocaq comes with: so many of each phenomenon, null: all of them. */
  | { kind: 'azblimp'; each: number | null }
  | { kind: 'text'; file: File }
  | { kind: 'flores' | 'pairs'; file: File }
  /** null: as the file shows it. */
  | { kind: 'exam'; file: File; indexBase: IndexBase | null }
  /** Answered with so many tokens at the most. */
  | { kind: 'prompts'; file: File; maxTokens: number };

/** Items of a set that stand in what the project's models learn from. */
export interface SetLeaks extends Omit<LeakReport, 'leaks'> {
  found: number;
  /** The first of them. */
  shown: Leak[];
  /** The result without them; null where there are none, nothing else is left, or the set is a text. */
  without: MeasureResult | null;
}

export interface Measurement {
  id: Id;
  run: Id;
  /** Which may be gone. */
  checkpoint: Id;
  step: number;
  /** Milliseconds since 1970. */
  measuredAt: number;
  source: 'held-out' | 'azblimp' | 'file';
  /**
   * Results with the same are of the same set: of a file its kind, what it holds and how it was read and asked, whatever it is
   * called; of others, and in those of earlier versions, kind, name and size.
   */
  set: string;
  result: MeasureResult;
  /** null of held-out text, which no model has learned from. */
  leaks: SetLeaks | null;
  /** Of sentences in a language of which published models are known. */
  published: PublishedModels | null;
  /** Of pairs: a few of each phenomenon. */
  examples: PairExample[];
}

export interface NewMeasurement {
  measurement: Measurement;
  /** Why it is not kept; null: it is. */
  unkept: ErrorRecord | null;
}

/** Of a project. */
export interface Measurements {
  /** The oldest first. */
  measurements: Measurement[];
  /** How many more are kept whose form this version of the studio does not know. */
  unknown: number;
}

/** FLORES bits of models that others have published. */
export interface PublishedModels {
  language: 'az' | 'tr';
  source: string;
  /** The best one first. */
  models: { model: string; bits: number }[];
}

export interface MeasuresApi {
  /**
   * What a file is, by what it holds.
   * @param as what it is taken for where a person says so
   * @throws what its reader says of a file that it cannot read
   */
  recogniseSet(file: File, as: SetKind | null): Promise<RecognisedSet>;
  /** The result is kept with the run of the checkpoint where there is room for it. @throws among others `nothing-held-out`, `seq-beyond-context` */
  measureCheckpoint(jobId: Id, checkpoint: Id, set: EvaluationSet): Promise<NewMeasurement>;
  listMeasurements(project: Id): Promise<Measurements>;
  deleteMeasurement(id: Id): Promise<void>;
}
