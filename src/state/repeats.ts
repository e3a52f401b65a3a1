/** Runs that are done again: their start, and how far the one that is looked at came to the same bits. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../errors.ts';
import type { Id, RepeatComparison, RunRecord } from '../worker/api.ts';
import type { Api } from './connection.ts';
import type { Training } from './training.ts';

export interface RepeatsState {
  of: Id | null;
  /** null while it is not known, or where the first run is gone. */
  comparison: RepeatComparison | null;
}

export interface Repeats {
  store: StoreApi<RepeatsState>;
  /** As `Training.startBy`. */
  start(run: RunRecord): Promise<RunRecord | null>;
  compare(run: Id): Promise<void>;
}

export function createRepeats(api: Api, training: Training): Repeats {
  const store = createStore<RepeatsState>(() => ({ of: null, comparison: null }));
  return {
    store,
    start: (run) => training.startBy((budget) => api.startRepeat(run.id, budget)),
    async compare(run) {
      store.setState({ of: run, comparison: null });
      const comparison = await unlessGone(() => api.compareRepeat(run));
      if (store.getState().of === run) store.setState({ comparison });
    },
  };
}

/** A run may be deleted at any time, and its comparison with it. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OcaqError && error.code === 'run-missing') return null;
    throw error;
  }
}
