/**
 * Where the time of the drafted model goes, measured when a person asks for it. Like a measured speed it belongs to the
 * exact choice and memory budget: change a number and it is unknown again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ProfileReport } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { type Model, measuredKey } from './model.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';

export interface ProfileState {
  /** By `measuredKey`. */
  reports: Readonly<Record<string, ProfileReport>>;
  measuring: boolean;
  error: OcaqError | null;
}

export interface Profile {
  store: StoreApi<ProfileState>;
  /** Measures the model being drawn up. */
  measure(): Promise<void>;
}

export function createProfile(api: Api, model: Model, jobs: Jobs, preferences: PreferencesStore): Profile {
  const store = createStore<ProfileState>(() => ({ reports: {}, measuring: false, error: null }));
  model.store.subscribe((now, before) => {
    if (now.draft !== before.draft) store.setState({ error: null });
  });
  return {
    store,
    async measure() {
      const { draft } = model.store.getState();
      if (!draft) return;
      const own = preferences.getState();
      store.setState({ measuring: true, error: null });
      try {
        const report = await jobs.run('profile', '', (jobId) => api.profileModel(jobId, draft, budgetBytes(own)));
        store.setState(({ reports }) => ({ reports: { ...reports, [measuredKey(draft, own.budgetGiB)]: report } }));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ measuring: false });
      }
    },
  };
}
