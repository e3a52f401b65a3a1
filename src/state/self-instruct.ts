/** New tasks from those of a set: what is being set up, the jobs of the project, and a page of the tasks of one. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type {
  Id,
  SelfInstructEstimate,
  SelfInstructOptions,
  SelfInstructRecord,
  WrittenTask,
  WrittenTaskPage,
} from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import type { ServiceKeys } from './service-keys.ts';
import { onOtherProject, type Studio } from './studio.ts';

/** Limits of 0 are none. */
export interface SelfInstructDraft {
  /** Its id; of a set that there is not, the first one. */
  readonly set: string;
  readonly language: string;
  readonly count: number;
  readonly address: string;
  readonly model: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly tasksPerRequest: number;
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

export interface SelfInstructState {
  draft: SelfInstructDraft;
  /** Whether a job is being stored, after which it begins. */
  starting: boolean;
  estimate: SelfInstructEstimate | null;
  /** Of the open project, newest first. */
  records: readonly SelfInstructRecord[];
  /** Those that this tab works on. */
  working: readonly Id[];
  /** Why this tab no longer works on one, until it is resumed. */
  failures: Readonly<Record<Id, OcaqError>>;
  shown: Id | null;
  only: 'all' | 'to-look-at';
  from: number;
  page: WrittenTaskPage | null;
  error: OcaqError | null;
}

export interface SelfInstruct {
  store: StoreApi<SelfInstructState>;
  change(part: Partial<SelfInstructDraft>): void;
  /** Reads the jobs of the open project. */
  load(): Promise<void>;
  estimate(options: SelfInstructOptions): Promise<void>;
  /** Stores a job with the set as seed tasks and begins to work on it. */
  start(set: Id): Promise<void>;
  resume(id: Id): Promise<void>;
  pause(id: Id): Promise<void>;
  /** @param id null: none */
  show(id: Id | null, only?: SelfInstructState['only'], from?: number): Promise<void>;
  leaveOut(task: WrittenTask, leftOut: boolean): Promise<void>;
  /** Makes a set of the project of it; returns its name. */
  save(id: Id): Promise<string | null>;
  export(id: Id): Promise<{ fileName: string; file: Blob } | null>;
  delete(id: Id): Promise<void>;
}

export const tasksPerPage = 10;

const DRAFT: SelfInstructDraft = {
  set: '',
  language: 'az',
  count: 100,
  address: '',
  model: '',
  inputPrice: 0,
  outputPrice: 0,
  tasksPerRequest: 8,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
};
const DRAFT_KEY = 'ocaq.self-instruct';

export const selfInstructOptions = (set: Id, draft: SelfInstructDraft): SelfInstructOptions => ({
  set,
  language: draft.language,
  count: draft.count,
  tasksPerRequest: draft.tasksPerRequest,
  address: draft.address.trim(),
  model: draft.model.trim(),
  requestsPerMinute: draft.requestsPerMinute || null,
  tokensPerMinute: draft.tokensPerMinute || null,
  price: { input: draft.inputPrice, output: draft.outputPrice },
});

export function createSelfInstruct(api: Api, events: EventStream, studio: Studio, keys: ServiceKeys): SelfInstruct {
  const store = createStore<SelfInstructState>(() => ({
    draft: readDraft(DRAFT_KEY, DRAFT),
    starting: false,
    estimate: null,
    records: [],
    working: [],
    failures: {},
    shown: null,
    only: 'all',
    from: 0,
    page: null,
    error: null,
  }));
  let newestEstimate = 0;
  onOtherProject(studio, () => {
    newestEstimate++;
    store.setState({ records: [], shown: null, page: null, estimate: null, failures: {}, error: null });
  });
  events.on((event) => {
    if (event.type !== 'self-instruct-changed') return;
    const { record } = event;
    store.setState(({ records }) => ({ records: records.map((one) => (one.id === record.id ? record : one)) }));
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

  async function load(): Promise<void> {
    const project = studio.projectId();
    const records = await api.listSelfInstruct(project);
    if (studio.isOpen(project)) store.setState({ records });
  }

  async function resume(id: Id): Promise<void> {
    const address = store.getState().records.find((one) => one.id === id)?.options.address ?? '';
    store.setState(({ working, failures: { [id]: _, ...failures } }) => ({ working: [...working, id], failures }));
    try {
      await api.resumeSelfInstruct(id, keys.of(address));
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
    const page = await attempt(() => api.readWrittenTasks(shown, only, from, tasksPerPage));
    if (store.getState().shown === shown) store.setState({ page });
  }

  return {
    store,
    change(part) {
      const draft = { ...store.getState().draft, ...part };
      store.setState({ draft });
      keepDraft(DRAFT_KEY, draft);
    },
    load,
    async estimate(options) {
      const mine = ++newestEstimate;
      const estimate = await attempt(() => api.estimateSelfInstruct(options));
      if (mine === newestEstimate) store.setState({ estimate });
    },
    async start(set) {
      const { starting, draft } = store.getState();
      if (starting) return;
      store.setState({ starting: true });
      const created = await attempt(() => api.createSelfInstruct(studio.projectId(), selfInstructOptions(set, draft)));
      store.setState({ starting: false });
      if (!created) return;
      store.setState(({ records }) => ({ records: [created, ...records] }));
      await resume(created.id);
    },
    resume,
    async pause(id) {
      await api.cancel(id);
    },
    async show(id, only = 'all', from = 0) {
      store.setState(({ page, shown }) => ({ shown: id, only, from, page: shown === id ? page : null }));
      await readPage();
    },
    async leaveOut({ index }, leftOut) {
      const { shown } = store.getState();
      if (shown === null) return;
      const changed = await attempt(() => api.leaveOutTask(shown, index, leftOut));
      if (!changed) return;
      // It stays where it is on the page, whatever it is now.
      store.setState(({ page }) => ({
        page: page && { ...page, rows: page.rows.map((one) => (one.index === index ? changed : one)) },
      }));
    },
    async save(id) {
      const set = await attempt(() => api.saveSelfInstruct(studio.projectId(), id));
      return set?.fileName ?? null;
    },
    export: (id) => attempt(() => api.exportSelfInstruct(id)),
    async delete(id) {
      await api.deleteSelfInstruct(id);
      if (store.getState().shown === id) store.setState({ shown: null, page: null });
      await load();
    },
  };
}
