/**
 * One run at a time, over all tabs: whoever trains holds a Web Lock, and beside it one with the run's id in its name, by
 * which every tab can tell what is under way.
 */
import { OcaqError } from '../../errors.ts';
import type { Id } from '../api.ts';

const TRAINING = 'ocaq-training';
const RUN = 'ocaq-run:';

export interface TrainingLock {
  /** From now on `liveRuns` has this run, in every tab. */
  announce(run: Id): Promise<void>;
  /** Resolves when other tabs can have it. */
  release(): Promise<void>;
}

type Release = () => Promise<void>;

/** @throws `run-elsewhere` at once when another tab trains */
export async function holdTrainingLock(): Promise<TrainingLock> {
  const training = await hold(TRAINING, { ifAvailable: true });
  if (!training) throw runElsewhere();
  const held: Release[] = [training];
  return {
    async announce(run) {
      const named = await hold(RUN + run, {});
      if (named) held.unshift(named);
    },
    async release() {
      for (const release of held.splice(0)) await release();
    },
  };
}

/** Runs that are under way now, in this tab or another; none where the browser has no locks and so no WebGPU. */
export async function liveRuns(): Promise<Set<Id>> {
  const { held = [] } = (await webLocks()?.query()) ?? {};
  const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(RUN));
  return new Set(names.map((name) => name.slice(RUN.length)));
}

/** Resolves when no tab has this run under way, be it that the tab is gone. */
export async function runEnded(run: Id): Promise<void> {
  await webLocks()?.request(RUN + run, () => undefined);
}

export const runElsewhere = (): OcaqError =>
  new OcaqError(
    'run-elsewhere',
    'Another tab is training with Ocaq on this machine. Wait for it, or pause it there, then try again here.',
  );

/** null where somebody else has it and it was not to be waited for. */
function hold(name: string, options: LockOptions): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    const held: Promise<void> = navigator.locks.request(name, options, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((letGo) =>
        resolve(() => {
          letGo();
          return held;
        }),
      );
    });
    held.catch(reject);
  });
}

function webLocks(): LockManager | undefined {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  return navigator?.locks;
}
