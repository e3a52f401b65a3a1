/** Translations of instruction sets, as jobs of a service or of the browser's own translator. */
import { proxy } from 'comlink';
import { DEFAULT_REQUEST, type EndpointKind } from '../data/translation/endpoint.ts';
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
import type { Api, EventStream } from './connection.ts';
import { createServiceJobs, type ServiceJobs } from './service-jobs.ts';
import type { ServiceKeys } from './service-keys.ts';
import type { Studio } from './studio.ts';

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

interface Translating {
  draft: TranslationDraft;
  options: TranslationOptions;
  estimate: TranslationEstimate;
  record: TranslationRecord;
  row: TranslatedRow;
  page: TranslationPage;
}

export interface Translation extends ServiceJobs<Translating> {
  /** These four return whether the row was changed. */
  edit(row: TranslatedRow, texts: Texts): Promise<boolean>;
  undo(row: TranslatedRow): Promise<boolean>;
  accept(row: TranslatedRow, accepted: boolean): Promise<boolean>;
  retry(row: TranslatedRow): Promise<boolean>;
}

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
  const { jobs, changed, changeRow } = createServiceJobs<Translating>(
    {
      draftKey: 'ocaq.translation',
      draft: DRAFT,
      only: 'to-look-at',
      optionsOf,
      estimate: (options) => api.estimateTranslation(options),
      create: (project, options) => api.createTranslation(project, options),
      list: (project) => api.listTranslations(project),
      resume: (record) => asking(record, (key, onPage) => api.resumeTranslation(record.id, key, onPage)),
      read: (...asked) => api.readTranslation(...asked),
      save: (project, id) => api.saveTranslation(project, id),
      export: (id) => api.exportTranslation(id),
      delete: (id) => api.deleteTranslation(id),
    },
    api,
    studio,
  );
  events.on((event) => {
    if (event.type === 'translation-changed') changed(event.translation);
  });

  /** Lets something ask the service of a translation, or the browser's own translator. */
  async function asking<T>(
    { options }: TranslationRecord,
    ask: (key: string, onPage: TextTranslator | null) => Promise<T>,
  ): Promise<T> {
    const { kind, address } = options.endpoint;
    if (kind !== 'browser') return ask(keys.of(address), null);
    const translator = await openBrowserTranslator(options.from, options.to);
    try {
      return await ask('', translator && proxy(translator.translate));
    } finally {
      translator?.close();
    }
  }

  return {
    ...jobs,
    edit: (row, texts) => changeRow(({ id }) => api.editTranslated(id, row.index, texts)),
    undo: (row) => changeRow(({ id }) => api.undoTranslated(id, row.index)),
    accept: (row, accepted) => changeRow(({ id }) => api.acceptTranslated(id, row.index, accepted)),
    retry: (row) =>
      changeRow((record) => asking(record, (key, onPage) => api.retryTranslated(record.id, row.index, key, onPage))),
  };
}
