/** Checkpoints that something else is nothing without. */
import { adapterRuns } from './adapter-runs.ts';
import type { ReadTransaction, WriteTransaction } from './database.ts';
import type { PointerRecord } from './records.ts';

export type NeededFor = 'run-under-way' | 'adapters';

/** As storage reads them of a run's config; see `RunRecord.config`. */
interface Origin {
  baseCheckpoint?: unknown;
  branch?: { checkpoint?: unknown };
}

/**
 * Those that a run which is under way would go back to when its device or its tab is lost, and those that adapters lie beside,
 * by id. Within a transaction over runs and pointers.
 * @param live runs that are under way
 */
export async function neededCheckpoints(
  transaction: ReadTransaction | WriteTransaction,
  live: ReadonlySet<string>,
): Promise<Map<unknown, NeededFor>> {
  const needed = new Map<unknown, NeededFor>();
  for (const { base } of await adapterRuns(transaction)) needed.set(base, 'adapters');
  for (const id of live) {
    const pointer = (await transaction.objectStore('pointers').get(['run', id])) as
      | Extract<PointerRecord, { latest: string }>
      | undefined;
    const { baseCheckpoint, branch } = ((await transaction.objectStore('runs').get(id))?.config ?? {}) as Origin;
    for (const checkpoint of [pointer?.latest, baseCheckpoint, branch?.checkpoint])
      if (typeof checkpoint === 'string') needed.set(checkpoint, 'run-under-way');
  }
  return needed;
}
