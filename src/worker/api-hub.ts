/** Models of the Hugging Face Hub or a mirror: looked at and imported, and exports sent there, when a person asks for it. */
import type { HubModel } from '../data/hub.ts';
import type { Id } from './api-ids.ts';

export type { HubModel };

/** What is known of a model from its config, its tokenizer and the headers of its weights. */
export interface HubModelReport {
  /** Of all files, as they were looked at. */
  commit: string;
  family: string;
  parameters: number;
  hiddenSize: number;
  layers: number;
  contextLength: number;
  /** Of its tokenizer. */
  tokens: number;
  /** Bytes to be downloaded. */
  downloadBytes: number;
  /** Bytes that it takes as a checkpoint. */
  storedBytes: number;
  /** Bytes that the browser still lets the page store; null where it does not tell. */
  freeBytes: number | null;
}

/** An export that goes to the Hub. */
export interface PushOptions {
  /** Chosen by the caller; `cancel` takes it. */
  jobId: Id;
  /** The zip, as the export gave it. */
  fileName: string;
  file: Blob;
  /** owner/name */
  id: string;
  /** A repository that is made is; whether one that is there already may be. */
  isPublic: boolean;
  /** Whether files of the same names that are there may be replaced. */
  mayReplace: boolean;
  /** Of the Hub or its mirror. */
  address: string;
  /** The origins that may be asked: that of the Hub, and where it has large files sent. */
  origins: readonly string[];
}

export interface PushResult {
  /** The page of the repository. */
  url: string;
  isPrivate: boolean;
  /** What this push sent; what had arrived before it is not in it. */
  bytesSent: number;
}
