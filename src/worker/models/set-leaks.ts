/** Which items of an evaluation set stand in what the project's models learn from, and what of it is kept with a result. */
import { isHeldOut } from '../../data/heldout.ts';
import { LeakGuard, type LeakReport } from '../../data/tasks/leak-guard.ts';
import type { MeasureResult } from '../../evaluation/results.ts';
import { readPlaced } from '../../storage/corpus.ts';
import { listSources } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';

/** Of a set's leaks, those that are kept with the result. */
const SHOWN_LEAKS = 20;

export const keptLeaks = ({ leaks, ...report }: LeakReport, without: MeasureResult | null): api.SetLeaks => ({
  ...report,
  found: leaks.length,
  shown: leaks.slice(0, SHOWN_LEAKS),
  without,
});

/** Looked for in the documents of the corpus that are learned from. @param items of each its texts, see `LeakGuard` */
export async function leaksOf(
  hub: Hub,
  project: api.Id,
  items: readonly (readonly string[])[],
  job: Job,
): Promise<LeakReport> {
  const guard = new LeakGuard(items);
  const sources = await listSources(hub.database, project);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const documents = sources.reduce((sum, source) => sum + source.documents, 0);
  let done = 0;
  for await (const { place, document } of readPlaced(hub.database, sources, null)) {
    job.signal.throwIfAborted();
    job.progress(++done, documents, 'documents');
    if (isHeldOut(document.hash)) continue;
    guard.look(document.text, { source: names.get(place.source) ?? '', document: place.number + 1 });
  }
  return guard.report();
}
