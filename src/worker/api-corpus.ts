/** The part of the contract about what the corpus is made of, and its calls. Part of `api.ts`, from where it is imported. */
import type { CleaningStepReport } from '../data/cleaning/report.ts';
import type { StepChoice } from '../data/cleaning/table.ts';
import type { CorpusReport } from '../data/corpus-report/figures.ts';
import type { Readings, SourcePreview, SourceReport } from '../data/readers/source.ts';
import type { DryRun, StagePage, StageQuery } from './api-cleaning.ts';
import type { ClusterMember, ClusterPage, ClusterQuery, DocumentPair } from './api-clusters.ts';
import type { DocumentPage, DocumentPart, DocumentPlace, DocumentQuery } from './api-documents.ts';
import type { SourceFiles } from './api-files.ts';
import type { Id } from './api-ids.ts';
import type { ReferenceOrigin, ReferenceRecord, ReferenceUse, Surprise } from './api-references.ts';

export interface ImportOptions {
  readings: Readings;
  /** A tag of the Hugging Face Hub; null: not stated. */
  licence: string | null;
}

/** Sources that have not been cleaned yet, or all that the steps would not leave as they are. */
export type CleaningScope = 'new' | 'all';

/** Sources of earlier versions do not name the files that they were read from. */
export interface SourceRecord extends SourceReport {
  id: Id;
  fileName: string;
  addedAt: number;
  /** Of the file. */
  bytes: number;
  /** As they were read; `bytes` of their texts. */
  read: { documents: number; bytes: number };
  /** Of the corpus: those that cleaning kept. */
  documents: number;
  keptBytes: number;
  /** Of its texts: a tag of the Hugging Face Hub; null: not stated. */
  licence: string | null;
  /** How often it is learned: 1 is once, 0 leaves it out, 0.5 takes half of it. */
  weight: number;
  /** Its tokens without what is held out, each document once; null: they were not counted by the project's tokenizer. */
  learnedTokens: number | null;
  /** 'raw': not cleaned yet, no part of the corpus; 'stale': the project's steps would not leave it as it is. */
  state: 'raw' | 'clean' | 'stale';
  /** The steps that it was cleaned with, and what each did. */
  cleaning: readonly StepChoice[];
  steps: CleaningStepReport[];
}

export interface CleanedSource {
  fileName: string;
  /** Kept ones. */
  documents: number;
  /** Whether all of its documents were in the corpus already: it was not kept then. */
  isRepeated: boolean;
  /** Near-duplicates among its documents that were compared, 0 … 1. */
  nearShare: number;
}

export type { CorpusReport };

export interface CorpusSummary {
  sources: SourceRecord[];
  /** Texts that were chosen for steps, oldest first. */
  references: ReferenceRecord[];
  /** The steps that the project was cleaned with last, or those that files begin with. */
  cleaning: readonly StepChoice[];
  /** Whether documents are repeated by the sizes of their clusters of duplicates when they are learned. */
  byClusterSize: boolean;
  documents: number;
  bytes: number;
  /** Known once a tokenizer exists and the corpus has been tokenised with it. */
  tokens: { train: number; heldOut: number; heldOutDocuments: number } | null;
}

export interface CorpusApi {
  /** Documents are shown as they would be read. */
  previewSource(source: SourceFiles, readings: Readings): Promise<SourcePreview>;
  /** As it is read; null: a source has the same documents already, and nothing was changed. */
  importSource(project: Id, jobId: Id, source: SourceFiles, options: ImportOptions): Promise<SourceRecord | null>;
  /** What it was stopped in is taken up again by the next one. The steps become the project's. */
  cleanCorpus(project: Id, jobId: Id, cleaning: readonly StepChoice[], scope: CleaningScope): Promise<CleanedSource[]>;
  /** On a sample of at most so many bytes of text. */
  dryRun(project: Id, jobId: Id, cleaning: readonly StepChoice[], sampleBytes: number): Promise<DryRun>;
  compareStages(project: Id, jobId: Id, query: StageQuery): Promise<StagePage>;
  /**
   * Chooses texts for a step: a copy of them, which stays when what they were copied from changes or is deleted.
   * @returns null: they were chosen already
   */
  addReference(project: Id, jobId: Id, use: ReferenceUse, origin: ReferenceOrigin): Promise<ReferenceRecord | null>;
  removeReference(project: Id, reference: Id): Promise<void>;
  /** How the trusted text and the corpus surprise a model of the trusted text, as documents come to the step. */
  measureSurprise(project: Id, jobId: Id, cleaning: readonly StepChoice[], sampleBytes: number): Promise<Surprise>;
  /** @param licence a tag of the Hugging Face Hub; null: not stated */
  setLicence(project: Id, source: Id, licence: string | null): Promise<void>;
  /** How often its text is learned; held-out documents stay. @param weight 0 … MOST_WEIGHT */
  setWeight(project: Id, source: Id, weight: number): Promise<void>;
  deleteSource(project: Id, source: Id): Promise<void>;
  findDocuments(project: Id, jobId: Id, query: DocumentQuery): Promise<DocumentPage>;
  /** Clusters of duplicates, the largest first. */
  findClusters(project: Id, jobId: Id, query: ClusterQuery): Promise<ClusterPage>;
  /** Those that were dropped for a document, in the order of the corpus. */
  readCluster(project: Id, jobId: Id, kept: DocumentPlace, from: number, count: number): Promise<ClusterMember[]>;
  /** @throws OcaqError `document-missing` where one of them is no longer there */
  readPair(project: Id, kept: DocumentPlace, other: DocumentPlace): Promise<DocumentPair>;
  /** Whether documents are repeated by the sizes of their clusters when they are learned. */
  repeatByClusterSize(project: Id, on: boolean): Promise<void>;
  /** On what has been cleaned; tokens by the project's tokenizer, else estimated. */
  reportCorpus(project: Id, jobId: Id): Promise<CorpusReport>;
  /** The part of a document that holds this offset. */
  readDocument(project: Id, place: DocumentPlace, offset: number): Promise<DocumentPart>;
}
