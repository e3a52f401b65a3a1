/**
 * Where the time of the drafted model goes, measured when a person asks for it. Like a measured speed it belongs to the
 * exact choice: change a number and it is unknown again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ProfileReport } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { type Model, speedKey } from './model.ts';

export interface ProfileState {
  /** By `speedKey` of the choice. */
  reports: Readonly<Record<string, ProfileReport>>;
  measuring: boolean;
  error: OcaqError | null;
}

export interface Profile {
  store: StoreApi<ProfileState>;
  /** Measures the model being drawn up. */
  measure(): Promise<void>;
}

export function createProfile(api: Api, model: Model, jobs: Jobs): Profile {
  const store = createStore<ProfileState>(() => ({ reports: {}, measuring: false, error: null }));
  return {
    store,
    async measure() {
      const { draft } = model.store.getState();
      if (!draft) return;
      store.setState({ measuring: true, error: null });
      try {
        const report = await jobs.run('profile', '', (jobId) => api.profileModel(jobId, draft));
        store.setState(({ reports }) => ({ reports: { ...reports, [speedKey(draft)]: report } }));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ measuring: false });
      }
    },
  };
}
