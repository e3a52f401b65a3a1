/**
 * The documents of a corpus as a run learns them: by the weights of their sources and, where that is chosen, by the sizes of
 * their clusters of duplicates. Held-out documents are there once each whatever the weights, so that losses compare.
 */
import { MOST_TIMES, timesByClusterSize } from '../../data/cleaning/duplicate-clusters.ts';
import { isHeldOut } from '../../data/heldout.ts';
import { timesShares, timesTaken } from '../../data/mixing.ts';
import { type DocumentPlace, keptOf, readPlaced } from '../../storage/corpus.ts';
import type { Database } from '../../storage/database.ts';
import type { CorpusDocument, SourceRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import { scanDuplicates } from './duplicates.ts';
import { weightOfSource } from './mixture-key.ts';
import { firstPlaces } from './places.ts';

export interface Mixture {
  /** At the most, of any document of a source. */
  most(source: SourceRecord): number;
  /** How often a document is learned in one pass. */
  times(place: DocumentPlace, hash: string): number;
}

/** @throws OcaqError `mixture-weights` where no source with text has a weight */
export async function openMixture(
  database: Database,
  sources: readonly SourceRecord[],
  byClusterSize: boolean,
  signal: AbortSignal,
): Promise<Mixture> {
  const weights = new Map(sources.map((source) => [source.id, weightOfSource(source)]));
  timesShares(
    sources
      .filter((source) => keptOf(source).textBytes > 0)
      .map((source) => ({ name: source.name, times: weightOfSource(source), tokens: keptOf(source).textBytes })),
  );
  const places = firstPlaces(sources);
  const clusters = byClusterSize ? (await scanDuplicates(database, sources, signal)).clusters : null;
  const timesOf = (source: api.Id, number: number): number =>
    clusters ? timesByClusterSize(clusters.size((places.get(source) ?? 0) + number)) : 1;
  return {
    most: ({ id }) => Math.ceil((weights.get(id) ?? 1) * (clusters ? MOST_TIMES : 1)),
    times: ({ source, number }, hash) => timesTaken(hash, (weights.get(source) ?? 1) * timesOf(source, number)),
  };
}

export interface LearnedDocument extends CorpusDocument {
  source: api.Id;
  split: 'train' | 'heldout';
  /** Whether it comes for the first time. */
  isFirst: boolean;
}

/** Round after round, so that a document that is learned twice lies as far from itself as it can. */
export async function* learnedDocuments(
  database: Database,
  sources: readonly SourceRecord[],
  mixture: Mixture,
): AsyncGenerator<LearnedDocument> {
  const rounds = Math.max(1, ...sources.map((source) => mixture.most(source)));
  for (let round = 0; round < rounds; round++) {
    const left = round === 0 ? sources : sources.filter((source) => mixture.most(source) > round);
    for await (const { place, document } of readPlaced(database, left, null)) {
      const split = isHeldOut(document.hash) ? 'heldout' : 'train';
      const times = split === 'heldout' ? 1 : mixture.times(place, document.hash);
      if (times > round) yield { ...document, source: place.source, split, isFirst: round === 0 };
    }
  }
}
