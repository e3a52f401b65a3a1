/**
 * Runs that are to continue from a checkpoint of another: how they would, asked of the worker as settings change, and their
 * start.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { BranchOptions, BranchPlan, Id, RunRecord } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import type { Training } from './training.ts';

export interface BranchesState {
  /** null while the newest question has no answer yet, or has been refused. */
  plan: BranchPlan | null;
  error: OcaqError | null;
}

export interface Branches {
  store: StoreApi<BranchesState>;
  planLengthening(run: Id, steps: number): Promise<void>;
  planAnneal(run: Id, share: number, newText: boolean): Promise<void>;
  plan(options: BranchOptions): Promise<void>;
  /** Starts a run as it was planned last; an error is kept for the screen and null returned. */
  start(): Promise<RunRecord | null>;
}

/** Steps by which a run is offered to be lengthened: half of what it had, to two digits. */
export const offeredSteps = (steps: number): number => Math.max(1, Math.round(Number((steps / 2).toPrecision(2))));

export function createBranches(api: Api, training: Training): Branches {
  const store = createStore<BranchesState>(() => ({ plan: null, error: null }));
  let newest = 0;

  async function ask(call: () => Promise<BranchPlan>): Promise<void> {
    const mine = ++newest;
    store.setState({ plan: null, error: null });
    try {
      const plan = await call();
      if (mine === newest) store.setState({ plan });
    } catch (thrown) {
      if (mine === newest) store.setState({ error: asOcaqError(thrown) });
    }
  }

  return {
    store,
    planLengthening: (run, steps) => ask(() => api.planLengthening(run, steps)),
    planAnneal: (run, share, newText) => ask(() => api.planAnneal(run, share, newText)),
    plan: (options) => ask(() => api.planBranch(options)),
    async start() {
      const { plan } = store.getState();
      if (!plan) return null;
      const { checkpoint, settings, newText = false } = plan;
      return training.startBy((budget) => api.startBranch({ checkpoint, settings, newText }, budget));
    },
  };
}
