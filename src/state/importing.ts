/** Bringing in a model folder of somebody else, and taking it away again. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Id } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
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
  /** What the browser is still handing over, null: nothing; where it cannot, the error is kept for the screen. */
  addDropped(folder: Promise<ModelFolder | null>): Promise<void>;
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

export function createImporting(api: Api, studio: Studio, jobs: Jobs, notices: Notices): Importing {
  const store = createStore<ImportingState>(() => ({ importing: false, error: null }));
  onImported(studio, () => store.setState({ error: null }));
  async function add({ name, files }: ModelFolder): Promise<void> {
    store.setState({ importing: true, error: null });
    try {
      const runs = studio.store.getState().snapshot?.runs ?? [];
      const { runId, step } = await jobs.run('import', name, (jobId) =>
        api.importModel(studio.projectId(), jobId, name, files),
      );
      const run = runs.find(({ id }) => id === runId);
      if (run) notices.announce({ kind: 'run-returned', run, step });
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
    } finally {
      store.setState({ importing: false });
      await studio.refreshStorage();
    }
  }

  return {
    store,
    add,
    async addDropped(folder) {
      try {
        const dropped = await folder;
        if (dropped) await add(dropped);
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      }
    },
    remove: (run) => api.deleteRun(run),
  };
}
