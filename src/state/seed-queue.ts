/**
 * Several seeds of one recipe, one run after the other. The queue lives with the page: after a reload the seeds that are
 * there count, and the others can be asked for again. A run that is stopped, fails or is deleted ends the queue; a pause only holds it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Id, RunRecord, WorkerEvent } from '../worker/api.ts';
import type { Api, EventStream } from './connection.ts';
import { freeSeeds } from './seed-groups.ts';
import type { Studio } from './studio.ts';
import type { Training } from './training.ts';

export interface SeedQueueState {
  project: Id | null;
  /** Whose recipe is repeated, and whose end is waited for. */
  run: Id | null;
  /** Still to be trained, in this order. */
  waiting: readonly number[];
}

export interface SeedQueue {
  store: StoreApi<SeedQueueState>;
  /** Starts a run with the settings of the form, and as many seeds after it as make `count`. */
  start(count: number): Promise<RunRecord | null>;
  /** More seeds of a run that is there, the first of them now. */
  more(run: RunRecord, count: number): Promise<void>;
  cancel(): void;
}

const idle: SeedQueueState = { project: null, run: null, waiting: [] };

export function createSeedQueue(api: Api, events: EventStream, studio: Studio, training: Training): SeedQueue {
  const store = createStore<SeedQueueState>(() => idle);
  const runs = () => studio.store.getState().snapshot?.runs ?? [];

  async function next(): Promise<void> {
    const { run: of, waiting, project } = store.getState();
    const [seed, ...rest] = waiting;
    if (of === null || seed === undefined || project === null || !studio.isOpen(project)) {
      store.setState(idle);
      return;
    }
    store.setState({ project, run: null, waiting: rest });
    const run = await training.startBy((budget) => api.startSeed(of, seed, budget));
    if (store.getState().waiting !== rest) return; // dropped meanwhile
    store.setState(run === null || rest.length === 0 ? idle : { project, run: run.id, waiting: rest });
  }

  events.on((event) => {
    switch (endOf(event, store.getState())) {
      case 'finished':
        void next();
        break;
      case 'broken':
        store.setState(idle);
        break;
    }
  });

  return {
    store,
    async start(count) {
      const project = studio.projectId();
      const run = await training.start();
      if (run !== null && count > 1 && studio.isOpen(project))
        store.setState({ project, run: run.id, waiting: freeSeeds(run, runs(), count - 1) });
      return run;
    },
    async more(run, count) {
      store.setState({ project: studio.projectId(), run: run.id, waiting: freeSeeds(run, runs(), count) });
      await next();
    },
    cancel() {
      store.setState(idle);
    },
  };
}

/** What a picture of the project says of the run: only with it is the worker ready for another one. */
function endOf(event: WorkerEvent, { project, run }: SeedQueueState): 'finished' | 'broken' | null {
  if (event.type !== 'project-changed' || event.snapshot.project.id !== project || run === null) return null;
  const status = event.snapshot.runs.find(({ id }) => id === run)?.status ?? 'deleted';
  if (status === 'finished') return 'finished';
  return status === 'stopped' || status === 'failed' || status === 'deleted' ? 'broken' : null;
}
