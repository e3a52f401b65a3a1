/** The document steps over a shard of documents at a time. */
import { type CleanedDocument, DocumentCleaner } from '../../data/cleaning/pipeline.ts';
import type { CleaningStepReport } from '../../data/cleaning/report.ts';
import { openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import type { ThreadPool } from '../../data/thread-pool.ts';
import { received, type SentTexts } from './reference-context.ts';

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
