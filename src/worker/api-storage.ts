/** The contract's part about room: what takes how much, what may be let go, what a run will need. See api.ts. */
import type { StorageRoom } from '../storage/quota.ts';
import type { Id } from './api-ids.ts';

/** A quota of 0: the browser does not tell. */
export type StorageStatus = StorageRoom;

/**
 * `documents`: of a source of the corpus, as they were read; `cleaning`: what cleaning made of them; `reference`: texts for a
 * step of cleaning; `tokens`: shards of a tokenisation; `run`: its curves, samples, log and measurements; `import`: a model from elsewhere;
 * `job`: a translation, or tasks that a model wrote.
 */
export type StoredKind =
  | 'documents'
  | 'cleaning'
  | 'reference'
  | 'tokenizer'
  | 'tokens'
  | 'checkpoint'
  | 'import'
  | 'run'
  | 'instructions'
  | 'job'
  | 'conversation';

/** Why something stays: a run is under way that needs it; adapters, or models, are nothing without it; it is never let go alone. */
export type KeptFor = 'run-under-way' | 'adapters' | 'models';

export interface StoredItem {
  kind: StoredKind;
  /** Of a run, a checkpoint or an import: see `StoredRun` for what it is called. */
  id: Id;
  name: string;
  bytes: number;
  /** null: it may be let go. */
  keptFor: KeptFor | null;
  /** Runs that are not finished, and cannot be resumed without it. */
  resumed: Id[];
  /** Of a checkpoint. */
  checkpoint: { run: Id; step: number; heldOutLoss: number | null; isOnly: boolean; isBest: boolean } | null;
}

export interface ProjectStorage {
  project: { id: Id; name: string };
  /** Largest first. */
  items: StoredItem[];
  /** What its runs are called: empty where the person has not named one. */
  runs: { id: Id; name: string }[];
}

/** What a run will store, at the most, at the same time. */
export interface RunNeeds {
  checkpointBytes: number;
  /** Newest two, best, one being written …; less those that it has. */
  checkpoints: number;
  /** Of tokens that are not there yet; an estimate. */
  tokenBytes: number;
  neededBytes: number;
}
