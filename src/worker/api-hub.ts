/** Models of the Hugging Face Hub or a mirror: looked at and imported when a person asks for it. */
import type { HubModel } from '../data/hub.ts';

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
