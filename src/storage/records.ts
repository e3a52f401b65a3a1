/**
 * What lies in the database, store by store: plain values that survive structured cloning. `unknown` marks what other
 * rooms decide (reports, settings, loop state); storage keeps it whole and never looks inside. Times are milliseconds
 * since 1970, sizes bytes. A change of a type that old data does not fit needs a migration in `database.ts`.
 */

export interface ProjectRecord {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  /** What the studio remembers of it: chosen model, active tokenizer … */
  details: unknown;
}

/** Where documents came from. Only `ready` sources are seen; an `importing` one is being written or was left behind. */
export interface SourceRecord {
  id: string;
  projectId: string;
  name: string;
  status: 'importing' | 'ready';
  /** What its texts are for; absent: they are a part of the corpus. */
  use?: 'evaluation' | 'trusted';
  createdAt: number;
  /** As they were read. */
  documents: number;
  /** UTF-8 bytes of all texts, as they were read. */
  textBytes: number;
  /** Bytes as stored, compressed, of the documents as they were read. */
  storedBytes: number;
  shards: number;
  /** The report of reading it. */
  details: unknown;
  /**
   * What cleaning has left of it. null: it has not been cleaned yet, and is no part of the corpus. Absent in sources of earlier
   * versions: they were cleaned while they were read, and their report is with that of reading.
   */
  cleaned?: CleaningRecord | null;
  /** A cleaning that is under way, or was interrupted. */
  cleaning?: CleaningRecord;
}

/** One pass of cleaning steps over a source. */
export interface CleaningRecord {
  id: string;
  /** What its result depends on besides the documents that were read: equal for passes that give the same. */
  key: string;
  /** Kept ones, in the shards done so far. */
  documents: number;
  /** UTF-8 bytes of their texts. */
  textBytes: number;
  storedBytes: number;
  /** Done so far; as many as the source has when it is whole. */
  shards: number;
  /** Its steps and their report. */
  details: unknown;
}

/** A document as it was read. */
export interface StoredDocument {
  text: string;
  scores?: Readonly<Record<string, number>>;
  /** Of sources of earlier versions. */
  hash?: string;
}

/** A document of the corpus. */
export interface CorpusDocument {
  text: string;
  /** Of the text, decides duplicates and the held-out split. */
  hash: string;
}

/** What became of a document that was read. */
export type Verdict =
  | {
      hash: string;
      /** Absent where it is as it was read. */
      text?: string;
      /** Ids of the steps that changed it. */
      changedBy?: readonly string[];
    }
  | {
      droppedBy: string;
      rule?: string;
      /** The place in the corpus of the one that it repeats, as it was when it was cleaned. */
      like?: number;
      /** Ids of the steps that had changed it before; absent in passes of earlier versions. */
      changedBy?: readonly string[];
    };

/** The verdicts on the documents of one shard of a source, as a gzipped JSON array. Key [cleaningId, index]. */
export interface CleanShardRecord {
  cleaningId: string;
  index: number;
  gzip: Uint8Array<ArrayBuffer>;
  /** Of the kept documents, one after the other, those of each step that compares documents apart. */
  fingerprints: Uint8Array<ArrayBuffer>[];
}

/** About 1 MiB of text: a JSON array of `StoredDocument`, gzipped. Key [sourceId, index]. */
export interface DocumentShardRecord {
  sourceId: string;
  index: number;
  documents: number;
  gzip: Uint8Array<ArrayBuffer>;
}

export interface TokenizerRecord {
  id: string;
  projectId: string;
  name: string;
  createdAt: number;
  vocabSize: number;
  /** The whole tokenizer.json. */
  json: string;
  details: unknown;
}

export type Split = 'train' | 'heldout';

export interface SplitRecord {
  tokens: number;
  documents: number;
  /** UTF-8 bytes of the documents' texts, for bits per byte. */
  textBytes: number;
  shards: number;
  /** SHA-256 of each shard, of its tokens and then its document starts; absent in sets of earlier versions. */
  digests?: string[];
}

/** One tokenisation of a project's documents. Only those that a pointer names are seen. */
export interface TokenSetRecord {
  id: string;
  projectId: string;
  tokenizerId: string;
  createdAt: number;
  vocabSize: number;
  /** Tokens of every shard but the last of a split. */
  shardTokens: number;
  splits: Record<Split, SplitRecord>;
}

/** Key [projectId, tokenizerId, setId, split, index]. */
export interface TokenShardRecord {
  projectId: string;
  tokenizerId: string;
  setId: string;
  split: Split;
  index: number;
  tokens: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  /** Places in `tokens` where a document begins, ascending. */
  documentStarts: Uint32Array<ArrayBuffer>;
}

/** Which words occur in the training documents of a token set. Lies among its shards; key [projectId, tokenizerId, setId, 'words', 0]. */
export interface WordListRecord {
  projectId: string;
  tokenizerId: string;
  setId: string;
  split: 'words';
  index: 0;
  bits: Uint32Array<ArrayBuffer>;
}

export interface InstructionSetRecord {
  id: string;
  projectId: string;
  name: string;
  createdAt: number;
  examples: number;
  storedBytes: number;
  shards: number;
  details: unknown;
}

/** A JSON array of examples, gzipped. Key [setId, index]. */
export interface InstructionShardRecord {
  setId: string;
  index: number;
  gzip: Uint8Array<ArrayBuffer>;
}

export type RunStatus = 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

export interface RunRecord {
  id: string;
  projectId: string;
  /** As the person named it; empty until then. */
  name: string;
  /** The person's words on it; records of older versions have none. */
  notes?: string;
  /** As changed since the run began; missing: as its settings say. */
  samplePrompt?: string;
  status: RunStatus;
  createdAt: number;
  updatedAt: number;
  /** Optimizer steps done. */
  step: number;
  /**
   * What it was started with: objective, method, data, model, settings, tokenizer, base checkpoint … Never changes. Storage
   * reads of it: `tokenSet`, a set that is kept until the run is finished; whether adapters are trained (`method`) beside
   * `baseCheckpoint`, which is kept as long as the run is; `imported`, of a model that is nothing without its checkpoint; and
   * `tokenizer`, which is kept as long as the run is.
   */
  config: unknown;
  /** The loop state as last reported. A run resumes from its checkpoint's, not from this. */
  state: unknown;
  /** What lists show of it: last losses, memory, error … */
  details: unknown;
}

/** One point of a run's curves or log; besides the step anything that survives cloning. */
export interface RunPoint {
  readonly step: number;
}

/** Up to 100 points of one series in order. Key [runId, series, block]. */
export interface MetricsRecord {
  runId: string;
  series: string;
  block: number;
  points: RunPoint[];
}

export interface StoredTensor {
  name: string;
  bytes: number;
  /** In order; together they are the tensor. */
  chunks: { index: number; bytes: number; sha256: string }[];
}

/** What lists show of a checkpoint. */
export interface CheckpointSummary {
  id: string;
  runId: string;
  projectId: string;
  step: number;
  label: string;
  savedAt: number;
  /** Of all tensors. */
  bytes: number;
  /** A finished model: kept until the person deletes it. */
  keep: boolean;
  /** `heldOutLoss`, where it was evaluated at this step, tells which one is the best of its run. */
  metrics: Readonly<Record<string, number>>;
  details: unknown;
}

export interface CheckpointManifest extends CheckpointSummary {
  /** The loop state, whole. */
  state: unknown;
  tensors: StoredTensor[];
}

/** At most 16 MiB of one tensor. Key [checkpointId, index]. */
export interface CheckpointChunkRecord {
  checkpointId: string;
  index: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Long work, item by item; it is over when no item is pending. */
export interface JobRecord {
  id: string;
  projectId: string;
  /** What is done with each item; whoever resumes the job knows it by this. */
  kind: string;
  options: unknown;
  createdAt: number;
  updatedAt: number;
  items: number;
  done: number;
  failed: number;
  /** What working on it has used so far, kept with the items that it was used for; absent where nothing was. */
  spent?: unknown;
}

/** Key [jobId, index]. */
export interface JobItemRecord {
  jobId: string;
  index: number;
  input: unknown;
  state: 'pending' | 'done' | 'failed';
  /** Of a done item. */
  result?: unknown;
  /** Of a failed one: why. */
  error?: unknown;
}

/** What was said to models and what they answered. */
export interface ConversationRecord {
  id: string;
  projectId: string;
  title: string;
  updatedAt: number;
  /** Another one with every change. */
  revision: string;
  exchanges: unknown;
  /** The system prompt; absent where there is none. */
  system?: string;
}

/** Which of two answers a person found better. */
export interface JudgementRecord {
  id: string;
  projectId: string;
  savedAt: number;
  value: unknown;
}

/** What was measured of a checkpoint of a run, which is kept when the checkpoint is gone. */
export interface MeasurementRecord {
  id: string;
  projectId: string;
  runId: string;
  savedAt: number;
  value: unknown;
}

/** Which kernels were found fastest here. What the value says, and whether it still holds, is for its reader to decide. */
export interface KernelsRecord {
  /** Adapter, browser, and version of the kernels. */
  key: string;
  value: unknown;
  savedAt: number;
}

/** How fast a shape was found to be trained here. What the value says is for its reader to decide. */
export interface SpeedRecord {
  adapter: string;
  shape: string;
  value: unknown;
  savedAt: number;
}

/** What is current. Flipped last, in a strict transaction, so that what it names is whole. */
export type PointerRecord =
  | { key: ['run', string]; latest: string; previous?: string }
  | { key: ['tokens', string, string]; set: TokenSetRecord }
  /** A set that is no longer current, by its id: a run that is not finished still counts in it. */
  | { key: ['tokens', string, string, string]; set: TokenSetRecord };
