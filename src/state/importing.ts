/** Bringing in a model folder of somebody else, and taking it away again. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Id } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import type { Studio } from './studio.ts';

export interface ImportingState {
  importing: boolean;
  error: OcaqError | null;
}

/** The files that lie directly in a folder. */
export interface ModelFolder {
  readonly name: string;
  readonly files: readonly File[];
}

export interface Importing {
  store: StoreApi<ImportingState>;
  add(folder: ModelFolder): Promise<void>;
  /** @throws OcaqError why it could not be deleted */
  remove(run: Id): Promise<void>;
}

/** Calls `forget` when a model has come into the open project: why another one did not come earlier is the past. */
export function onImported(studio: Studio, forget: () => void): void {
  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (!snapshot || snapshot.project.id !== before?.project.id) return;
    if (snapshot.imports.length > before.imports.length) forget();
  });
}

export function createImporting(api: Api, studio: Studio, jobs: Jobs): Importing {
  const store = createStore<ImportingState>(() => ({ importing: false, error: null }));
  onImported(studio, () => store.setState({ error: null }));
  return {
    store,
    async add({ name, files }) {
      store.setState({ importing: true, error: null });
      try {
        await jobs.run('import', name, (jobId) => api.importModel(studio.projectId(), jobId, name, files));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ importing: false });
        await studio.refreshStorage();
      }
    },
    remove: (run) => api.deleteRun(run),
  };
}
