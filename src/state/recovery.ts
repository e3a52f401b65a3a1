/**
 * What becomes of the studio when its worker is gone and another one takes its place: the picture of the project is read again,
 * and a run that was under way resumes by itself, unless the person was just ending it. Says what has come of it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Id, RunRecord, WorkerLife } from '../worker/api.ts';
import type { Connection } from '../worker/client.ts';
import { asOcaqError, type EventStream } from './connection.ts';
import type { Notices } from './notices.ts';
import type { Runs } from './runs.ts';
import type { Studio } from './studio.ts';
import type { Training } from './training.ts';

/** @property again steps that were done before and are done once more */
export interface Resumed {
  run: RunRecord;
  from: number;
  again: number;
}

export interface RecoveryState {
  worker: WorkerLife;
  /** What came of the last restart, until it is put away; null: nothing is to be said. */
  report: { resumed: Resumed | null } | null;
}

export interface Recovery {
  store: StoreApi<RecoveryState>;
  /** Has the worker ended, if there is one, and another one started. */
  restart(): void;
  putAway(): void;
}

export function createRecovery(
  connection: Connection,
  events: EventStream,
  studio: Studio,
  training: Training,
  runs: Runs,
  notices: Notices,
): Recovery {
  const store = createStore<RecoveryState>(() => ({ worker: { state: 'working' }, report: null }));
  /** The run that was under way, until it is again or cannot be. */
  let broken: Id | null = null;
  /** Counts the workers that have gone: what began with one ends with it. */
  let losses = 0;

  events.on((event) => {
    if (event.type !== 'worker') return;
    const before = store.getState().worker.state;
    store.setState({ worker: event.life });
    switch (event.life.state) {
      case 'restarting':
        lost();
        break;
      case 'ended':
        if (before !== 'restarting') lost();
        if (broken !== null) studio.leaveRun(broken);
        break;
      case 'working':
        if (before === 'restarting') void recover();
        break;
    }
  });

  /** Calls that are under way are rejected only after this. */
  function lost(): void {
    losses++;
    store.setState({ report: null });
    const run = studio.store.getState().training;
    if (run === null) return;
    const { busy } = training.store.getState();
    if (busy === 'pause' || busy === 'stop') studio.leaveRun(run);
    else broken = run;
  }

  async function recover(): Promise<void> {
    const loss = losses;
    try {
      await studio.readAgain();
    } catch (thrown) {
      if (loss === losses) notices.announce({ kind: 'error', error: asOcaqError(thrown) });
    }
    if (loss !== losses) return;
    const resumed = broken === null ? null : await resume(broken);
    if (loss !== losses) return;
    if (broken !== null && !resumed) studio.leaveRun(broken);
    broken = null;
    store.setState({ report: { resumed } });
  }

  async function resume(id: Id): Promise<Resumed | null> {
    const { shown } = training.store.getState();
    const known = studio.store.getState().snapshot?.runs.find((one) => one.id === id)?.step ?? 0;
    const reached = Math.max(known, runs.lastStep(id));
    const run = await training.resume(id);
    training.show(shown);
    return run && { run, from: run.step, again: Math.max(0, reached - run.step) };
  }

  return {
    store,
    restart: () => connection.restart(),
    putAway: () => store.setState({ report: null }),
  };
}
