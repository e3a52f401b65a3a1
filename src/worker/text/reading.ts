/** Reading and searching the corpus. Holds one shard of about 1 MiB at a time, however large the corpus is. */
import { around } from '../../data/excerpt.ts';
import { isHeldOut } from '../../data/heldout.ts';
import { firstMatch, needleOf } from '../../data/search.ts';
import { OcaqError } from '../../errors.ts';
import { keptOf, readPlaced } from '../../storage/corpus.ts';
import { listSources } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { asItIsNow } from './as-it-is-now.ts';

const EXCERPT_LENGTH = 240;
/** Before the match that an excerpt shows. */
const EXCERPT_LEAD = 60;
const PART_LENGTH = 20_000;

/** A page of the documents that match, in the order of the corpus. */
export async function findDocuments(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  { source, text, from, count }: api.DocumentQuery,
): Promise<api.DocumentPage> {
  return hub.job(jobId, 'search', '', (job) =>
    asItIsNow(async () => {
      const all = await listSources(hub.database, project);
      const sources = all.filter(({ id }) => source === null || id === source);
      const fileNames = new Map(sources.map(({ id, name }) => [id, name]));
      const total = sources.reduce((sum, one) => sum + keptOf(one).documents, 0);
      const needle = needleOf(text);
      const documents: api.FoundDocument[] = [];
      let seen = 0;
      for await (const { place, document } of readPlaced(hub.database, sources, from)) {
        job.signal.throwIfAborted();
        job.progress(++seen, total, 'documents');
        const match = needle === null ? 0 : firstMatch(document.text, needle);
        if (match === -1) continue;
        if (documents.length === count) return { documents, next: place };
        documents.push({
          place,
          fileName: fileNames.get(place.source) ?? '',
          heldOut: isHeldOut(document.hash),
          length: document.text.length,
          excerpt: around(document.text, Math.max(0, match - EXCERPT_LEAD), EXCERPT_LENGTH),
          match,
        });
      }
      return { documents, next: null };
    }),
  );
}

/** @throws OcaqError `document-missing` where its source has been deleted, or cleaning has dropped it */
export async function readDocument(
  hub: Hub,
  project: api.Id,
  place: api.DocumentPlace,
  offset: number,
): Promise<api.DocumentPart> {
  const part = await asItIsNow(() => partOf(hub, project, place, offset));
  if (part) return part;
  throw new OcaqError(
    'document-missing',
    'This document is no longer in the corpus: its source was deleted, or cleaning has dropped it.',
  );
}

async function partOf(
  hub: Hub,
  project: api.Id,
  place: api.DocumentPlace,
  offset: number,
): Promise<api.DocumentPart | null> {
  const sources = await listSources(hub.database, project);
  for await (const { place: found, document } of readPlaced(hub.database, sources, place)) {
    if (found.source !== place.source || found.number !== place.number) break; // it was dropped meanwhile
    const from = Math.floor(offset / PART_LENGTH) * PART_LENGTH;
    const next = from + PART_LENGTH < document.text.length ? from + PART_LENGTH : null;
    return { from, text: around(document.text, from, PART_LENGTH), next };
  }
  return null;
}
