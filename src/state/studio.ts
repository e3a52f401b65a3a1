/**
 * The frame of the studio: device, storage, projects, and the snapshot of the open project that every screen reads.
 * The worker's snapshot is the truth; run events only keep it fresh between two snapshots.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../errors.ts';
import type {
  DeviceStatus,
  Id,
  Project,
  ProjectSnapshot,
  RunRecord,
  StorageStatus,
  WorkerEvent,
} from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream } from './connection.ts';
import type { PreferencesStore } from './preferences.ts';

export interface StudioState {
  phase: 'starting' | 'ready' | 'failed';
  failure: OcaqError | null;
  device: DeviceStatus | null;
  storage: StorageStatus | null;
  projects: readonly Project[];
  snapshot: ProjectSnapshot | null;
  /** Runs this page has seen moving; any other run that says 'running' was interrupted. */
  seenRuns: Readonly<Record<Id, true>>;
  /** The run that is training in this page, be it of another project than the open one. */
  training: Id | null;
}

export interface Studio {
  store: StoreApi<StudioState>;
  start(firstProjectName: string): Promise<void>;
  openProject(id: Id): Promise<void>;
  createProject(name: string): Promise<void>;
  renameProject(id: Id, name: string): Promise<void>;
  /** Opens another project, or a new one of the given name when it was the last. */
  deleteProject(id: Id, nameIfLast: string): Promise<void>;
  /** Whether the browser promised to keep the data. */
  askToPersist(): Promise<boolean>;
  refreshStorage(): Promise<void>;
  /** Asks the browser again which graphics device it gives. */
  checkDevice(): Promise<void>;
  /** A newer picture of a project; shown when that project is open. */
  takeSnapshot(snapshot: ProjectSnapshot): void;
  /** A run that has just begun in this project; put first when that project is open. */
  addRun(project: Id, run: RunRecord): void;
  /** A newer record of a run; a run of another project does not get into the picture. */
  takeRun(run: RunRecord): void;
  /** Nobody moves this run any more: it counts as interrupted. */
  leaveRun(run: Id): void;
  /** Takes the picture of the open project, and of all around it, from a new worker. */
  readAgain(): Promise<void>;
  isOpen(project: Id): boolean;
  /** The open project's id; throws when none is open, which no screen allows. */
  projectId(): Id;
}

export const emptyStudio: StudioState = {
  phase: 'starting',
  failure: null,
  device: null,
  storage: null,
  projects: [],
  snapshot: null,
  seenRuns: {},
  training: null,
};

function replaceProject(projects: readonly Project[], project: Project): readonly Project[] {
  if (projects.some((one) => one.id === project.id))
    return projects.map((one) => (one.id === project.id ? project : one));
  return [project, ...projects];
}

/** The snapshot with this run replaced, or put first when it is new. */
export function withRun(snapshot: ProjectSnapshot, run: RunRecord): ProjectSnapshot {
  const known = snapshot.runs.some((one) => one.id === run.id);
  const runs = known ? snapshot.runs.map((one) => (one.id === run.id ? run : one)) : [run, ...snapshot.runs];
  return { ...snapshot, runs };
}

export function applyStudioEvent(state: StudioState, event: WorkerEvent): Partial<StudioState> {
  switch (event.type) {
    case 'project-changed': {
      const projects = replaceProject(state.projects, event.snapshot.project);
      if (state.snapshot && state.snapshot.project.id !== event.snapshot.project.id) return { projects };
      return { projects, snapshot: event.snapshot };
    }
    case 'run-changed': {
      const { id, status } = event.run;
      const seenRuns = { ...state.seenRuns, [id]: true as const };
      const training = status === 'running' ? id : state.training === id ? null : state.training;
      const known = state.snapshot?.runs.some((run) => run.id === id) ?? false;
      // A run of another project that is training in the background does not belong into this picture.
      return { seenRuns, training, ...(state.snapshot && known && { snapshot: withRun(state.snapshot, event.run) }) };
    }
    case 'storage':
      return { storage: event.status };
    default:
      return {};
  }
}

/** A run that says it is running or paused although no page moves it: its tab was closed. */
export function interruptedRun(state: StudioState): RunRecord | null {
  return (
    state.snapshot?.runs.find(
      (run) => (run.status === 'running' || run.status === 'paused') && !run.elsewhere && !(run.id in state.seenRuns),
    ) ?? null
  );
}

/** The run that is training now, in this page. */
export function liveRun(state: StudioState): RunRecord | null {
  return state.snapshot?.runs.find((run) => run.status === 'running' && run.id in state.seenRuns) ?? null;
}

/** The browser's storage as the page sees it: a worker cannot ask for the promise. undefined where there is none. */
export type BrowserStorage = Pick<StorageManager, 'persist'> | undefined;

export function createStudio(
  api: Api,
  events: EventStream,
  preferences: PreferencesStore,
  browserStorage: BrowserStorage,
): Studio {
  const store = createStore<StudioState>(() => emptyStudio);
  const take = (event: WorkerEvent) => store.setState((state) => applyStudioEvent(state, event));
  events.on(take);

  let openings = 0;

  /** Of several projects that were asked for, the last is the one that opens. */
  async function openWhenThere(asked: Promise<ProjectSnapshot>): Promise<void> {
    const opening = ++openings;
    const snapshot = await asked;
    if (opening === openings) open(snapshot);
    else store.setState(({ projects }) => ({ projects: replaceProject(projects, snapshot.project) }));
  }

  function open(snapshot: ProjectSnapshot): void {
    store.setState((state) => ({ snapshot, projects: replaceProject(state.projects, snapshot.project) }));
    preferences.setState({ lastProject: snapshot.project.id });
  }

  const takeSnapshot = (snapshot: ProjectSnapshot) => take({ type: 'project-changed', snapshot });
  const isOpen = (project: Id) => store.getState().snapshot?.project.id === project;

  async function refreshStorage(): Promise<void> {
    store.setState({ storage: await api.storage() });
  }

  async function openFirst(projects: readonly Project[], nameIfNone: string): Promise<void> {
    const last = projects.find((project) => project.id === preferences.getState().lastProject) ?? projects[0];
    await openWhenThere(last ? api.openProject(last.id) : api.createProject(nameIfNone));
  }

  return {
    store,
    async start(firstProjectName) {
      try {
        const [device, storage, projects] = await Promise.all([api.device(), api.storage(), api.listProjects()]);
        store.setState({ device, storage, projects });
        await openFirst(projects, firstProjectName);
        store.setState({ phase: 'ready' });
      } catch (thrown) {
        store.setState({ phase: 'failed', failure: asOcaqError(thrown) });
      }
    },
    openProject: (id) => openWhenThere(api.openProject(id)),
    createProject: (name) => openWhenThere(api.createProject(name)),
    async renameProject(id, name) {
      takeSnapshot(await api.renameProject(id, name));
    },
    async deleteProject(id, nameIfLast) {
      await api.deleteProject(id);
      const projects = store.getState().projects.filter((project) => project.id !== id);
      store.setState({ projects });
      if (isOpen(id)) await openFirst(projects, nameIfLast);
      await refreshStorage();
    },
    async askToPersist() {
      if (!browserStorage)
        throw new OcaqError(
          'storage-persist-unavailable',
          'This browser cannot promise to keep the data of this page. Export what matters to you.',
        );
      const promised = await browserStorage.persist();
      await refreshStorage();
      return promised;
    },
    refreshStorage,
    async checkDevice() {
      store.setState({ device: await api.device() });
    },
    takeSnapshot,
    addRun(project, run) {
      store.setState(({ snapshot, seenRuns }) => ({
        seenRuns: { ...seenRuns, [run.id]: true as const },
        snapshot: snapshot?.project.id === project ? withRun(snapshot, run) : snapshot,
      }));
    },
    takeRun: (run) => take({ type: 'run-changed', run }),
    leaveRun(run) {
      store.setState(({ training, seenRuns: { [run]: _, ...seenRuns } }) => ({
        seenRuns,
        training: training === run ? null : training,
      }));
    },
    async readAgain() {
      const open = store.getState().snapshot?.project.id;
      const [device, storage, projects] = await Promise.all([api.device(), api.storage(), api.listProjects()]);
      store.setState({ device, storage, projects });
      if (open !== undefined) takeSnapshot(await api.openProject(open));
    },
    isOpen,
    projectId() {
      const snapshot = store.getState().snapshot;
      if (!snapshot) throw new Error('no project is open');
      return snapshot.project.id;
    },
  };
}

/** Calls `forget` when another project is opened: what it was shown or set up for belongs to the one that was left. */
export function onOtherProject(studio: Studio, forget: () => void): void {
  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (before && snapshot?.project.id !== before.project.id) forget();
  });
}
