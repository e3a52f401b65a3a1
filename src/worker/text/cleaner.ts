/** The document steps over a shard of documents at a time, here or in workers of their own, as many as the machine has cores. */
import { type CleanedDocument, DocumentCleaner } from '../../data/cleaning/pipeline.ts';
import type { CleaningStepReport } from '../../data/cleaning/report.ts';
import { openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import type { RawDocument } from '../../data/raw-document.ts';

export interface CleanedShard {
  readonly documents: readonly CleanedDocument[];
  /** Of the document steps. */
  readonly report: readonly CleaningStepReport[];
}

export interface Cleaner {
  /** How many shards it works on at once. */
  readonly parallel: number;
  clean(documents: readonly RawDocument[]): Promise<CleanedShard>;
  end(): void;
}

/** @throws OcaqError `cleaning-step-*` */
export function shardCleaner(choices: readonly StepChoice[]): (documents: readonly RawDocument[]) => CleanedShard {
  const cleaner = new DocumentCleaner(openSteps(choices, {}));
  return (documents) => ({ documents: documents.map((one) => cleaner.clean(one)), report: cleaner.takeReport() });
}

/** One that works in this thread. */
function cleanerHere(choices: readonly StepChoice[]): Cleaner {
  const clean = shardCleaner(choices);
  return { parallel: 1, clean: async (documents) => clean(documents), end: () => undefined };
}

/** @throws OcaqError `cleaning-step-*` */
export async function openCleaner(choices: readonly StepChoice[]): Promise<Cleaner> {
  const here = cleanerHere(choices);
  if (typeof Worker === 'undefined') return here;
  const { openCleanerThreads } = await import('./cleaner-threads.ts');
  return openCleanerThreads(choices);
}
