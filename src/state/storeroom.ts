/** What takes room, as it is looked at and let go of; read anew whenever it is opened and after every change. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Id, ModelChoice, ProjectStorage, RunNeeds, StoredItem, TrainingSettings } from '../worker/api.ts';
import type { Chat } from './chat.ts';
import { type Api, asOcaqError } from './connection.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import type { Studio } from './studio.ts';

export interface StoreroomState {
  isOpen: boolean;
  /** null: not read yet. */
  projects: readonly ProjectStorage[] | null;
  error: OcaqError | null;
  /** Of the run that is being set up; null: not known. */
  needs: RunNeeds | null;
}

export interface Storeroom {
  store: StoreApi<StoreroomState>;
  open(): Promise<void>;
  close(): void;
  /** @throws why it stays */
  letGo(project: Id, item: StoredItem): Promise<void>;
  /** Makes tokens of the open project that are missing again. @throws why they cannot be */
  mendTokens(): Promise<void>;
  /** What a new run of the open project would store. */
  estimate(choice: ModelChoice, settings: TrainingSettings): Promise<void>;
}

export function createStoreroom(api: Api, studio: Studio, chat: Chat, preferences: PreferencesStore): Storeroom {
  const store = createStore<StoreroomState>(() => ({ isOpen: false, projects: null, error: null, needs: null }));
  let newest = 0;

  async function read(): Promise<void> {
    try {
      store.setState({ projects: await api.storageUse(), error: null });
      await studio.refreshStorage();
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  return {
    store,
    async open() {
      store.setState({ isOpen: true });
      await read();
    },
    close: () => store.setState({ isOpen: false, error: null }),
    async letGo(project, { kind, id }) {
      await api.letGo(project, { kind, id });
      if (kind === 'conversation') await chat.removed(id); // of everything else the picture of the project tells
      await read();
    },
    mendTokens: () => api.mendTokens(studio.projectId()),
    async estimate(choice, settings) {
      const mine = ++newest;
      const asked = api.runNeeds(studio.projectId(), choice, settings, budgetBytes(preferences.getState()));
      // A choice that cannot be planned is refused where it is made, and again when it is started.
      const needs = await asked.catch(() => null);
      if (mine === newest) store.setState({ needs });
    },
  };
}
