/**
 * Stored work that a service does, of one kind: what is being set up, the jobs of the project, and a page of the rows of one.
 * What makes a kind is given; how jobs begin, stop, are resumed and looked through is the same for all.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Id, InstructionSetRecord } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import { onOtherProject, type Studio } from './studio.ts';

export type Only = 'all' | 'to-look-at';

interface Page<Row> {
  rows: Row[];
}

/** The types of a kind. */
interface Kind {
  draft: { readonly address: string };
  options: unknown;
  estimate: unknown;
  record: { readonly id: Id };
  row: { readonly index: number };
  page: Page<Kind['row']>;
}

export interface ServiceJobsState<K extends Kind> {
  draft: K['draft'];
  /** Whether a job is being stored, after which it begins. */
  starting: boolean;
  estimate: K['estimate'] | null;
  /** Of the open project, newest first. */
  records: readonly K['record'][];
  /** Those that this tab works on. */
  working: readonly Id[];
  /** Why this tab no longer works on one, until it is resumed. */
  failures: Readonly<Record<Id, OcaqError>>;
  shown: Id | null;
  only: Only;
  from: number;
  page: K['page'] | null;
  error: OcaqError | null;
}

export interface ServiceJobs<K extends Kind> {
  store: StoreApi<ServiceJobsState<K>>;
  change(part: Partial<K['draft']>): void;
  /** Reads the jobs of the open project. */
  load(): Promise<void>;
  estimate(options: K['options']): Promise<void>;
  /** Stores a job on the set and begins to work on it. */
  start(set: Id): Promise<void>;
  resume(id: Id): Promise<void>;
  pause(id: Id): Promise<void>;
  /** @param id null: none */
  show(id: Id | null, only?: Only, from?: number): Promise<void>;
  /** Makes a set of the project of it; returns its name. */
  save(id: Id): Promise<string | null>;
  export(id: Id): Promise<{ fileName: string; file: Blob } | null>;
  delete(id: Id): Promise<void>;
}

/** A kind of jobs: the worker's calls for it, and what its form begins with. */
export interface ServiceJobKind<K extends Kind> {
  readonly draftKey: string;
  readonly draft: K['draft'];
  /** Which rows are shown at first. */
  readonly only: Only;
  optionsOf(set: Id, draft: K['draft']): K['options'];
  estimate(options: K['options']): Promise<K['estimate']>;
  create(project: Id, options: K['options']): Promise<K['record']>;
  list(project: Id): Promise<K['record'][]>;
  /** Works on it until it is over, paused, or cannot go on. */
  resume(record: K['record']): Promise<unknown>;
  read(id: Id, only: Only, from: number, count: number): Promise<K['page']>;
  save(project: Id, id: Id): Promise<InstructionSetRecord>;
  export(id: Id): Promise<{ fileName: string; file: Blob }>;
  delete(id: Id): Promise<void>;
}

export const rowsPerPage = 10;

/** Returns what screens call, and for the kind itself: taking in a job that has changed, and changing a row that is shown. */
export function createServiceJobs<K extends Kind>(kind: ServiceJobKind<K>, api: Api, studio: Studio) {
  const store = createStore<ServiceJobsState<K>>(() => ({
    draft: readDraft(kind.draftKey, kind.draft),
    starting: false,
    estimate: null,
    records: [],
    working: [],
    failures: {},
    shown: null,
    only: kind.only,
    from: 0,
    page: null,
    error: null,
  }));
  let newestEstimate = 0;
  onOtherProject(studio, () => {
    newestEstimate++;
    store.setState({ records: [], shown: null, page: null, estimate: null, failures: {}, error: null });
  });

  /** An error is kept for the screen, and null returned. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    store.setState({ error: null });
    try {
      return await work();
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      return null;
    }
  }

  const recordOf = (id: Id): K['record'] | undefined => store.getState().records.find((one) => one.id === id);

  async function load(): Promise<void> {
    const project = studio.projectId();
    const records = await kind.list(project);
    if (studio.isOpen(project)) store.setState({ records });
  }

  async function resume(id: Id): Promise<void> {
    const record = recordOf(id);
    if (!record) return;
    store.setState(({ working, failures: { [id]: _, ...failures } }) => ({ working: [...working, id], failures }));
    try {
      await kind.resume(record);
    } catch (thrown) {
      if (!isCancelled(thrown))
        store.setState(({ failures }) => ({ failures: { ...failures, [id]: asOcaqError(thrown) } }));
    }
    store.setState(({ working }) => ({ working: working.filter((one) => one !== id) }));
    if (store.getState().shown === id) await readPage();
  }

  async function readPage(): Promise<void> {
    const { shown, only, from } = store.getState();
    if (shown === null) return;
    const page = await attempt(() => kind.read(shown, only, from, rowsPerPage));
    if (store.getState().shown === shown) store.setState({ page });
  }

  const jobs: ServiceJobs<K> = {
    store,
    change(part) {
      const draft = { ...store.getState().draft, ...part };
      store.setState({ draft });
      keepDraft(kind.draftKey, draft);
    },
    load,
    async estimate(options) {
      const mine = ++newestEstimate;
      const estimate = await attempt(() => kind.estimate(options));
      if (mine === newestEstimate) store.setState({ estimate });
    },
    async start(set) {
      const { starting, draft } = store.getState();
      if (starting) return;
      store.setState({ starting: true });
      const created = await attempt(() => kind.create(studio.projectId(), kind.optionsOf(set, draft)));
      store.setState({ starting: false });
      if (!created) return;
      store.setState(({ records }) => ({ records: [created, ...records] }));
      await resume(created.id);
    },
    resume,
    async pause(id) {
      await api.cancel(id);
    },
    async show(id, only = kind.only, from = 0) {
      store.setState(({ page, shown }) => ({ shown: id, only, from, page: shown === id ? page : null }));
      await readPage();
    },
    async save(id) {
      const set = await attempt(() => kind.save(studio.projectId(), id));
      return set?.fileName ?? null;
    },
    export: (id) => attempt(() => kind.export(id)),
    async delete(id) {
      await kind.delete(id);
      if (store.getState().shown === id) store.setState({ shown: null, page: null });
      await load();
    },
  };

  return {
    jobs,
    changed(record: K['record']): void {
      store.setState(({ records }) => ({ records: records.map((one) => (one.id === record.id ? record : one)) }));
    },
    /** The row stays where it is on the page, whatever it is now. Returns whether it was changed. */
    async changeRow(work: (record: K['record']) => Promise<K['row']>): Promise<boolean> {
      const { shown } = store.getState();
      const record = shown === null ? undefined : recordOf(shown);
      if (!record) return false;
      const row = await attempt(() => work(record));
      if (!row) return false;
      store.setState(({ page }) => ({
        page: page && { ...page, rows: page.rows.map((one) => (one.index === row.index ? row : one)) },
      }));
      return true;
    },
  };
}
