/**
 * The coach: what it proposes for a time that the person names, and what it says of choices that are shown. A proposal
 * belongs to its text, tokenizer, time and memory budget; change one and it is asked for anew.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Advice, ModelChoice, ProjectSnapshot, Proposal } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { choiceKey, type Model } from './model.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import type { Studio } from './studio.ts';

/** Times that are offered, in seconds. */
export const coachTimes = { minutes: 600, hour: 3600, night: 8 * 3600, weekend: 48 * 3600 } as const;

/** A choice with the steps that it would be trained for. */
export interface AdvisedChoice {
  choice: ModelChoice;
  steps: number;
}

export interface CoachState {
  /** That the run may take. */
  seconds: number;
  proposal: Proposal | null;
  asking: boolean;
  error: OcaqError | null;
  /** By `adviceKey`. */
  advice: Readonly<Record<string, Advice>>;
  /** Floating-point operations that this device was seen to do while training; null: it was never measured. */
  operationsPerSecond: number | null;
}

export interface Coach {
  store: StoreApi<CoachState>;
  setSeconds(seconds: number): void;
  propose(): Promise<void>;
  /** Chooses the proposed model, with its steps, for the project. */
  take(): Promise<void>;
  /** Asks what was measured of this device, whenever that was. */
  recall(): Promise<void>;
  /** Asks what is to be said of these choices; the newest call wins. */
  advise(choices: readonly AdvisedChoice[]): Promise<void>;
}

export const adviceKey = ({ choice, steps }: AdvisedChoice): string => `${choiceKey(choice)} ${steps}`;

/** What of a project a proposal rests on. */
const textKey = (snapshot: ProjectSnapshot | null): string =>
  snapshot ? `${snapshot.project.id} ${snapshot.corpus.bytes} ${snapshot.tokenizer?.id ?? ''}` : '';

export function proposedChoice(proposal: Proposal): ModelChoice {
  const { preset, config, seq, batch, accumulate, precision, steps } = proposal;
  return { preset, config, seq, batch, accumulate, precision, steps };
}

export function createCoach(api: Api, studio: Studio, model: Model, jobs: Jobs, preferences: PreferencesStore): Coach {
  const store = createStore<CoachState>(() => ({
    seconds: coachTimes.hour,
    proposal: null,
    asking: false,
    error: null,
    advice: {},
    operationsPerSecond: null,
  }));
  let newest = 0;
  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (before && textKey(snapshot) !== textKey(before)) store.setState({ proposal: null, error: null, advice: {} });
  });
  preferences.subscribe((now, before) => {
    if (now.budgetGiB !== before.budgetGiB) store.setState({ proposal: null });
  });

  return {
    store,
    setSeconds(seconds) {
      store.setState({ seconds, proposal: null, error: null });
    },
    async propose() {
      const project = studio.projectId();
      const { seconds } = store.getState();
      const budget = budgetBytes(preferences.getState());
      store.setState({ asking: true, error: null, proposal: null });
      try {
        const proposal = await jobs.run('measure', '', (jobId) => api.proposeModel(project, jobId, seconds, budget));
        const isWanted = studio.isOpen(project) && store.getState().seconds === seconds;
        if (isWanted && budgetBytes(preferences.getState()) === budget) store.setState({ proposal });
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ asking: false });
      }
    },
    async take() {
      const { proposal } = store.getState();
      if (!proposal) return;
      model.change(proposedChoice(proposal));
      await model.choose();
    },
    async recall() {
      try {
        store.setState({ operationsPerSecond: await api.operationsPerSecond() });
      } catch {
        // A browser that cannot read it says so where it matters; here it is as if nothing had been measured.
      }
    },
    async advise(choices) {
      const mine = ++newest;
      const { seconds } = store.getState();
      try {
        const advice = await api.advise(studio.projectId(), [...choices], seconds, budgetBytes(preferences.getState()));
        const entries = choices.flatMap((choice, i) => {
          const said = advice[i];
          return said ? [[adviceKey(choice), said] as const] : [];
        });
        if (mine === newest) store.setState({ advice: Object.fromEntries(entries) });
      } catch {
        // A draft that cannot be planned: the plan beside it says why.
        if (mine === newest) store.setState({ advice: {} });
      }
    },
  };
}
