/**
 * Between what storage keeps (`details: unknown`) and what the contract shows: the one place that knows both shapes.
 */

import { newReport } from '../data/cleaning/report.ts';
import { DEFAULT_STEPS, type StepChoice } from '../data/cleaning/table.ts';
import type { Reading } from '../data/instruct/recognise.ts';
import type { ReadCounts } from '../data/readers/reader.ts';
import { newSourceReport, type SourceReport } from '../data/readers/source.ts';
import type { TokenRoles } from '../data/tokenizer/text-tokenizer.ts';
import type { ErrorCode } from '../error-codes.ts';
import { OcaqError } from '../errors.ts';
import type { ChatTemplate } from '../formats/chat-renderer.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { parameterCount, type StoredModelConfig, withFamily } from '../model/families/table.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { bestCheckpoint } from '../storage/best-checkpoint.ts';
import { listCheckpoints } from '../storage/checkpoints.ts';
import { contentOf, keptOf } from '../storage/corpus.ts';
import type { Database } from '../storage/database.ts';
import { listReferences, listSources } from '../storage/documents.ts';
import { listInstructionSets } from '../storage/instructions.ts';
import { changeProjectDetails, getProject } from '../storage/projects.ts';
import type * as stored from '../storage/records.ts';
import { listRuns } from '../storage/runs.ts';
import { getTokenizer } from '../storage/tokenizers.ts';
import { getTokenSet } from '../storage/tokens.ts';
import type { LoopState } from '../training/loop-state.ts';
import type { Change } from '../training/recovery.ts';
import { summedWhole } from '../tuning/stored.ts';
import type * as api from './api.ts';
import type { HalfTensors } from './models/half-weights.ts';
import { isStale } from './text/cleaning-key.ts';
import { learnedContents, weightOfSource } from './text/mixture-key.ts';
import type { ReferenceDetails } from './text/reference-context.ts';

export interface ProjectDetails {
  readonly model: api.ModelChoice | null;
  readonly tokenizer: api.Id | null;
  /** What the current token set was made of: the texts of sources, and how often they are learned (`learnedContents`). */
  readonly tokenSources: readonly string[];
  /** Training tokens of sources, each document once, by their content; absent in projects of earlier versions. */
  readonly sourceTokens?: Readonly<Record<string, number>>;
  /** Whether documents are repeated by the sizes of their clusters of duplicates; absent: no. */
  readonly byClusterSize?: boolean;
  /** Absent in projects of earlier versions. */
  readonly cleaning?: readonly StepChoice[];
}

/** Of reading a source. */
export interface ReadingDetails {
  /** Of the files. */
  readonly bytes: number;
  readonly report: SourceReport;
  /** SHA-256 of the texts that were read, each followed by a NUL. */
  readonly contentHash: string;
  /** SHA-256 of the scores beside them; absent where no document has any. */
  readonly scoresHash?: string;
  /** A tag of the Hugging Face Hub; null or absent: not stated. */
  readonly licence?: string | null;
  /** How often it is learned; absent: once. */
  readonly weight?: number;
  /** Hashes of lines that many of the documents have. */
  readonly repeatedLines: readonly number[];
}

export const licenceOfSource = ({ details }: stored.SourceRecord): string | null =>
  (details as Partial<ReadingDetails> | null)?.licence ?? null;

export const skippedFilesOf = ({ details }: stored.SourceRecord): number =>
  readingOf(details as ReadingDetails | EarlierReading).report.skippedCount;

/** None in sources of earlier versions. */
export const repeatedLinesOf = ({ details }: stored.SourceRecord): readonly number[] =>
  (details as Partial<ReadingDetails> | null)?.repeatedLines ?? [];

/** Of sources of earlier versions, which were one file each. */
type EarlierReading = Pick<ReadingDetails, 'bytes'> & Pick<ReadCounts, 'badSequences' | 'badRows' | 'badRowExamples'>;

/** Of a pass of cleaning. Passes of earlier versions have neither keys nor the places of sources. */
export interface CleaningDetails extends Pick<api.SourceRecord, 'cleaning' | 'steps'> {
  /** What the steps were then (`keyOfSteps`): another version may do something else by the same names. */
  readonly keys?: { readonly all: string; readonly corpus: string };
  /** The sources up to this one in their order, with as many places as they had documents. */
  readonly places?: readonly { readonly source: api.Id; readonly documents: number }[];
}

/** Sources of earlier versions were cleaned while they were read; the first of them name their steps in the report alone. */
type EarlierDetails = EarlierReading & Pick<CleaningDetails, 'steps'> & Partial<CleaningDetails>;

export interface TokenizerDetails {
  readonly fertility: number;
  readonly bytesPerToken: number;
  readonly longest: string[];
  readonly sources: readonly api.Id[];
  /** Of one that came with a model: the roles of tokens by the model's config. */
  readonly imported?: TokenRoles;
}

/** What of a run its bits depend on besides its settings, its text and its start. */
export type RepeatBasis = Pick<
  LoopState,
  'kernels' | 'kernelsVersion' | 'storage' | 'moments' | 'adapter' | 'bindingBytes'
>;

/** What a run was started with; never changes. */
export interface RunConfig {
  readonly objective: api.RunRecord['objective'];
  readonly method: api.TrainingMethod;
  readonly data: api.TrainingData;
  readonly choice: api.ModelChoice;
  readonly settings: api.TrainingSettings;
  readonly baseCheckpoint: api.Id | null;
  /** Absent in a run that began at its first step. */
  readonly branch?: {
    readonly run: api.Id;
    readonly checkpoint: api.Id;
    readonly step: number;
    /** It learns from another text than the run that it comes from, from the beginning. */
    readonly isNewText?: boolean;
  };
  /** It does another run again; see runs/repeat.ts. */
  readonly repeats?: { readonly run: api.Id; readonly basis: RepeatBasis };
  readonly tokenizer: api.Id;
  /** Of the model that it began with, where that has one. */
  readonly chatTemplate?: ChatTemplate;
  /** The token set that the data cursor counts in. */
  readonly tokenSet: api.Id;
  /** What the tokens, and the instruction examples, were made of; missing in runs of earlier versions. */
  readonly learnedFrom?: readonly { readonly name: string; readonly documents: number; readonly license?: string }[];
  /** A model that came from elsewhere: it stands for a run, but was none. */
  readonly imported?: Pick<api.ImportedModel, 'name' | 'tokens' | 'begin'>;
}

export type RunDetails = Pick<
  api.RunRecord,
  | 'trainLoss'
  | 'heldOutLoss'
  | 'unigramLoss'
  | 'rowsPerEpoch'
  | 'tokensPerEpoch'
  | 'plannedBytes'
  | 'usedBytes'
  | 'error'
  | 'recovering'
  | 'diverged'
  | 'rateScale'
> & {
  /** That it has come to; null: those that it was started with. */
  readonly rates: Pick<api.TrainingSettings, 'learningRate' | 'minLearningRate'> | null;
  /** It began with; null until it has begun, and in runs of earlier versions. */
  readonly basis: RepeatBasis | null;
};

/** As stored; runs of earlier versions do not say how long a pass is or what it holds, waited for no device, and were never changed. */
type Later = 'rowsPerEpoch' | 'tokensPerEpoch' | 'recovering' | 'diverged' | 'rateScale' | 'rates' | 'basis';
type StoredRunDetails = Omit<RunDetails, Later> & Partial<Pick<RunDetails, Later>>;

/** What storage holds of a run's error: runs of earlier versions have its message alone. */
type StoredError = api.RunRecord['error'] | string;

export interface CheckpointDetails {
  readonly parameters: number;
  readonly config: ModelConfig;
  readonly template: api.TemplateId | null;
  /** The model's own, where it has one. */
  readonly chatTemplate?: ChatTemplate;
  readonly heldOut: api.HeldOutPoint | null;
  readonly tokenizer: api.Id;
  /** Where the tensors are those of adapters alone; see `api.CheckpointRecord`. */
  readonly adapter?: api.CheckpointRecord['adapter'];
  /** Which of its tensors are stored in 16 bits; absent where none is. */
  readonly halves?: HalfTensors;
}

export type SetDetails = Omit<api.InstructionSetRecord, 'id' | 'fileName' | 'addedAt'>;

/** As stored; sets of earlier versions hold the records that were read, one way, and not the rows of their file. */
type StoredSetDetails = Pick<SetDetails, 'problems' | 'problemCount' | 'mapping'> & Partial<SetDetails>;

/** How the rows of a set are read; null for sets of earlier versions, which hold records. */
export function setReading({ details }: stored.InstructionSetRecord): Reading | null {
  const { shape, mapping, joinLists = false } = details as StoredSetDetails;
  return shape === undefined ? null : { shape, mapping, joinLists };
}

const NO_DETAILS: ProjectDetails = { model: null, tokenizer: null, tokenSources: [] };

/** As stored; choices of earlier versions have no precision: they were all of 32 bits. */
interface StoredChoice extends Omit<api.ModelChoice, 'precision' | 'config'> {
  readonly precision?: api.Precision;
  readonly config: StoredModelConfig;
}

const migratedChoice = (choice: StoredChoice): api.ModelChoice => ({
  ...choice,
  precision: choice.precision ?? 'f32',
  config: withFamily(choice.config),
});

export function checkpointDetails(details: unknown): CheckpointDetails {
  const stored = details as CheckpointDetails;
  return { ...stored, config: withFamily(stored.config) };
}

export function projectDetails(project: stored.ProjectRecord): ProjectDetails {
  const details = (project.details as ProjectDetails | null) ?? NO_DETAILS;
  return { ...details, model: details.model && migratedChoice(details.model) };
}

/** As runs of earlier versions have it: each learned the next token, with every parameter. */
interface KindConfig extends Omit<RunConfig, 'objective' | 'method' | 'data'> {
  readonly instructionSet: api.Id | null;
  readonly template: api.PromptTemplateId | null;
}

function fromKindConfig({ instructionSet, template, ...config }: KindConfig): RunConfig {
  const data: api.TrainingData =
    instructionSet === null || template === null
      ? { kind: 'corpus' }
      : { kind: 'instructions', sets: [{ set: instructionSet, weight: 1 }], template };
  return { ...config, objective: 'next-token', method: FULL, data };
}

const FULL: api.TrainingMethod = { kind: 'full' };

/** As stored; runs of an earlier version learned from one set. */
interface OneSetData extends Omit<api.InstructionData, 'sets' | 'sampled'> {
  readonly set: api.Id;
  readonly reading?: Reading;
  readonly sampleRows?: readonly number[] | null;
}

function trainingData(stored: api.TrainingData | OneSetData): api.TrainingData {
  if (!('set' in stored)) return stored;
  const { set, reading, sampleRows, ...data } = stored;
  return {
    ...data,
    sets: [{ set, weight: 1, ...(reading ? { reading } : {}) }],
    ...(sampleRows ? { sampled: sampleRows.map((row) => ({ set, row })) } : {}),
  };
}

/** As stored; runs of an earlier version name the one method that there was. */
interface StoredConfig extends Omit<RunConfig, 'method' | 'data'> {
  readonly method: api.TrainingMethod | 'full';
  readonly data: api.TrainingData | OneSetData;
}

/** Settings of earlier versions lack the choices that were not there yet. */
export function runConfig(run: stored.RunRecord): RunConfig {
  const known = run.config as StoredConfig | KindConfig;
  const config = 'data' in known ? { ...known, data: trainingData(known.data) } : fromKindConfig(known);
  const method = config.method === 'full' ? FULL : config.method;
  return {
    ...config,
    method,
    settings: { ...SIMPLE_RECIPE, ...config.settings },
    choice: migratedChoice(config.choice),
    ...(config.repeats && { repeats: { ...config.repeats, basis: wholeBasis(config.repeats.basis) } }),
  };
}

/** Of a run of an earlier version, whose kernels summed every product whole. */
const wholeBasis = (basis: RepeatBasis): RepeatBasis => ({ ...basis, kernels: summedWhole(basis.kernels) });

/** Settings of earlier versions lack the choices that were not there yet. */
function divergedRecord(diverged: api.RunRecord['diverged']): api.RunRecord['diverged'] {
  if (!diverged) return null;
  const { trouble } = diverged;
  return { ...diverged, trouble: { ...trouble, settings: { ...SIMPLE_RECIPE, ...trouble.settings } } };
}

/** Of a checkpoint, by the loop state that it holds; states of the first version have no storage: they were of 32 bits. */
export function trainedPrecision(state: unknown): api.Precision {
  const { storage = 'f32' } = (state ?? {}) as Partial<Pick<LoopState, 'storage'>>;
  return storage === 'f32' ? 'f32' : 'f16';
}

/** The steps had no options then; these are the values that they worked with. */
const EARLIER_OPTIONS: Readonly<Record<string, StepChoice['options']>> = {
  'short-lines': { minDocumentCharacters: 20, minLineLetters: 3 },
};

const earlierCleaning = ({ steps, cleaning }: EarlierDetails): CleaningDetails => ({
  steps: steps.map((step) => ({ ...newReport(step.id), ...step })),
  cleaning: cleaning ?? steps.map(({ id }) => ({ id, options: EARLIER_OPTIONS[id] ?? {} })),
});

/** With which steps a source was cleaned, and what each did. */
export function cleaningOf({ cleaned, details }: stored.SourceRecord): Pick<api.SourceRecord, 'cleaning' | 'steps'> {
  if (cleaned === undefined) return earlierCleaning(details as EarlierDetails);
  const { cleaning, steps } = (cleaned?.details as CleaningDetails | undefined) ?? { cleaning: [], steps: [] };
  return { cleaning, steps };
}

/** Of a checkpoint, by the loop state that it holds; those of earlier versions have no record of it, and imported ones no state. */
export function changesOnTheWay(state: unknown): readonly Change[] {
  const { recovery } = (state ?? {}) as { readonly recovery?: Partial<LoopState['recovery']> };
  return recovery?.changes ?? [];
}

/** @param change or what it is by what the project remembers in that moment */
export async function changeProject(
  database: Database,
  id: api.Id,
  change: Partial<ProjectDetails> | ((now: ProjectDetails) => Partial<ProjectDetails>),
): Promise<void> {
  await changeProjectDetails(database, id, (project): ProjectDetails => {
    const now = projectDetails(project);
    return { ...now, ...(typeof change === 'function' ? change(now) : change) };
  });
}

export const toProject = ({ id, name, createdAt, updatedAt }: stored.ProjectRecord): api.Project => ({
  id,
  name,
  createdAt,
  updatedAt,
});

function readingOf(details: ReadingDetails | EarlierReading): Pick<ReadingDetails, 'bytes' | 'report'> {
  if ('report' in details) return details;
  const { badSequences, badRows, badRowExamples } = details;
  const none = newSourceReport();
  return { ...details, report: { ...none, counts: { ...none.counts, badSequences, badRows, badRowExamples } } };
}

/**
 * @param isStale whether the steps of the project would not leave it as it is
 * @param learnedTokens undefined: not counted
 */
export function toSource(source: stored.SourceRecord, isStale: boolean, learnedTokens?: number): api.SourceRecord {
  const { bytes, report } = readingOf(source.details as ReadingDetails | EarlierReading);
  const kept = keptOf(source);
  return {
    ...cleaningOf(source),
    id: source.id,
    fileName: source.name,
    addedAt: source.createdAt,
    bytes,
    read: { documents: source.documents, bytes: source.textBytes },
    documents: kept.documents,
    keptBytes: kept.textBytes,
    licence: licenceOfSource(source),
    weight: weightOfSource(source),
    learnedTokens: learnedTokens ?? null,
    state: source.cleaned === null ? 'raw' : isStale ? 'stale' : 'clean',
    ...report,
  };
}

export function toReference({ id, use, name, createdAt, documents, textBytes, details }: stored.SourceRecord) {
  const { contentHash: _, ...about } = details as ReferenceDetails;
  return { id, use: use ?? 'evaluation', name, addedAt: createdAt, texts: documents, bytes: textBytes, ...about };
}

/** @param code what failed, for errors that have no code of their own */
export function toErrorRecord(error: unknown, code: ErrorCode): api.ErrorRecord {
  if (error instanceof OcaqError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code, message, details: { reason: message } };
}

/** What the run began with, where it has said so. */
export function basisOf({ details }: stored.RunRecord): RepeatBasis | null {
  const { basis } = details as StoredRunDetails;
  return basis ? wholeBasis(basis) : null;
}

export function toRun(run: stored.RunRecord): api.RunRecord {
  const { objective, method, data, choice, settings, baseCheckpoint, tokenSet, branch, repeats } = runConfig(run);
  const { id, name, notes = '', status, createdAt: startedAt, updatedAt, step } = run;
  const { rates = null, basis: _, ...details } = run.details as StoredRunDetails;
  const error: StoredError = details.error;
  return {
    id,
    objective,
    method,
    data,
    name,
    notes,
    samplePrompt: run.samplePrompt ?? settings.samplePrompt,
    status,
    startedAt,
    updatedAt,
    step,
    choice,
    settings: { ...settings, ...rates },
    baseCheckpoint,
    tokenSet,
    parent: branch ? { run: branch.run, step: branch.step } : null,
    ...(repeats && { repeats: repeats.run }),
    ...details,
    rowsPerEpoch: details.rowsPerEpoch ?? null,
    tokensPerEpoch: details.tokensPerEpoch ?? null,
    recovering: details.recovering ?? null,
    diverged: divergedRecord(details.diverged ?? null),
    rateScale: details.rateScale ?? 1,
    error: typeof error === 'string' ? toErrorRecord(error, 'run-failed') : error,
  };
}

function toImport(run: stored.RunRecord): api.ImportedModel[] {
  const { imported, choice, method, baseCheckpoint: base, chatTemplate } = runConfig(run);
  if (imported === undefined) return [];
  const { family, hiddenSize, layers, contextLength } = choice.config;
  const shape = { family, hiddenSize, layers, contextLength };
  const parameters = parameterCount(choice.config);
  const adapter = method.kind === 'lora' && base !== null ? { base, rank: method.lora.rank } : null;
  const hasChatTemplate = chatTemplate !== undefined;
  return [{ ...imported, run: run.id, importedAt: run.createdAt, ...shape, parameters, adapter, hasChatTemplate }];
}

/** @param isBest of all checkpoints of its run */
export function toCheckpoint(checkpoint: stored.CheckpointSummary, isBest: boolean): api.CheckpointRecord {
  const { parameters, config, template, chatTemplate, heldOut, adapter = null } = checkpointDetails(checkpoint.details);
  const { id, runId, step, savedAt, bytes } = checkpoint;
  const hasChatTemplate = chatTemplate !== undefined;
  return { id, runId, step, savedAt, bytes, parameters, config, template, hasChatTemplate, heldOut, adapter, isBest };
}

/** Of one project, in the order given. */
function toCheckpoints(checkpoints: readonly stored.CheckpointSummary[]): api.CheckpointRecord[] {
  const ofRun = (id: api.Id) => checkpoints.filter(({ runId }) => runId === id);
  return checkpoints.map((one) => toCheckpoint(one, one === bestCheckpoint(ofRun(one.runId))));
}

export function toInstructionSet(set: stored.InstructionSetRecord): api.InstructionSetRecord {
  return {
    id: set.id,
    fileName: set.name,
    addedAt: set.createdAt,
    records: set.examples,
    shape: 'instruction',
    fields: [],
    remarks: [],
    laterAnswers: 0,
    ...(set.details as StoredSetDetails),
  };
}

export const sameSources = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));

/**
 * One consistent picture of a project.
 * @param elsewhere runs that are under way in other tabs
 */
export async function snapshotOf(
  database: Database,
  id: api.Id,
  elsewhere: ReadonlySet<api.Id>,
): Promise<api.ProjectSnapshot> {
  return pictureOf(database, await getProject(database, id), elsewhere);
}

/** Of a project that need not be stored itself yet. */
export async function pictureOf(
  database: Database,
  project: stored.ProjectRecord,
  elsewhere: ReadonlySet<api.Id>,
): Promise<api.ProjectSnapshot> {
  const { id } = project;
  const details = projectDetails(project);
  const sources = await listSources(database, id);
  const references = await listReferences(database, id);
  const runs = await listRuns(database, id);
  const checkpoints = await listCheckpoints(database, id);
  const ids = sources.map(contentOf);
  const cleaning = details.cleaning ?? DEFAULT_STEPS;
  const wanted = { choices: cleaning, references };
  const tokenizer = details.tokenizer === null ? undefined : await getTokenizer(database, details.tokenizer);
  const tokenSet =
    tokenizer && sameSources(learnedContents(sources, details.byClusterSize ?? false), details.tokenSources)
      ? await getTokenSet(database, id, tokenizer.id)
      : undefined;
  return {
    project: toProject(project),
    corpus: {
      sources: sources.map((source, i) => {
        const learnedTokens = tokenizer ? details.sourceTokens?.[contentOf(source)] : undefined;
        return toSource(source, isStale(source, sources.slice(0, i), wanted), learnedTokens);
      }),
      references: references.map(toReference),
      cleaning,
      byClusterSize: details.byClusterSize ?? false,
      documents: sources.reduce((sum, source) => sum + keptOf(source).documents, 0),
      bytes: sources.reduce((sum, source) => sum + keptOf(source).textBytes, 0),
      tokens: tokenSet
        ? {
            train: tokenSet.splits.train.tokens,
            heldOut: tokenSet.splits.heldout.tokens,
            heldOutDocuments: tokenSet.splits.heldout.documents,
          }
        : null,
    },
    tokenizer: tokenizer ? toTokenizer(tokenizer, ids) : null,
    model: details.model,
    runs: runs
      .filter((run) => runConfig(run).imported === undefined)
      .map((run) => ({ ...toRun(run), ...(elsewhere.has(run.id) ? { elsewhere: true } : {}) })),
    // One whose weights are not all there yet, or never came, is none.
    imports: runs.filter((run) => checkpoints.some(({ runId }) => runId === run.id)).flatMap(toImport),
    checkpoints: toCheckpoints(checkpoints),
    instructionSets: (await listInstructionSets(database, id)).map(toInstructionSet),
  };
}

export function toTokenizer(tokenizer: stored.TokenizerRecord, sources: readonly api.Id[]): api.TokenizerReport {
  const { fertility, bytesPerToken, longest, sources: trainedOn, imported } = tokenizer.details as TokenizerDetails;
  return {
    id: tokenizer.id,
    vocabSize: tokenizer.vocabSize,
    trainedAt: tokenizer.createdAt,
    fertility,
    bytesPerToken,
    longest,
    stale: imported === undefined && !sameSources(sources, trainedOn),
  };
}
