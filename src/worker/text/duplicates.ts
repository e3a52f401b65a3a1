/** Which documents of the corpus repeat which others, by the verdicts of their cleaning, and where documents lie. */
import { DuplicateClusters, timesByClusterSize } from '../../data/cleaning/duplicate-clusters.ts';
import { isHeldOut } from '../../data/heldout.ts';
import { utf8Length } from '../../data/utf8.ts';
import { readVerdicts } from '../../storage/cleaning.ts';
import { type DocumentPlace, type JudgedDocument, readJudged } from '../../storage/corpus.ts';
import type { Database } from '../../storage/database.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import { firstPlaces, movedPlaces, noteDuplicate } from './places.ts';

/** A shard whose documents have places from `first` on. */
interface PlacedShard {
  readonly source: SourceRecord;
  readonly shard: number;
  readonly first: number;
  /** In its source, of its first document. */
  readonly number: number;
}

export interface Duplicates {
  readonly clusters: DuplicateClusters;
  /** Of the sources that were cleaned by this version, in the order of places. */
  readonly shards: readonly PlacedShard[];
}

/** A document, its place in its source, and what became of it. */
export interface FoundDocument extends JudgedDocument {
  readonly source: SourceRecord;
  readonly place: DocumentPlace;
}

/** Memory: as `DuplicateClusters`, and a few words a shard. @param onShard told how many documents were gone through */
export async function scanDuplicates(
  database: Database,
  sources: readonly SourceRecord[],
  signal: AbortSignal,
  onShard: (documents: number) => void = () => undefined,
): Promise<Duplicates> {
  const clusters = new DuplicateClusters();
  const shards: PlacedShard[] = [];
  const places = firstPlaces(sources);
  for (const source of sources) {
    const moved = movedPlaces(source, places);
    const first = places.get(source.id) ?? 0;
    let place = first;
    for (let shard = 0; source.cleaned && shard < source.shards; shard++) {
      signal.throwIfAborted();
      shards.push({ source, shard, first: place, number: place - first });
      for (const verdict of await readVerdicts(database, source, source.cleaned, shard))
        noteDuplicate(clusters, place++, verdict, moved);
      onShard(place);
    }
  }
  return { clusters, shards };
}

/** Where the document of a place lies. */
export const shardAt = ({ shards }: Duplicates, place: number): PlacedShard | undefined =>
  shards.findLast(({ first }) => first <= place);

/** The documents at these places, each shard read once; a place that no shard has is passed over. */
export async function* documentsAt(
  database: Database,
  duplicates: Duplicates,
  places: Iterable<number>,
): AsyncGenerator<readonly [place: number, document: FoundDocument]> {
  let held: PlacedShard | undefined;
  let documents: readonly JudgedDocument[] = [];
  for (const place of places) {
    const shard = shardAt(duplicates, place);
    if (!shard) continue;
    if (held !== shard) documents = await readJudged(database, shard.source, shard.shard);
    held = shard;
    const index = place - shard.first;
    const document = documents[index];
    const where = { source: shard.source.id, shard: shard.shard, index, number: shard.number + index };
    if (document) yield [place, { ...document, source: shard.source, place: where }];
  }
}

/** What repeating documents by the sizes of their clusters adds to what is learned, source by source. */
export async function repeatsOf(
  database: Database,
  duplicates: Duplicates,
  signal: AbortSignal,
): Promise<api.ClusterPage['repeats']> {
  const repeats = new Map<api.Id, api.ClusterPage['repeats'][number]>();
  const { clusters } = duplicates;
  function* kept() {
    for (const cluster of clusters.each()) if (timesByClusterSize(cluster.size) > 1) yield cluster.kept;
  }
  for await (const [place, { read, verdict, source }] of documentsAt(database, duplicates, kept())) {
    signal.throwIfAborted();
    if (!('hash' in verdict) || isHeldOut(verdict.hash)) continue;
    const sum = repeats.get(source.id) ?? { source: source.id, documents: 0, bytes: 0 };
    sum.documents++;
    sum.bytes += (timesByClusterSize(clusters.size(place)) - 1) * utf8Length(verdict.text ?? read.text);
    repeats.set(source.id, sum);
  }
  return [...repeats.values()];
}
