/**
 * Bringing in a model of the Hugging Face Hub: which, what is known of it, and the import. What is typed is kept in
 * localStorage, so that turning the Hub on, which loads the page anew, loses none of it; tokens are kept in memory alone.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { HUB_ADDRESS, HUB_FILES, isModelId } from '../data/hub.ts';
import { originOf } from '../data/translation/endpoint.ts';
import { OcaqError } from '../errors.ts';
import type { HubModel, HubModelReport, Id } from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { allowedOrigin } from './hosts.ts';
import { onImported } from './importing.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import type { Studio } from './studio.ts';

export interface HubDraft extends HubModel {
  /** Where the Hub leads to for large files; empty: they come from its own address. */
  readonly files: string;
}

export interface HubImportState {
  draft: HubDraft;
  /** Of Hubs, by origin: none is ever sent to another. */
  tokens: Readonly<Record<string, string>>;
  busy: 'inspecting' | 'importing' | null;
  /** Of what the draft names; null until it was looked at. */
  report: HubModelReport | null;
  /** An import that waits for the network, and why. */
  interrupted: { readonly jobId: Id; readonly error: OcaqError } | null;
  error: OcaqError | null;
}

export interface HubImport {
  store: StoreApi<HubImportState>;
  change(part: Partial<HubDraft>): void;
  setToken(origin: string, token: string): void;
  /** Asks the Hub what the model is, without its weights. */
  inspect(): Promise<void>;
  add(): Promise<void>;
  /** Where it was interrupted. */
  resume(): Promise<void>;
}

const DRAFT_KEY = 'ocaq.hub';
const DRAFT: HubDraft = { id: '', revision: '', address: HUB_ADDRESS, files: HUB_FILES };

/** What has to be turned on before the Hub can be asked for or sent files; null while an address is none. */
export function originsOf({ address, files }: Pick<HubDraft, 'address' | 'files'>): readonly string[] | null {
  const origins = [originOf(address), ...(files.trim() === '' ? [] : [allowedOrigin(files)])];
  return origins.every((origin) => origin !== null) ? [...new Set(origins)] : null;
}

export function createHubImport(
  api: Api,
  events: EventStream,
  studio: Studio,
  jobs: Jobs,
  notices: Notices,
): HubImport {
  const store = createStore<HubImportState>(() => ({
    draft: stored(),
    tokens: {},
    busy: null,
    report: null,
    interrupted: null,
    error: null,
  }));
  onImported(studio, () => store.setState({ error: null }));
  events.on((event) => {
    if (event.type !== 'import-interrupted') return;
    const { code, message, details } = event.error;
    const error = new OcaqError(code, message, details);
    store.setState({ interrupted: { jobId: event.jobId, error } });
    notices.announce({ kind: 'error', error });
  });

  async function work(busy: HubImportState['busy'], ask: (model: HubModel, token: string) => Promise<void>) {
    const { draft, tokens } = store.getState();
    const { files: _, ...model } = draft;
    store.setState({ busy, error: null });
    try {
      await ask(model, (tokens[originOf(model.address) ?? ''] ?? '').trim());
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
    } finally {
      store.setState({ busy: null, interrupted: null });
    }
  }

  return {
    store,
    change(part) {
      const draft = { ...store.getState().draft, ...part };
      store.setState({ draft, report: null, error: null });
      keep(draft);
    },
    setToken(origin, token) {
      store.setState(({ tokens }) => ({ tokens: { ...tokens, [origin]: token } }));
    },
    inspect: () =>
      work('inspecting', async (model, token) => {
        const report = await jobs.run('inspect', model.id, (jobId) => api.inspectHubModel(jobId, model, token));
        // Nothing else was typed meanwhile.
        const { id, revision, address } = store.getState().draft;
        if (id === model.id && revision === model.revision && address === model.address) store.setState({ report });
      }),
    add: () =>
      work('importing', async (model, token) => {
        // The very files that were looked at, whatever has become of the branch since.
        const revision = store.getState().report?.commit ?? model.revision;
        const asked = { ...model, revision };
        await jobs
          .run('import', model.id, (jobId) => api.importHubModel(studio.projectId(), jobId, asked, token))
          .finally(() => studio.refreshStorage());
      }),
    async resume() {
      const { interrupted } = store.getState();
      store.setState({ interrupted: null });
      if (interrupted) await api.resumeImport(interrupted.jobId);
    },
  };
}

/** Field by field: what is missing or of another kind is as it is at first. */
function stored(): HubDraft {
  try {
    const parsed = JSON.parse(localStorage.getItem(DRAFT_KEY) ?? '{}') as Partial<Record<keyof HubDraft, unknown>>;
    const field = (name: keyof HubDraft): string => {
      const value = parsed[name];
      return typeof value === 'string' ? value : DRAFT[name];
    };
    return { id: field('id'), revision: field('revision'), address: field('address'), files: field('files') };
  } catch {
    return DRAFT;
  }
}

/** Only what is what its field asks for: anything else may be a token in the wrong place. */
function keep({ id, revision, address, files }: HubDraft): void {
  const kept: HubDraft = {
    id: isModelId(id.trim()) ? id : '',
    revision: revision.trim().startsWith('hf_') ? '' : revision,
    address: originOf(address) === null ? HUB_ADDRESS : address,
    files: files.trim() === '' || allowedOrigin(files) !== null ? files : '',
  };
  try {
    localStorage.setItem(DRAFT_KEY, JSON.stringify(kept));
  } catch {
    // What was typed then lasts as long as the tab.
  }
}
