/** Translations of instruction sets: what is being set up, those of the project, and a page of the rows of one. */
import { proxy } from 'comlink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_REQUEST, type EndpointKind } from '../data/translation/endpoint.ts';
import type { OcaqError } from '../errors.ts';
import type {
  Id,
  Texts,
  TextTranslator,
  TranslatedRow,
  TranslationEstimate,
  TranslationOptions,
  TranslationPage,
  TranslationRecord,
} from '../worker/api.ts';
import { openBrowserTranslator } from './browser-translator.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import type { ServiceKeys } from './service-keys.ts';
import { onOtherProject, type Studio } from './studio.ts';

/** Limits of 0 are none. */
export interface TranslationDraft {
  /** Its id; of a set that there is not, the first one. */
  readonly set: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EndpointKind;
  readonly address: string;
  readonly model: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly recordsPerRequest: number;
  readonly lanes: number;
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

export interface TranslationState {
  draft: TranslationDraft;
  /** Whether a translation is being stored, after which it begins. */
  starting: boolean;
  estimate: TranslationEstimate | null;
  /** Of the open project, newest first. */
  translations: readonly TranslationRecord[];
  /** Those that this tab works on. */
  working: readonly Id[];
  /** Why this tab no longer works on one, until it is resumed. */
  failures: Readonly<Record<Id, OcaqError>>;
  shown: Id | null;
  only: 'all' | 'to-look-at';
  from: number;
  page: TranslationPage | null;
  error: OcaqError | null;
}

export interface Translation {
  store: StoreApi<TranslationState>;
  change(part: Partial<TranslationDraft>): void;
  /** Reads the translations of the open project. */
  load(): Promise<void>;
  estimate(options: TranslationOptions): Promise<void>;
  /** Stores a translation of the set and begins to work on it. */
  start(set: Id): Promise<void>;
  resume(id: Id): Promise<void>;
  pause(id: Id): Promise<void>;
  /** @param id null: none */
  show(id: Id | null, only?: TranslationState['only'], from?: number): Promise<void>;
  /** These four return whether the row was changed. */
  edit(row: TranslatedRow, texts: Texts): Promise<boolean>;
  undo(row: TranslatedRow): Promise<boolean>;
  accept(row: TranslatedRow, accepted: boolean): Promise<boolean>;
  retry(row: TranslatedRow): Promise<boolean>;
  /** Makes a set of the project of it; returns its name. */
  save(id: Id): Promise<string | null>;
  export(id: Id): Promise<{ fileName: string; file: Blob } | null>;
  delete(id: Id): Promise<void>;
}

export const rowsPerPage = 10;

const DRAFT: TranslationDraft = {
  set: '',
  from: 'en',
  to: 'az',
  kind: 'openai',
  address: '',
  model: '',
  inputPrice: 0,
  outputPrice: 0,
  ...DEFAULT_REQUEST,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
};
const DRAFT_KEY = 'ocaq.translation';

export const optionsOf = (set: Id, draft: TranslationDraft): TranslationOptions => ({
  set,
  from: draft.from,
  to: draft.to,
  price: draft.kind === 'browser' ? { input: 0, output: 0 } : { input: draft.inputPrice, output: draft.outputPrice },
  endpoint: {
    kind: draft.kind,
    address: draft.kind === 'browser' ? '' : draft.address.trim(),
    model: draft.kind === 'openai' ? draft.model.trim() : '',
    recordsPerRequest: draft.recordsPerRequest,
    lanes: draft.lanes,
    requestsPerMinute: draft.requestsPerMinute || null,
    tokensPerMinute: draft.tokensPerMinute || null,
  },
});

export function createTranslation(api: Api, events: EventStream, studio: Studio, keys: ServiceKeys): Translation {
  const store = createStore<TranslationState>(() => ({
    draft: readDraft(DRAFT_KEY, DRAFT),
    starting: false,
    estimate: null,
    translations: [],
    working: [],
    failures: {},
    shown: null,
    only: 'to-look-at',
    from: 0,
    page: null,
    error: null,
  }));
  let newestEstimate = 0;
  onOtherProject(studio, () => {
    newestEstimate++;
    store.setState({ translations: [], shown: null, page: null, estimate: null, failures: {}, error: null });
  });
  events.on((event) => {
    if (event.type !== 'translation-changed') return;
    const { translation } = event;
    store.setState(({ translations }) => ({
      translations: translations.map((one) => (one.id === translation.id ? translation : one)),
    }));
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
    const translations = await api.listTranslations(project);
    if (studio.isOpen(project)) store.setState({ translations });
  }

  /** Lets something ask the service of a translation, or the browser's own translator. */
  async function asking<T>(id: Id, ask: (key: string, onPage: TextTranslator | null) => Promise<T>): Promise<T> {
    const options = store.getState().translations.find((one) => one.id === id)?.options;
    if (options?.endpoint.kind !== 'browser') return ask(keys.of(options?.endpoint.address ?? ''), null);
    const translator = await openBrowserTranslator(options.from, options.to);
    try {
      return await ask('', translator && proxy(translator.translate));
    } finally {
      translator?.close();
    }
  }

  async function resume(id: Id): Promise<void> {
    store.setState(({ working, failures: { [id]: _, ...failures } }) => ({ working: [...working, id], failures }));
    try {
      await asking(id, (key, onPage) => api.resumeTranslation(id, key, onPage));
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
    const page = await attempt(() => api.readTranslation(shown, only, from, rowsPerPage));
    if (store.getState().shown === shown) store.setState({ page });
  }

  /** The row stays where it is on the page, whatever it is now. */
  async function changeRow(work: (id: Id) => Promise<TranslatedRow>): Promise<boolean> {
    const { shown } = store.getState();
    if (shown === null) return false;
    const changed = await attempt(() => work(shown));
    if (!changed) return false;
    store.setState(({ page }) => ({
      page: page && { ...page, rows: page.rows.map((one) => (one.index === changed.index ? changed : one)) },
    }));
    return true;
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
      const estimate = await attempt(() => api.estimateTranslation(options));
      if (mine === newestEstimate) store.setState({ estimate });
    },
    async start(set) {
      const { starting, draft } = store.getState();
      if (starting) return;
      store.setState({ starting: true });
      const created = await attempt(() => api.createTranslation(studio.projectId(), optionsOf(set, draft)));
      store.setState({ starting: false });
      if (!created) return;
      store.setState(({ translations }) => ({ translations: [created, ...translations] }));
      await resume(created.id);
    },
    resume,
    async pause(id) {
      await api.cancel(id);
    },
    async show(id, only = 'to-look-at', from = 0) {
      store.setState(({ page, shown }) => ({ shown: id, only, from, page: shown === id ? page : null }));
      await readPage();
    },
    edit: (row, texts) => changeRow((id) => api.editTranslated(id, row.index, texts)),
    undo: (row) => changeRow((id) => api.undoTranslated(id, row.index)),
    accept: (row, accepted) => changeRow((id) => api.acceptTranslated(id, row.index, accepted)),
    retry: (row) => changeRow((id) => asking(id, (key, onPage) => api.retryTranslated(id, row.index, key, onPage))),
    async save(id) {
      const set = await attempt(() => api.saveTranslation(studio.projectId(), id));
      return set?.fileName ?? null;
    },
    export: (id) => attempt(() => api.exportTranslation(id)),
    async delete(id) {
      await api.deleteTranslation(id);
      if (store.getState().shown === id) store.setState({ shown: null, page: null });
      await load();
    },
  };
}
