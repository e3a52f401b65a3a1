/** Hashes of a project's documents, so that duplicates are found across files. */
import { listSources, readDocuments } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { sameSources } from '../stored.ts';

interface Known {
  readonly sources: readonly api.Id[];
  readonly hashes: Set<string>;
}

export class KnownDocuments {
  private readonly hub: Hub;
  /** Of the project that was imported into last, kept between the files of one import. */
  private last: Known | null = null;

  constructor(hub: Hub) {
    this.hub = hub;
  }

  /**
   * Hashes of the documents that are there, for an import to add to; it gives them back with `keep`, unless it fails.
   * Reads all documents of the project where they are not those that were kept.
   */
  async take(project: api.Id, job: Job): Promise<Known> {
    const records = await listSources(this.hub.database, project);
    const sources = records.map(({ id }) => id);
    const taken = this.last;
    this.last = null;
    if (taken && sameSources(sources, taken.sources)) return { sources, hashes: taken.hashes };
    const hashes = new Set<string>();
    const total = records.reduce((sum, source) => sum + source.documents, 0);
    let done = 0;
    for await (const { hash } of readDocuments(this.hub.database, records)) {
      job.signal.throwIfAborted();
      hashes.add(hash);
      job.progress(++done, total, 'documents');
    }
    return { sources, hashes };
  }

  keep(known: Known): void {
    this.last = known;
  }
}
