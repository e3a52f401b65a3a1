/**
 * The contract between the page and the worker: types only. The worker owns storage, the text pipeline and the GPU; the
 * page sends plain requests and receives plain events. Everything here survives structured cloning. Errors thrown by
 * the worker arrive as OcaqError with code, details, message and stack.
 */
import type { CleaningStepReport } from '../data/cleaning/report.ts';
import type { Readings, SourcePreview } from '../data/readers/source.ts';
import type { DocumentSplit } from '../data/splitting.ts';
import type { TokenizerFigures } from '../data/tokenizer/compare.ts';
import type { SplitRuleId } from '../data/tokenizer/split-rules.ts';
import type { OcaqError } from '../errors.ts';
import type { CardLanguage } from '../formats/card-words/table.ts';
import type { GgufType } from '../formats/gguf/layout.ts';
import type { GgufRemark } from '../formats/gguf/remark.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import type { Precision } from '../gpu/device.ts';
import type { Objective } from '../model/heads/table.ts';
import type { RunStatus } from '../storage/records.ts';
import type { Trouble } from '../training/recovery.ts';
import type { ChatApi } from './api-chat.ts';
import type { CorpusApi, CorpusSummary } from './api-corpus.ts';
import type { ReportSoFar } from './api-device-report.ts';
import type { ErrorRecord } from './api-errors.ts';
import type { HubModel, HubModelReport, PushOptions, PushResult } from './api-hub.ts';
import type { Id, TemplateId } from './api-ids.ts';
import type { InstructApi, InstructionData, InstructionSetRecord, InstructOptions } from './api-instruct.ts';
import type { MeasuresApi } from './api-measures.ts';
import type { Advice, PlanReport, ProfileReport, Proposal, SpeedReport, TuningPlan, TuningShape } from './api-plan.ts';
import type { ProjectFileApi } from './api-project-file.ts';
import type { SamplePoint } from './api-samples.ts';
import type { SelfInstructApi, SelfInstructRecord } from './api-self-instruct.ts';
import type { ProjectStorage, RunNeeds, StorageStatus, StoredItem } from './api-storage.ts';
import type {
  AdapterMethod,
  BranchOptions,
  BranchPlan,
  PackedPass,
  RateSweep,
  RepeatComparison,
  Resumption,
  TrainingMethod,
  TrainingSettings,
} from './api-training.ts';
import type { TranslationApi, TranslationRecord } from './api-translation.ts';

export type * from './api-chat.ts';
export type * from './api-cleaning.ts';
export type * from './api-clusters.ts';
export type * from './api-corpus.ts';
export type * from './api-device-report.ts';
export type * from './api-documents.ts';
export type * from './api-errors.ts';
export type * from './api-files.ts';
export type * from './api-hub.ts';
export type * from './api-ids.ts';
export type * from './api-instruct.ts';
export type * from './api-measures.ts';
export type * from './api-plan.ts';
export type * from './api-project-file.ts';
export type * from './api-references.ts';
export type * from './api-samples.ts';
export type * from './api-self-instruct.ts';
export type * from './api-storage.ts';
export type * from './api-training.ts';
export type * from './api-translation.ts';
export type { CleaningStepReport, DocumentSplit, Precision, Readings, RunStatus, SourcePreview };

// ---------------------------------------------------------------------------------------------------------- device

/** Why there is no WebGPU; the page explains each one. */
export type NoDeviceReason = 'no-webgpu' | 'no-adapter' | 'device-refused' | 'insecure-context';

export type DeviceStatus =
  | {
      state: 'ready';
      name: string;
      vendor: string;
      software: boolean;
      /** Integrated, while the machine may have a faster card that the browser does not hand out. */
      mayBeSlower: boolean;
      maxBufferBytes: number;
      maxBindingBytes: number;
      features: string[];
    }
  | { state: 'none'; reason: NoDeviceReason; message: string };

// --------------------------------------------------------------------------------------------------------- project

export interface Project {
  id: Id;
  name: string;
  createdAt: number;
  updatedAt: number;
}

/** Everything the frame and the screens show when a project is opened; one consistent picture. */
export interface ProjectSnapshot {
  project: Project;
  corpus: CorpusSummary;
  tokenizer: TokenizerReport | null;
  model: ModelChoice | null;
  runs: RunRecord[];
  imports: ImportedModel[];
  checkpoints: CheckpointRecord[];
  instructionSets: InstructionSetRecord[];
}

// ------------------------------------------------------------------------------------------------------- tokenizer

export interface TokenizerOptions {
  vocabSize: number;
  /** How text is cut into the words that merges never cross. */
  rule: SplitRuleId;
}

export interface ComparedTokenizer extends TokenizerFigures {
  name: string;
  /** null: a file that is not in the project. */
  id: Id | null;
  /** null: one that GGUF has no name for, as far as is known, or a tokenizer of another kind. */
  rule: SplitRuleId | null;
}

export interface TokenizerComparison {
  documents: number;
  words: number;
  bytes: number;
  /** Whether the texts were held out of training. */
  isHeldOut: boolean;
  tokenizers: ComparedTokenizer[];
}

export interface TokenizerReport {
  id: Id;
  vocabSize: number;
  trainedAt: number;
  /** Tokens per whitespace-separated word, over the held-out documents (all documents when none are held out). */
  fertility: number;
  bytesPerToken: number;
  longest: string[];
  /** True when sources were added or removed after it was trained. */
  stale: boolean;
}

export interface TokenPiece {
  id: number;
  text: string;
  special: boolean;
}

// ----------------------------------------------------------------------------------------------------------- model

/** A model the person has chosen: its config and the batch shape of a training step. */
export interface ModelChoice {
  preset: string | null;
  config: ModelConfig;
  /** Tokens per row. */
  seq: number;
  /** Rows per micro-batch. */
  batch: number;
  /** Micro-batches per optimizer step. */
  accumulate: number;
  /** Bits of activations, their gradients and the weights that kernels read. */
  precision: Precision;
  /** That it was proposed with; absent where nobody proposed it. */
  steps?: number;
}

/** A model that came from elsewhere; its checkpoint carries the same run. */
export interface ImportedModel {
  /** Deleted as a run is. */
  run: Id;
  name: string;
  importedAt: number;
  family: string;
  parameters: number;
  hiddenSize: number;
  layers: number;
  contextLength: number;
  /** Of its tokenizer. */
  tokens: number;
  /** What its tokenizer puts in front of every text; empty: nothing. */
  begin: string;
  hasChatTemplate: boolean;
  /** Of an adapter: the checkpoint that it lies beside, and its rank. */
  adapter: { base: Id; rank: number } | null;
}

export interface PresetRecord {
  id: string;
  /** vocabSize is replaced by the tokenizer's. */
  choice: ModelChoice;
  training: TrainingSettings;
  /** Its settings are those that its authors trained it with. */
  isPublished: boolean;
}

// -------------------------------------------------------------------------------------------------------- training

/** What a run learns from. */
export type TrainingData = { kind: 'corpus' } | InstructionData;

export interface RunRecord {
  id: Id;
  objective: Objective;
  method: TrainingMethod;
  data: TrainingData;
  /** As the person named it; empty until then. */
  name: string;
  notes: string;
  /** What it continues at every sample, one prompt a line; changed while it goes on. */
  samplePrompt: string;
  status: RunStatus;
  startedAt: number;
  updatedAt: number;
  choice: ModelChoice;
  /** With the learning rates that it has come to. */
  settings: TrainingSettings;
  /** What its learning rate is multiplied by since it was taken back; 1: it was not. */
  rateScale: number;
  /** Whose weights it started from; null: random ones. */
  baseCheckpoint: Id | null;
  /** The tokens that it learns from: losses of runs with others do not compare. */
  tokenSet: Id;
  /** The run whose checkpoint, of this step, it continues from; null where it began at its first step. */
  parent: { run: Id; step: number } | null;
  /** The run that it does again; absent where it is none such. */
  repeats?: Id;
  /** Optimizer steps done and saved or shown last. */
  step: number;
  trainLoss: number | null;
  heldOutLoss: number | null;
  /** Add-one unigram cross-entropy of the held-out tokens: what a model that only counts words would reach. */
  unigramLoss: number | null;
  /** In one pass over what it learns from; null where it began in an earlier version. */
  rowsPerEpoch: number | null;
  /** In those rows, whose rest is padding; null as above. */
  tokensPerEpoch: number | null;
  plannedBytes: number;
  usedBytes: number;
  /** Set when the status is 'failed'. */
  error: ErrorRecord | null;
  /** Set while the status is 'running' and the device is lost: the run waits for it, and resumes by itself. */
  recovering: Recovering | null;
  /** Set where it has diverged, and stands still until it is resumed from before that. */
  diverged: Divergence | null;
  /** Under way in another tab: nothing can be done with it here. */
  elsewhere?: true;
}

export interface Recovering {
  /** When the device was lost, and when it is asked for next: milliseconds since 1970. */
  since: number;
  nextTry: number;
  /** Why it is not there. */
  error: ErrorRecord;
}

export interface Divergence {
  trouble: Trouble;
  /** Why it stands still. */
  error: ErrorRecord;
  /** Steps done by what it can go back to. */
  to: number;
}

/** What a person may change of a run at any time. */
export type RunWords = Partial<Pick<RunRecord, 'name' | 'notes' | 'samplePrompt'>>;

/** One optimizer step, as charts show it. */
export interface StepPoint {
  step: number;
  loss: number;
  learningRate: number;
  gradNorm: number;
  tokensPerSecond: number;
  stepMilliseconds: number;
}

export interface HeldOutPoint {
  step: number;
  loss: number;
  perplexity: number;
  bitsPerByte: number;
}

export interface RunEvent {
  at: number;
  step: number;
  /** `changed`: it was taken back, or goes on with another learning rate. */
  kind: 'started' | 'resumed' | 'changed' | 'paused' | 'stopped' | 'finished' | 'checkpoint' | 'warning' | 'failed';
  text: string;
  /** The error that `text` is the message of, for saying it in another language. */
  error?: Omit<ErrorRecord, 'message'>;
}

export interface RunSeries {
  steps: StepPoint[];
  heldOut: HeldOutPoint[];
  samples: SamplePoint[];
  events: RunEvent[];
}

export interface CheckpointRecord {
  id: Id;
  runId: Id;
  step: number;
  savedAt: number;
  bytes: number;
  /** Of the whole model. */
  parameters: number;
  config: ModelConfig;
  /** Where it holds low-rank adapters alone: which, and the checkpoint beside whose weights they lie. */
  adapter: (AdapterMethod & { readonly base: Id }) | null;
  /** Of the instructions that it was tuned on; null: it was not. */
  template: TemplateId | null;
  /** Whether it has a chat template of its own: that of the model that was imported. */
  hasChatTemplate: boolean;
  heldOut: HeldOutPoint | null;
  /** The lowest held-out loss of its run's checkpoints. */
  isBest: boolean;
}

// ---------------------------------------------------------------------------------------------------------- export

export interface ExportOptions {
  /** Chosen by the caller; `cancel` takes it. */
  jobId: Id;
  checkpoint: Id;
  /**
   * `adapter`: what a checkpoint of adapters holds, as peft loads it; `model`: a whole one, adapters merged into it; `gguf`: the same
   * as one file for llama.cpp and Ollama; `cluster`: the run, which PyTorch goes on with from there.
   */
  form: 'model' | 'adapter' | 'gguf' | 'cluster';
  /** How the weights of a GGUF are stored. */
  ggufType: GgufType;
  name: string;
  /** What the model that it was tuned from is called on the page; empty where it is none, or gone. */
  baseName: string;
  /** Empty: the card says that none is stated. */
  license: string;
  /** Of the model card; it is written in English too. */
  cardLanguage: CardLanguage;
  /** The held-out documents go along, so that others can check the figures: they may be nobody else's business. */
  withHeldOut: boolean;
}

export interface ExportResult {
  fileName: string;
  /** The zip; it has been read back and compared with what was to be written. */
  file: Blob;
  files: { name: string; bytes: number }[];
  verifiedTensors: number;
  /** Where other tools do not quite what Ocaq does with a GGUF. */
  remarks: readonly GgufRemark[];
  /** Of any weight by the adapters that were merged; null where none were. */
  largestChange: number | null;
  /** Of the merged model's logits from those of the adapters beside their base; null where none were, or it is not known. */
  largestLogitsDifference: number | null;
  heldOut: HeldOutPoint | null;
  /** Why there is no figure; the files are whole without it. */
  heldOutError: ErrorRecord | null;
}

// ---------------------------------------------------------------------------------------------------------- events

export type JobKind =
  | 'import'
  | 'clean'
  | 'dry-run'
  | 'report'
  /** Texts for a step of cleaning, read or measured. */
  | 'reference'
  | 'inspect'
  | 'search'
  | 'tokenizer'
  | 'compare'
  | 'tokenise'
  | 'export'
  /** An export, to the Hub. */
  | 'push'
  /** All of a project, to a file and from one. */
  | 'save-project'
  | 'open-project'
  | 'measure'
  | 'profile'
  | 'device-report'
  /** Short runs with several learning rates. */
  | 'rates'
  | 'evaluate'
  /** A checkpoint on an evaluation set. */
  | 'score'
  | 'load'
  /** The kernels of a run's session, compiled. */
  | 'prepare'
  /** Which kernels are fastest here; to cancel it is to take the default ones for what is not measured yet. */
  | 'tune'
  | 'translate'
  | 'self-instruct';

export type WorkerEvent =
  /** `done` and `total` in `unit`s; total 0 = unknown. Sent at most a few times a second, and once at the end. */
  | {
      type: 'progress';
      jobId: Id;
      kind: JobKind;
      label: string;
      done: number;
      total: number;
      unit:
        | 'bytes'
        | 'documents'
        | 'merges'
        | 'tokens'
        | 'seconds'
        | 'tensors'
        | 'kernels'
        | 'records'
        | 'steps'
        | 'sequences'
        | 'answers';
      secondsLeft: number | null;
    }
  | { type: 'job-ended'; jobId: Id; kind: JobKind; outcome: 'done' | 'cancelled' | 'failed' }
  /** As a step of it begins and as it ends. */
  | ({ type: 'device-report' } & ReportSoFar)
  | { type: 'project-changed'; snapshot: ProjectSnapshot }
  | { type: 'run-changed'; run: RunRecord }
  | { type: 'run-steps'; runId: Id; points: StepPoint[] }
  | { type: 'run-heldout'; runId: Id; point: HeldOutPoint }
  /** All of one step. */
  | { type: 'run-samples'; runId: Id; samples: SamplePoint[] }
  | { type: 'run-event'; runId: Id; event: RunEvent }
  | { type: 'chat-text'; jobId: Id; delta: string; tokens: number; tokensPerSecond: number }
  | { type: 'translation-changed'; translation: TranslationRecord }
  | { type: 'self-instruct-changed'; record: SelfInstructRecord }
  | { type: 'import-interrupted'; jobId: Id; error: ErrorRecord }
  /** So many bytes of a file are on the way or there. */
  | { type: 'push-file'; jobId: Id; file: string; bytes: number }
  /** The network failed; it is tried again by itself after so many seconds. */
  | { type: 'push-pausing'; jobId: Id; error: ErrorRecord; seconds: number }
  | { type: 'storage'; status: StorageStatus }
  /** Told by the page's end of the connection (supervisor.ts); every other event comes from the worker itself. */
  | { type: 'worker'; life: WorkerLife };

/**
 * How the worker fares. `silent`: it has not answered for long, which it may yet do; `restarting`: it is gone, and calls wait
 * for the one that is being started; `ended`: none is started by itself any more.
 */
export type WorkerLife = { state: 'working' | 'silent' | 'restarting' } | { state: 'ended'; why: OcaqError };

// ----------------------------------------------------------------------------------------------------------- calls

/**
 * Every call may throw OcaqError. Long calls report progress under the jobId they are given and stop on `cancel`. Calls
 * that plan take the memory budget of this machine: the first plan that is within it is shown, measured and run.
 */
export interface OcaqApi
  extends CorpusApi,
    ChatApi,
    InstructApi,
    TranslationApi,
    SelfInstructApi,
    ProjectFileApi,
    MeasuresApi {
  /**
   * Answers whenever the worker can hear: the Web Lock that it holds as long as it lives, null where the browser has none.
   */
  alive(): Promise<string | null>;
  /** The listener must be a comlink proxy. Called once, before anything but `alive`. */
  subscribe(listener: (event: WorkerEvent) => void): Promise<void>;
  /** Whether the page is visible: work on the card then comes in shorter pieces, so that the screen stays smooth. */
  watch(isVisible: boolean): Promise<void>;
  /** Ends a job early; resolves at once. The job's own call then rejects with code 'cancelled'. */
  cancel(jobId: Id): Promise<void>;

  device(): Promise<DeviceStatus>;
  storage(): Promise<StorageStatus>;
  /** Of every project, the largest first. */
  storageUse(): Promise<ProjectStorage[]>;
  /** @throws where it is needed: `run-active`, `run-elsewhere`, `checkpoint-needed`, `checkpoint-has-adapters`, `adapter-base-needed` */
  letGo(project: Id, item: Pick<StoredItem, 'kind' | 'id'>): Promise<void>;
  /** Makes tokens of the project that are missing again. @throws `tokens-differ`, `run-data-changed` */
  mendTokens(project: Id): Promise<void>;

  listProjects(): Promise<Project[]>;
  createProject(name: string): Promise<ProjectSnapshot>;
  openProject(id: Id): Promise<ProjectSnapshot>;
  renameProject(id: Id, name: string): Promise<ProjectSnapshot>;
  deleteProject(id: Id): Promise<void>;

  trainTokenizer(project: Id, jobId: Id, options: TokenizerOptions): Promise<TokenizerReport>;
  splitText(project: Id, text: string): Promise<TokenPiece[]>;
  /** Those of the project and others in the format of tokenizer.json, on so many bytes of its corpus at most. */
  compareTokenizers(project: Id, jobId: Id, files: readonly File[], sampleBytes: number): Promise<TokenizerComparison>;

  /** The folder of somebody else's model, or of an adapter beside one of the project's; the checkpoint that it has become. */
  importModel(project: Id, jobId: Id, name: string, files: readonly File[]): Promise<CheckpointRecord>;
  /** @param token kept in memory, and sent to the origin of the model's address alone; so below */
  inspectHubModel(jobId: Id, model: HubModel, token: string): Promise<HubModelReport>;
  /** Where the network fails for longer, `import-interrupted` is told, and the job waits until it is resumed or cancelled. */
  importHubModel(project: Id, jobId: Id, model: HubModel, token: string): Promise<CheckpointRecord>;
  /** What was downloaded is kept. */
  resumeImport(jobId: Id): Promise<void>;

  presets(): Promise<PresetRecord[]>;
  /** Settings that suit a new model of this choice on the corpus of the project. */
  proposeTraining(project: Id, choice: ModelChoice, steps: number): Promise<TrainingSettings>;
  planModel(choice: ModelChoice, budgetBytes: number): Promise<PlanReport>;
  /** What a new run of this choice on the corpus of the project will store. */
  runNeeds(project: Id, choice: ModelChoice, settings: TrainingSettings, budgetBytes: number): Promise<RunNeeds>;
  /** Of the project's corpus in rows of so many tokens; null while it has not been tokenised as it is. */
  packedPass(project: Id, seq: number): Promise<PackedPass | null>;
  /** What tuning a checkpoint by a method takes. @throws what is wrong with the method's settings */
  planTuning(shape: TuningShape, budgetBytes: number): Promise<TuningPlan>;
  chooseModel(project: Id, choice: ModelChoice): Promise<ProjectSnapshot>;
  /** Runs a few real steps of the choice on random tokens. */
  measureSpeed(jobId: Id, choice: ModelChoice, budgetBytes: number): Promise<SpeedReport>;
  /** What to train in a time on this device, which is measured first unless it is known. */
  proposeModel(project: Id, jobId: Id, seconds: number, budgetBytes: number): Promise<Proposal>;
  /** The most that was measured on this device while it trained; null where nothing was. */
  operationsPerSecond(): Promise<number | null>;
  /** Whether choices suit the corpus, this device and the time; null: no time is named. In their order. */
  advise(
    project: Id,
    choices: { choice: ModelChoice; steps: number }[],
    seconds: number | null,
    budgetBytes: number,
  ): Promise<Advice[]>;
  /** Times every kind of launch of the choice, on a model of its own with random weights. */
  profileModel(jobId: Id, choice: ModelChoice, budgetBytes: number): Promise<ProfileReport>;
  /**
   * What the device computes rightly, and how fast, within so many seconds; events tell. Cancelled, it ends with what it has.
   * @param texts to learn from
   */
  reportDevice(jobId: Id, seconds: number, budgetBytes: number, texts: readonly File[]): Promise<void>;
  /** Short runs of the project's model on its corpus, with learning rates around that of the settings. Tokenises where that is due. */
  findRate(project: Id, jobId: Id, settings: TrainingSettings, budgetBytes: number): Promise<RateSweep>;

  /** Resolves when the run is under way; events tell the rest. One run at a time. */
  startTraining(project: Id, settings: TrainingSettings, budgetBytes: number): Promise<RunRecord>;
  startInstruct(project: Id, options: InstructOptions, budgetBytes: number): Promise<RunRecord>;
  /** How a run would be lengthened to so many steps: from the checkpoint that changes least. */
  planLengthening(run: Id, steps: number): Promise<BranchPlan>;
  /** Of a fall to a learning rate of zero that makes up a share of all steps, from 0 to 1. */
  planAnneal(run: Id, share: number, newText: boolean): Promise<BranchPlan>;
  planBranch(options: BranchOptions): Promise<BranchPlan>;
  startBranch(options: BranchOptions, budgetBytes: number): Promise<RunRecord>;
  /** A run of the same model, data and settings from its first step on, with another seed. */
  startSeed(run: Id, seed: number, budgetBytes: number): Promise<RunRecord>;
  /** A run again from its first step, with the kernels that it had. @throws among others `repeat-unknown` */
  startRepeat(run: Id, budgetBytes: number): Promise<RunRecord>;
  /** How far a run that does another again came to the same bits; null of any other run. @throws `run-missing` */
  compareRepeat(run: Id): Promise<RepeatComparison | null>;
  /**
   * Resumes a paused, stopped or interrupted run from its last checkpoint, bit for bit and with the plan that it has, unless
   * something is changed of it. One that has never saved begins again.
   * @throws among others `no-checkpoint` where all that it had saved was deleted
   */
  resumeRun(run: Id, budgetBytes: number, changed?: Resumption): Promise<RunRecord>;
  /** Saves a checkpoint and stands still; the GPU is given back. Where it cannot be saved, the run continues. */
  pauseRun(run: Id): Promise<RunRecord>;
  /** Saves a checkpoint and ends the run as 'stopped'. Where it cannot be saved, the run continues. */
  stopRun(run: Id): Promise<RunRecord>;
  saveNow(run: Id): Promise<CheckpointRecord>;
  runSeries(run: Id): Promise<RunSeries>;
  /** The person's own words on a run. */
  annotateRun(run: Id, words: RunWords): Promise<void>;
  deleteRun(run: Id): Promise<void>;

  evaluate(jobId: Id, checkpoint: Id): Promise<HeldOutPoint>;
  exportCheckpoint(options: ExportOptions): Promise<ExportResult>;
  /**
   * What an export holds, as one commit. Asked for again after it has ended early, it sends no large file that had arrived.
   * @param token kept in memory, and sent to the origin of the Hub's address alone
   */
  pushExport(options: PushOptions, token: string): Promise<PushResult>;
}
