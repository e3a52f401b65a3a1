/**
 * Reading the corpus: a page of its documents, those that a search finds, and one of them open. A new search ends the one
 * before; what is shown belongs to the corpus as it was read and is asked for anew when sources come or go.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { DocumentPage, DocumentPart, DocumentPlace, FoundDocument, Id } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
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
  /** Of what is open, or asked for. */
  let newestRead = 0;

  async function find(change: Partial<Pick<ReadingState, 'text' | 'source' | 'starts'>>): Promise<void> {
    const { job: before } = store.getState();
    store.setState({ ...change, error: null });
    const { text, source, starts } = store.getState();
    if (before !== null) void jobs.cancel(before);
    const project = studio.projectId();
    let mine: Id | null = null;
    const isNewest = () => store.getState().job === mine;
    try {
      const page = await jobs.run('search', '', (job) => {
        mine = job;
        store.setState({ job });
        const query = { source, text, from: starts.at(-1) ?? null, count: documentsPerPage };
        return api.findDocuments(project, job, query);
      });
      if (isNewest()) store.setState({ page, shownText: text });
    } catch (thrown) {
      if (isNewest() && !isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
    } finally {
      if (isNewest()) store.setState({ job: null });
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
