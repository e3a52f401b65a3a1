/** What every part of the worker shares: the database, the page's ear, and jobs that can be cancelled. */
import { OcaqError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { storageRoom } from '../storage/quota.ts';
import type { Id, JobKind, StorageStatus, WorkerEvent } from './api.ts';

type Progress = Extract<WorkerEvent, { type: 'progress' }>;

export interface Job {
  readonly signal: AbortSignal;
  /** Sent on at most a few times a second. `total` 0 = unknown. */
  progress(done: number, total: number, unit: Progress['unit']): void;
  label(text: string): void;
}

const PROGRESS_MS = 200;

export class Hub {
  readonly database: Database;
  readonly emit: (event: WorkerEvent) => void;
  private readonly running = new Map<Id, AbortController>();

  constructor(database: Database, emit: (event: WorkerEvent) => void) {
    this.database = database;
    this.emit = emit;
  }

  cancel(jobId: Id): void {
    this.running.get(jobId)?.abort(new OcaqError('cancelled', 'It was cancelled; nothing was changed.'));
  }

  /** Runs work that reports progress and can be cancelled; the page hears of its end in any case. */
  async job<T>(jobId: Id, kind: JobKind, label: string, work: (job: Job) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.running.set(jobId, controller);
    const report = this.reporter(jobId, kind, label);
    try {
      const result = await work({ signal: controller.signal, ...report });
      report.flush();
      this.emit({ type: 'job-ended', jobId, kind, outcome: 'done' });
      return result;
    } catch (error) {
      this.emit({ type: 'job-ended', jobId, kind, outcome: controller.signal.aborted ? 'cancelled' : 'failed' });
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      this.running.delete(jobId);
      await this.storage();
    }
  }

  /** Tells the page how much is stored. */
  async storage(): Promise<StorageStatus> {
    const status = (await storageRoom()) ?? { usedBytes: 0, quotaBytes: 0, persisted: false };
    this.emit({ type: 'storage', status });
    return status;
  }

  private reporter(jobId: Id, kind: JobKind, firstLabel: string) {
    const started = performance.now();
    let sent = 0;
    let label = firstLabel;
    let held: Progress | null = null;
    const send = (event: Progress) => {
      sent = performance.now();
      held = null;
      this.emit(event);
    };
    return {
      label: (text: string) => {
        label = text;
      },
      progress: (done: number, total: number, unit: Progress['unit']) => {
        const elapsed = (performance.now() - started) / 1000;
        const secondsLeft = total > 0 && done > 0 && elapsed > 1 ? (elapsed * (total - done)) / done : null;
        const event: Progress = { type: 'progress', jobId, kind, label, done, total, unit, secondsLeft };
        if (performance.now() - sent >= PROGRESS_MS) send(event);
        else held = event;
      },
      flush: () => {
        if (held) send(held);
      },
    };
  }
}
