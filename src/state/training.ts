/**
 * Starting and steering runs, pre-training and instruct alike: settings, start, pause, resume, stop, save, delete.
 * One steering call at a time: while one is under way (a pause waits for a checkpoint), `busy` names it. A save alone keeps
 * nobody from ending its run: where the device is lost, it may take long.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type {
  Id,
  ModelChoice,
  Resumption,
  RunRecord,
  RunWords,
  StorageStatus,
  TrainingSettings,
  WorkerEvent,
} from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { endWithTheLack } from './lacking.ts';
import { choiceKey } from './model.ts';
import type { Notices } from './notices.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import type { Runs } from './runs.ts';
import { interruptedRun, onOtherProject, type Studio } from './studio.ts';

export type RunAction = 'start' | 'resume' | 'pause' | 'stop' | 'save' | 'delete';

export interface TrainingState {
  settings: TrainingSettings | null;
  /** What was proposed for as many steps; fields that are still as proposed follow when the steps change. */
  proposal: { project: Id; choice: ModelChoice; settings: TrainingSettings } | null;
  /** What the settings were proposed for; another project, model or number of steps brings a new proposal. */
  basis: string | null;
  /** The run whose chart is shown; null shows the newest. */
  shown: Id | null;
  busy: RunAction | null;
  error: OcaqError | null;
}

export interface Training {
  store: StoreApi<TrainingState>;
  setSettings(settings: TrainingSettings): void;
  /** Asks for settings that suit a choice of model, unless the settings already belong to it. */
  propose(project: Id, choice: ModelChoice, steps: number): Promise<void>;
  /** Takes settings that come with a choice of model; none are proposed for it. */
  adopt(project: Id, choice: ModelChoice, settings: TrainingSettings): void;
  show(run: Id | null): void;
  /** Starts a run in this project and shows it; throws what the worker throws. */
  begin(project: Id, settings: TrainingSettings): Promise<RunRecord>;
  /** As `begin`, in the open project with the current settings; an error is kept for the screen and null returned. */
  start(): Promise<RunRecord | null>;
  /** As `start`, by another call, which is given the memory budget. */
  startBy(call: (budgetBytes: number) => Promise<RunRecord>): Promise<RunRecord | null>;
  /** The run as it resumed; null where it could not, whose error is kept for the screen. */
  resume(run: Id, changed?: Resumption): Promise<RunRecord | null>;
  pause(run: Id): Promise<void>;
  stop(run: Id): Promise<void>;
  saveNow(run: Id): Promise<void>;
  /** Keeps the person's own words on a run, and the prompts that it is to continue. */
  annotate(run: Id, words: RunWords): Promise<void>;
  /** Throws what the worker throws. */
  deleteRun(run: Id): Promise<void>;
}

/** A run that has just come to its end, or to stand still, by itself or by a fault; stops and pauses are the person's own doing. */
export function endedRun(event: WorkerEvent): RunRecord | null {
  if (event.type !== 'run-changed') return null;
  const { status, diverged } = event.run;
  return status === 'finished' || status === 'failed' || (status === 'paused' && diverged) ? event.run : null;
}

/** Whether a run can be paused or stopped while this is under way: both save it themselves. */
export const canEnd = (busy: RunAction | null): boolean => busy === null || busy === 'save';

const basisOf = (project: Id, choice: ModelChoice, steps: number): string => `${project} ${choiceKey(choice)} ${steps}`;

/** Settings whose fields are those of `after` where they were still those of `before`. */
export function followed(
  settings: TrainingSettings,
  before: TrainingSettings,
  after: TrainingSettings,
): TrainingSettings {
  const isAsProposed = (field: keyof TrainingSettings) =>
    JSON.stringify(settings[field]) === JSON.stringify(before[field]);
  const fields = Object.keys(after) as (keyof TrainingSettings)[];
  return { ...settings, ...Object.fromEntries(fields.filter(isAsProposed).map((field) => [field, after[field]])) };
}

/** @param bytes that were needed, where that is known */
const hasRoom = ({ freeBytes, isFreeRounded }: StorageStatus, bytes: unknown): boolean =>
  typeof bytes === 'number' && (isFreeRounded || freeBytes >= bytes);

export function createTraining(
  api: Api,
  events: EventStream,
  studio: Studio,
  runs: Runs,
  notices: Notices,
  preferences: PreferencesStore,
): Training {
  const store = createStore<TrainingState>(() => ({
    settings: null,
    proposal: null,
    basis: null,
    shown: null,
    busy: null,
    error: null,
  }));
  onOtherProject(studio, () => store.setState({ shown: null, error: null }));
  const announced = new Set<string>();
  let following: Promise<void> = Promise.resolve();

  events.on((event) => {
    const run = endedRun(event);
    if (!run) return;
    const key = `${run.id} ${run.status} ${run.step}`;
    if (announced.has(key)) return;
    announced.add(key);
    notices.announce({ kind: 'run-ended', run });
  });

  // That there is no room is over when there is as much as was needed, or a run was saved.
  events.on((event) => {
    const { error } = store.getState();
    if (error?.code !== 'storage-full') return;
    const isSaved = event.type === 'run-event' && event.event.kind === 'checkpoint';
    const isThere = event.type === 'storage' && hasRoom(event.status, error.details.bytes);
    if (isSaved || isThere) store.setState({ error: null });
  });

  endWithTheLack(studio, store);

  /** Runs that waited for their device when their page went, and that this one has resumed. */
  const taken = new Set<Id>();
  studio.store.subscribe((state) => {
    const run = interruptedRun(state);
    if (!run?.recovering || taken.has(run.id)) return;
    taken.add(run.id);
    void resume(run.id);
  });

  async function act<T>(action: RunAction, call: () => Promise<T>): Promise<T | null> {
    store.setState({ busy: action, error: null });
    try {
      return await call();
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      return null;
    } finally {
      store.setState(({ busy }) => (busy === action ? { busy: null } : {})); // the run may be ended while a save is waited for
    }
  }

  /** Other steps bring another proposal: of warm-up and intervals, and of what depends on the passes over the corpus. */
  async function followSteps(steps: number): Promise<void> {
    const { proposal } = store.getState();
    if (!proposal) return;
    const { project, choice } = proposal;
    try {
      const settings = await api.proposeTraining(project, choice, steps);
      store.setState((state) =>
        state.settings?.steps === steps && state.proposal === proposal
          ? { settings: followed(state.settings, proposal.settings, settings), proposal: { ...proposal, settings } }
          : {},
      );
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  function resume(run: Id, changed: Resumption = {}): Promise<RunRecord | null> {
    return act('resume', async () => {
      const record = await api.resumeRun(run, budgetBytes(preferences.getState()), changed);
      studio.takeRun(record);
      store.setState({ shown: run });
      return record;
    });
  }

  async function beginBy(project: Id, call: (budgetBytes: number) => Promise<RunRecord>): Promise<RunRecord> {
    store.setState({ busy: 'start', error: null });
    try {
      const run = await call(budgetBytes(preferences.getState()));
      studio.addRun(project, run);
      store.setState({ shown: run.id });
      return run;
    } finally {
      store.setState({ busy: null });
    }
  }

  const begin = (project: Id, settings: TrainingSettings): Promise<RunRecord> =>
    beginBy(project, (budget) => api.startTraining(project, settings, budget));

  return {
    store,
    setSettings(settings) {
      const before = store.getState().settings;
      store.setState({ settings });
      if (before && settings.steps !== before.steps) following = followSteps(settings.steps);
    },
    async propose(project, choice, steps) {
      const basis = basisOf(project, choice, steps);
      if (store.getState().basis === basis) return;
      store.setState({ basis });
      try {
        const settings = await api.proposeTraining(project, choice, steps);
        if (store.getState().basis === basis) store.setState({ settings, proposal: { project, choice, settings } });
      } catch (thrown) {
        store.setState({ basis: null, error: asOcaqError(thrown) });
      }
    },
    adopt(project, choice, settings) {
      store.setState({ settings, proposal: null, basis: basisOf(project, choice, settings.steps), error: null });
    },
    show(run) {
      store.setState({ shown: run });
    },
    begin,
    async start() {
      return act('start', async () => {
        await following;
        const { settings } = store.getState();
        return settings && begin(studio.projectId(), settings);
      });
    },
    startBy: (call) => act('start', () => beginBy(studio.projectId(), call)),
    resume,
    async pause(run) {
      await act('pause', async () => studio.takeRun(await api.pauseRun(run)));
    },
    async stop(run) {
      await act('stop', async () => studio.takeRun(await api.stopRun(run)));
    },
    async saveNow(run) {
      await act('save', async () => {
        const checkpoint = await api.saveNow(run);
        notices.announce({ kind: 'checkpoint-saved', step: checkpoint.step });
      });
    },
    async annotate(run, words) {
      try {
        await api.annotateRun(run, words);
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      }
    },
    async deleteRun(run) {
      store.setState({ busy: 'delete', error: null });
      try {
        await api.deleteRun(run);
        runs.forget(run);
        if (store.getState().shown === run) store.setState({ shown: null });
        await studio.refreshStorage();
      } finally {
        store.setState({ busy: null });
      }
    },
  };
}
