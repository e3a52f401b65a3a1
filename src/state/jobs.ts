/**
 * Long jobs that are under way: progress, time left, cancel. A job is listed from the moment it is asked for (before the
 * worker's first report) until its call settles or the worker says that it ended.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Id, JobKind, WorkerEvent, WorkerLife } from '../worker/api.ts';
import type { Api, EventStream } from './connection.ts';

export type ProgressUnit = Extract<WorkerEvent, { type: 'progress' }>['unit'];

export interface Job {
  id: Id;
  kind: JobKind;
  label: string;
  done: number;
  /** 0: unknown. */
  total: number;
  unit: ProgressUnit | null;
  secondsLeft: number | null;
  startedAt: number;
  cancelling: boolean;
}

export interface JobsState {
  jobs: Readonly<Record<Id, Job>>;
}

export interface Jobs {
  store: StoreApi<JobsState>;
  /** Lists the job, calls `work` with its id, and takes it off the list when the call settles. */
  run<T>(kind: JobKind, label: string, work: (jobId: Id) => Promise<T>): Promise<T>;
  cancel(jobId: Id): Promise<void>;
}

export function withoutJob(jobs: JobsState['jobs'], id: Id): JobsState['jobs'] {
  if (!(id in jobs)) return jobs;
  const { [id]: _, ...rest } = jobs;
  return rest;
}

/** A worker's jobs end with it; those that were called fail too, where they were called. */
const areLost = ({ state }: WorkerLife): boolean => state === 'restarting' || state === 'ended';

/** @param now milliseconds since the epoch, the start of a job that is first heard of through its progress */
export function applyJobEvent(jobs: JobsState['jobs'], event: WorkerEvent, now: number): JobsState['jobs'] {
  if (event.type === 'job-ended') return withoutJob(jobs, event.jobId);
  if (event.type === 'worker') return areLost(event.life) ? {} : jobs;
  if (event.type !== 'progress') return jobs;
  const known = jobs[event.jobId];
  const job: Job = {
    id: event.jobId,
    kind: event.kind,
    label: event.label,
    done: event.done,
    total: event.total,
    unit: event.unit,
    secondsLeft: event.secondsLeft,
    startedAt: known?.startedAt ?? now,
    cancelling: known?.cancelling ?? false,
  };
  return { ...jobs, [job.id]: job };
}

export function createJobs(api: Api, events: EventStream): Jobs {
  const store = createStore<JobsState>(() => ({ jobs: {} }));
  const settled = new Set<Id>(); // a last progress report may arrive after its call has settled
  events.on((event) => {
    if (event.type === 'progress' && settled.has(event.jobId)) return;
    store.setState(({ jobs }) => ({ jobs: applyJobEvent(jobs, event, Date.now()) }));
  });
  return {
    store,
    async run(kind, label, work) {
      const id = crypto.randomUUID();
      const job: Job = {
        id,
        kind,
        label,
        done: 0,
        total: 0,
        unit: null,
        secondsLeft: null,
        startedAt: Date.now(),
        cancelling: false,
      };
      store.setState(({ jobs }) => ({ jobs: { ...jobs, [id]: job } }));
      try {
        return await work(id);
      } finally {
        settled.add(id);
        store.setState(({ jobs }) => ({ jobs: withoutJob(jobs, id) }));
      }
    },
    async cancel(jobId) {
      store.setState(({ jobs }) => {
        const job = jobs[jobId];
        return job ? { jobs: { ...jobs, [jobId]: { ...job, cancelling: true } } } : {};
      });
      await api.cancel(jobId);
    },
  };
}

/** The newest job of one of these kinds; null when none is under way. */
export function jobOfKind(jobs: JobsState['jobs'], ...kinds: JobKind[]): Job | null {
  let newest: Job | null = null;
  for (const job of Object.values(jobs)) {
    if (kinds.includes(job.kind) && (newest === null || job.startedAt >= newest.startedAt)) newest = job;
  }
  return newest;
}
