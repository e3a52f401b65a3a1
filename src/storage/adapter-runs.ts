/** Runs whose checkpoints hold low-rank adapters alone, and are nothing without the checkpoint that these lie beside. */
import type { ReadTransaction, WriteTransaction } from './database.ts';
import type { RunRecord } from './records.ts';

/** Within a transaction over runs. */
export async function adapterRuns(
  transaction: ReadTransaction | WriteTransaction,
): Promise<{ readonly run: RunRecord; readonly base: string }[]> {
  const runs = await transaction.objectStore('runs').getAll();
  return runs.flatMap((run) => {
    const { method, baseCheckpoint: base } = (run.config ?? {}) as Partial<
      Record<'method' | 'baseCheckpoint', unknown>
    >;
    // Runs of earlier versions have a word for their method, or none: they train whole models.
    const isOfAdapters = typeof method === 'object' && (method as { kind?: unknown }).kind !== 'full';
    return isOfAdapters && typeof base === 'string' ? [{ run, base }] : [];
  });
}
