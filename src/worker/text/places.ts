/** Places of documents in the corpus: running numbers, by which verdicts name the documents that others repeat. */
import type { DuplicateClusters } from '../../data/cleaning/duplicate-clusters.ts';
import type { SourceRecord, Verdict } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { CleaningDetails } from '../stored.ts';

/** The place of each source's first document, with all documents as they were read. */
export function firstPlaces(sources: readonly SourceRecord[]): ReadonlyMap<api.Id, number> {
  const places = new Map<api.Id, number>();
  let place = 0;
  for (const { id, documents } of sources) {
    places.set(id, place);
    place += documents;
  }
  return places;
}

/**
 * Turns places as they were when a source was cleaned into those of now. null: the document was deleted since with its source,
 * or an earlier version did not note where sources were.
 * @param now as `firstPlaces` has it
 */
export function movedPlaces(
  { cleaned }: SourceRecord,
  now: ReadonlyMap<api.Id, number>,
): (then: number) => number | null {
  const { places = [] } = (cleaned?.details ?? {}) as Partial<CleaningDetails>;
  return (then) => {
    let before = 0;
    for (const { source, documents } of places) {
      const first = now.get(source);
      if (then < before + documents) return first === undefined ? null : first + then - before;
      before += documents;
    }
    return null;
  };
}

/** Takes the verdict on the document at `place` into the clusters, where it repeats one that is there. */
export function noteDuplicate(
  clusters: DuplicateClusters,
  place: number,
  verdict: Verdict,
  moved: (then: number) => number | null,
): void {
  const like = 'like' in verdict && verdict.like !== undefined ? moved(verdict.like) : null;
  if (like !== null) clusters.add(place, like);
}
