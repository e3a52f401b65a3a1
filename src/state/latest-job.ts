/** Jobs of which only the newest counts: it ends the one before, whose answer or failure nobody hears of. */
import type { Id, JobKind } from '../worker/api.ts';
import { isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';

export interface LatestJob {
  /** null: it was cancelled, or another came after it. */
  run<T>(kind: JobKind, work: (job: Id) => Promise<T>): Promise<{ value: T } | null>;
  end(): void;
}

/** @param onJob told which job is under way; null: none */
export function createLatestJob(jobs: Jobs, onJob: (job: Id | null) => void): LatestJob {
  let current: Id | null = null;
  function set(job: Id | null): void {
    current = job;
    onJob(job);
  }
  function end(): void {
    if (current === null) return;
    void jobs.cancel(current);
    set(null);
  }
  return {
    end,
    async run(kind, work) {
      end();
      let mine: Id | null = null;
      try {
        const value = await jobs.run(kind, '', (job) => {
          mine = job;
          set(job);
          return work(job);
        });
        return mine === current ? { value } : null;
      } catch (thrown) {
        if (mine !== current || isCancelled(thrown)) return null;
        throw thrown;
      } finally {
        if (mine === current) set(null);
      }
    },
  };
}
