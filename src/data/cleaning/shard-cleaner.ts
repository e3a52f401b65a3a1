/** The document steps over a shard of documents at a time. */

import type { RawDocument } from '../raw-document.ts';
import type { ThreadPool } from '../thread-pool.ts';
import { type CleanedDocument, DocumentCleaner } from './pipeline.ts';
import type { CleaningStepReport } from './report.ts';
import { received, type SentTexts } from './sent-texts.ts';
import { openSteps, type StepChoice } from './table.ts';

export interface CleanedShard {
  readonly documents: readonly CleanedDocument[];
  /** Of the document steps. */
  readonly report: readonly CleaningStepReport[];
}

/** How the documents of one source are cleaned. */
export interface SourceCleaning {
  readonly choices: readonly StepChoice[];
  /** Hashes of lines that many documents of the source have. */
  readonly repeatedLines: readonly number[];
  readonly texts: SentTexts;
}

export type Cleaner = Pick<ThreadPool<readonly RawDocument[], CleanedShard>, 'parallel' | 'ask' | 'end'>;

/** @throws OcaqError `cleaning-step-*` */
export function shardCleaner({
  choices,
  repeatedLines,
  texts,
}: SourceCleaning): (documents: readonly RawDocument[]) => CleanedShard {
  const cleaner = new DocumentCleaner(
    openSteps(choices, { repeatedLines: new Set(repeatedLines), ...received(texts) }),
  );
  return (documents) => ({ documents: documents.map((one) => cleaner.clean(one)), report: cleaner.takeReport() });
}

/** In this thread, where there is no other. @throws OcaqError `cleaning-step-*` */
export function cleanerHere(how: SourceCleaning): Cleaner {
  const clean = shardCleaner(how);
  return { parallel: 1, ask: async (documents) => clean(documents), end: () => undefined };
}
