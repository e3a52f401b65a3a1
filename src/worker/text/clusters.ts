/** Clusters of duplicates to look at: the largest first, the documents of each, and two documents side by side. */
import { timesByClusterSize } from '../../data/cleaning/duplicate-clusters.ts';
import { DocumentCleaner } from '../../data/cleaning/pipeline.ts';
import { sharedRuns } from '../../data/cleaning/shared-runs.ts';
import { keyOfSteps, openSteps } from '../../data/cleaning/table.ts';
import { beginning } from '../../data/excerpt.ts';
import { OcaqError } from '../../errors.ts';
import { contentOf } from '../../storage/corpus.ts';
import { listReferences, listSources } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type CleaningDetails, repeatedLinesOf } from '../stored.ts';
import { asItIsNow } from './as-it-is-now.ts';
import { type Duplicates, documentsAt, type FoundDocument, repeatsOf, scanDuplicates, shardAt } from './duplicates.ts';

const EXCERPT_LENGTH = 160;
const PAIR_LENGTH = 20_000;

interface Scan extends Duplicates {
  readonly repeats: api.ClusterPage['repeats'];
}

export class Clusters {
  readonly #hub: Hub;
  /** The last one, of a corpus as it was: pages are turned without another. */
  #scanned: { readonly key: string; readonly scan: Scan } | null = null;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  async find(project: api.Id, jobId: api.Id, { from, count }: api.ClusterQuery): Promise<api.ClusterPage> {
    return this.#hub.job(jobId, 'search', '', (job) =>
      asItIsNow(async () => {
        const scan = await this.#scan(project, job);
        const { clusters, repeats } = scan;
        const total = clusters.sizes().reduce((sum, one) => sum + one.clusters, 0);
        const shown = clusters.largest(from + count).slice(from);
        const kept = await this.#documents(
          scan,
          shown.map((cluster) => cluster.kept),
        );
        const page = shown.flatMap(({ kept: place, dropped }) => {
          const document = kept.get(place);
          const size = 1 + dropped.length;
          if (!document) return [];
          const sources = sourcesOf(scan, [place, ...dropped]);
          return [{ kept: described(document), size, sources, times: timesByClusterSize(size) }];
        });
        return { clusters: page, total, dropped: clusters.dropped, repeats };
      }),
    );
  }

  async read(
    project: api.Id,
    jobId: api.Id,
    kept: api.DocumentPlace,
    from: number,
    count: number,
  ): Promise<api.ClusterMember[]> {
    return this.#hub.job(jobId, 'search', '', (job) =>
      asItIsNow(async () => {
        const scan = await this.#scan(project, job);
        const place = placeIn(scan, kept);
        const places = scan.clusters.droppedFor(place).slice(from, from + count);
        const documents = await this.#documents(scan, [place, ...places]);
        const first = documents.get(place);
        const firstText = first ? await this.#comparedText(project, first) : '';
        const members: api.ClusterMember[] = [];
        for (const one of places) {
          const document = documents.get(one);
          if (!document) continue;
          job.signal.throwIfAborted();
          const { similarity } = sharedRuns(firstText, await this.#comparedText(project, document));
          members.push({ ...described(document), similarity });
        }
        return members;
      }),
    );
  }

  async pair(project: api.Id, kept: api.DocumentPlace, other: api.DocumentPlace): Promise<api.DocumentPair> {
    const jobId = crypto.randomUUID();
    return this.#hub.job(jobId, 'search', '', (job) =>
      asItIsNow(async () => {
        const scan = await this.#scan(project, job);
        const places = [kept, other].map((place) => placeIn(scan, place));
        const documents = await this.#documents(scan, places);
        const [one, two] = places.map((place) => documents.get(place));
        if (!one || !two) throw documentMissing();
        const [keptText, otherText] = [await this.#comparedText(project, one), await this.#comparedText(project, two)];
        return { kept: beginning(keptText, PAIR_LENGTH), other: beginning(otherText, PAIR_LENGTH) };
      }),
    );
  }

  async #scan(project: api.Id, job: Job): Promise<Scan> {
    const { database } = this.#hub;
    const sources = await listSources(database, project);
    const key = JSON.stringify([project, sources.map(contentOf)]);
    if (this.#scanned?.key === key) return this.#scanned.scan;
    const documents = sources.reduce((sum, source) => sum + source.documents, 0);
    const duplicates = await scanDuplicates(database, sources, job.signal, (done) =>
      job.progress(done, documents, 'documents'),
    );
    const scan = { ...duplicates, repeats: await repeatsOf(database, duplicates, job.signal) };
    this.#scanned = { key, scan };
    return scan;
  }

  async #documents(scan: Scan, places: readonly number[]): Promise<Map<number, FoundDocument>> {
    const found = new Map<number, FoundDocument>();
    for await (const [place, document] of documentsAt(this.#hub.database, scan, places)) found.set(place, document);
    return found;
  }

  /** As it was when it was compared; as it was read where its steps are those of another version. */
  async #comparedText(project: api.Id, { read, verdict, source }: FoundDocument): Promise<string> {
    if ('hash' in verdict) return verdict.text ?? read.text;
    const { cleaning = [], keys } = (source.cleaned?.details ?? {}) as Partial<CleaningDetails>;
    if (verdict.changedBy === undefined || keys?.all !== keyOfSteps(cleaning)) return read.text;
    const texts = await this.#hub.references.of(cleaning, await listReferences(this.#hub.database, project));
    const steps = openSteps(cleaning, { ...texts, repeatedLines: new Set(repeatedLinesOf(source)) });
    return new DocumentCleaner(steps).clean(read).text ?? read.text;
  }
}

const described = ({ read, verdict, source, place }: FoundDocument): api.ClusterDocument => {
  const text = 'hash' in verdict ? (verdict.text ?? read.text) : read.text;
  return { place, fileName: source.name, begins: beginning(text, EXCERPT_LENGTH) };
};

function sourcesOf(duplicates: Duplicates, places: readonly number[]): string[] {
  const sources = new Set(places.map((place) => shardAt(duplicates, place)?.source));
  return [...new Set(duplicates.shards.map(({ source }) => source))].flatMap((source) =>
    sources.has(source) ? source.name : [],
  );
}

/** In the corpus. @throws OcaqError `document-missing` */
function placeIn({ shards }: Duplicates, { source, shard, index }: api.DocumentPlace): number {
  const found = shards.find((one) => one.source.id === source && one.shard === shard);
  if (!found) throw documentMissing();
  return found.first + index;
}

const documentMissing = (): OcaqError =>
  new OcaqError(
    'document-missing',
    'This document is no longer in the corpus: its source was deleted, or cleaning has dropped it.',
  );
