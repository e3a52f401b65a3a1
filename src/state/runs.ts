/**
 * What charts and logs of runs show: loss, speed, samples, events, per run. Points come as often as the worker likes and
 * are put on the screen at most four times a second. A run that resumes from a checkpoint repeats steps; the repeated
 * ones replace the old.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { Id, RunEvent, RunRecord, RunSeries, WorkerEvent } from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream } from './connection.ts';

export const refreshMilliseconds = 250;

export interface RunsState {
  series: Readonly<Record<Id, RunSeries>>;
  /** Runs whose stored series has been read. */
  loaded: Readonly<Record<Id, true>>;
  error: OcaqError | null;
}

export interface Runs {
  store: StoreApi<RunsState>;
  /** Reads the stored series once; points that arrive meanwhile are kept. */
  load(run: Id): Promise<void>;
  /** The last step that is known to be done, on the screen or on its way there; 0: none. */
  lastStep(run: Id): number;
  forget(run: Id): void;
}

export const emptySeries: RunSeries = { steps: [], heldOut: [], samples: [], events: [] };

/** Later points win: everything known from the first new step on is dropped. Both lists ascend by step. */
export function mergeByStep<T extends { step: number }>(known: T[], come: T[]): T[] {
  const first = come[0];
  if (first === undefined) return known;
  let keep = known.length;
  while (keep > 0 && known[keep - 1]!.step >= first.step) keep--;
  return [...known.slice(0, keep), ...come];
}

function mergeEvents(known: RunEvent[], come: RunEvent[]): RunEvent[] {
  if (come.length === 0) return known;
  const isKnown = ({ at, kind, step }: RunEvent) =>
    known.some((event) => event.at === at && event.kind === kind && event.step === step);
  return [...known, ...come.filter((event) => !isKnown(event))];
}

export function mergeSeries(known: RunSeries, come: RunSeries): RunSeries {
  return {
    steps: mergeByStep(known.steps, come.steps),
    heldOut: mergeByStep(known.heldOut, come.heldOut),
    samples: mergeByStep(known.samples, come.samples),
    events: mergeEvents(known.events, come.events),
  };
}

/**
 * Steps that a run has done. Of one under way the record and the points arrive apart: the further one is where it is. One that
 * stands is where its record says: its last points may be from after the checkpoint that it would go on from.
 */
export const stepsDone = (
  { step }: Pick<RunRecord, 'step'>,
  { steps }: Pick<RunSeries, 'steps'>,
  isUnderWay: boolean,
): number => (isUnderWay ? Math.max(step, steps.at(-1)?.step ?? 0) : step);

/** The part of a series that one event brings; null for events that bring none. */
export function seriesOfEvent(event: WorkerEvent): { run: Id; come: RunSeries } | null {
  switch (event.type) {
    case 'run-steps':
      return { run: event.runId, come: { ...emptySeries, steps: event.points } };
    case 'run-heldout':
      return { run: event.runId, come: { ...emptySeries, heldOut: [event.point] } };
    case 'run-samples':
      return { run: event.runId, come: { ...emptySeries, samples: event.samples } };
    case 'run-event':
      return { run: event.runId, come: { ...emptySeries, events: [event.event] } };
    default:
      return null;
  }
}

export function createRuns(api: Api, events: EventStream): Runs {
  const store = createStore<RunsState>(() => ({ series: {}, loaded: {}, error: null }));
  let waiting = new Map<Id, RunSeries>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    timer = null;
    const come = waiting;
    waiting = new Map();
    store.setState(({ series }) => {
      const next = { ...series };
      for (const [run, part] of come) next[run] = mergeSeries(next[run] ?? emptySeries, part);
      return { series: next };
    });
  }

  events.on((event) => {
    const part = seriesOfEvent(event);
    if (!part) return;
    waiting.set(part.run, mergeSeries(waiting.get(part.run) ?? emptySeries, part.come));
    if (timer === null) timer = setTimeout(flush, refreshMilliseconds);
  });

  return {
    store,
    async load(run) {
      if (run in store.getState().loaded) return;
      store.setState(({ loaded }) => ({ loaded: { ...loaded, [run]: true } }));
      try {
        const stored = await api.runSeries(run);
        store.setState(({ series }) => ({
          error: null,
          series: { ...series, [run]: mergeSeries(stored, series[run] ?? emptySeries) },
        }));
      } catch (thrown) {
        store.setState(({ loaded }) => {
          const { [run]: _, ...others } = loaded;
          return { loaded: others, error: asOcaqError(thrown) };
        });
      }
    },
    lastStep(run) {
      const newest = waiting.get(run)?.steps.at(-1) ?? store.getState().series[run]?.steps.at(-1);
      return newest?.step ?? 0;
    },
    forget(run) {
      store.setState(({ series, loaded }) => {
        const { [run]: _, ...otherSeries } = series;
        const { [run]: __, ...otherLoaded } = loaded;
        return { series: otherSeries, loaded: otherLoaded };
      });
    },
  };
}
