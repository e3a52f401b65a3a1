/**
 * Reading the corpus: a page of its documents, those that a search finds, and one of them open. A new search ends the one
 * before; what is shown belongs to the corpus as it was read and is asked for anew when sources come or go.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { DocumentPage, DocumentPart, DocumentPlace, FoundDocument, Id } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Studio } from './studio.ts';

export interface ReadingState {
  /** What is looked for; empty: every document is listed. */
  text: string;
  /** null: in all sources. */
  source: Id | null;
  /** The first document of each page up to the one shown; null: the first of all. */
  starts: readonly (DocumentPlace | null)[];
  page: DocumentPage | null;
  /** The text that `page` was looked for with. */
  shownText: string;
  job: Id | null;
  error: OcaqError | null;
  open: { found: FoundDocument; part: DocumentPart } | null;
}

export interface Reading {
  store: StoreApi<ReadingState>;
  /** Lists the corpus as it is now, from its beginning. */
  load(): Promise<void>;
  search(text: string): Promise<void>;
  choose(source: Id | null): Promise<void>;
  next(): Promise<void>;
  previous(): Promise<void>;
  /** Opens a document where its first match is, or turns to another part of it. */
  read(found: FoundDocument, offset?: number): Promise<void>;
  close(): void;
}

export const documentsPerPage = 10;

const nothing = {
  text: '',
  source: null,
  starts: [null],
  page: null,
  shownText: '',
  job: null,
  error: null,
  open: null,
} satisfies ReadingState;

export function createReading(api: Api, studio: Studio, jobs: Jobs): Reading {
  const store = createStore<ReadingState>(() => nothing);
  const search = createLatestJob(jobs, (job) => store.setState({ job }));
  /** Of what is open, or asked for. */
  let newestRead = 0;

  async function find(change: Partial<Pick<ReadingState, 'text' | 'source' | 'starts'>>): Promise<void> {
    store.setState({ ...change, error: null });
    const { text, source, starts } = store.getState();
    const project = studio.projectId();
    const query = { source, text, from: starts.at(-1) ?? null, count: documentsPerPage };
    try {
      const found = await search.run('search', (job) => api.findDocuments(project, job, query));
      if (found) store.setState({ page: found.value, shownText: text });
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  return {
    store,
    async load() {
      const { text } = store.getState();
      newestRead++;
      store.setState({ ...nothing, text });
      await find({});
    },
    search: (text) => find({ text, starts: [null] }),
    choose: (source) => find({ source, starts: [null] }),
    async next() {
      const { page, starts } = store.getState();
      if (page?.next) await find({ starts: [...starts, page.next] });
    },
    async previous() {
      const { starts } = store.getState();
      if (starts.length > 1) await find({ starts: starts.slice(0, -1) });
    },
    async read(found, offset = found.match) {
      const mine = ++newestRead;
      try {
        const part = await api.readDocument(studio.projectId(), found.place, offset);
        if (mine === newestRead) store.setState({ open: { found, part }, error: null });
      } catch (thrown) {
        if (mine === newestRead) store.setState({ open: null, error: asOcaqError(thrown) });
      }
    },
    close() {
      newestRead++;
      store.setState({ open: null });
    },
  };
}
