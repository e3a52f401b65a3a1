/** A learning rate found by short runs when a person asks for it. It belongs to the model and the project that it was tried on. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ModelChoice, RateSweep } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { endWithTheLack } from './lacking.ts';
import { choiceKey } from './model.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import { onOtherProject, type Studio } from './studio.ts';
import type { Training } from './training.ts';

export interface RatesState {
  /** The last sweep, and the `choiceKey` of its model. */
  found: { readonly model: string; readonly sweep: RateSweep } | null;
  trying: boolean;
  error: OcaqError | null;
}

export interface Rates {
  store: StoreApi<RatesState>;
  /** Tries rates around that of the settings. */
  find(choice: ModelChoice): Promise<void>;
  /** Takes the proposed rate into the settings. */
  take(learningRate: number): void;
}

export function createRates(
  api: Api,
  studio: Studio,
  training: Training,
  jobs: Jobs,
  preferences: PreferencesStore,
): Rates {
  const store = createStore<RatesState>(() => ({ found: null, trying: false, error: null }));
  onOtherProject(studio, () => store.setState({ found: null, error: null }));
  endWithTheLack(studio, store);
  return {
    store,
    async find(choice) {
      const { settings } = training.store.getState();
      if (!settings) return;
      store.setState({ trying: true, error: null });
      try {
        const project = studio.projectId();
        const budget = budgetBytes(preferences.getState());
        const sweep = await jobs.run('rates', '', (jobId) => api.findRate(project, jobId, settings, budget));
        if (studio.isOpen(project)) store.setState({ found: { model: choiceKey(choice), sweep } });
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ trying: false });
      }
    },
    take(learningRate) {
      const { settings } = training.store.getState();
      if (settings) training.setSettings({ ...settings, learningRate });
    },
  };
}
