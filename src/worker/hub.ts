/** What every part of the worker shares: the database, the page's ear, parsed tokenizers, texts opened for cleaning, and jobs that can be cancelled. */
import { OcaqError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { storageRoom } from '../storage/quota.ts';
import type { Id, JobKind, StorageStatus, WorkerEvent } from './api.ts';
import { againWhenLost } from './device-again.ts';
import { References } from './text/reference-context.ts';
import { Tokenizers } from './text/tokenizers.ts';

type Progress = Extract<WorkerEvent, { type: 'progress' }>;

export interface Job {
  readonly signal: AbortSignal;
  /** Sent on at most a few times a second. `total` 0 = unknown. */
  progress(done: number, total: number, unit: Progress['unit']): void;
  label(text: string): void;
}

const PROGRESS_MS = 200;

/** Of a browser that does not tell; a quota of 0 says so. */
const UNKNOWN_ROOM: StorageStatus = {
  usedBytes: 0,
  quotaBytes: 0,
  freeBytes: 0,
  isFreeRounded: true,
  persisted: false,
  isPrivate: false,
};

export class Hub {
  readonly database: Database;
  readonly emit: (event: WorkerEvent) => void;
  readonly tokenizers: Tokenizers;
  readonly references: References;
  private readonly running = new Map<Id, AbortController>();

  constructor(database: Database, emit: (event: WorkerEvent) => void) {
    this.database = database;
    this.emit = emit;
    this.tokenizers = new Tokenizers(database);
    this.references = new References(database);
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

  /** As `job`, for work on the graphics device that can begin anew. */
  deviceJob<T>(jobId: Id, kind: JobKind, label: string, work: (job: Job) => Promise<T>): Promise<T> {
    return this.job(jobId, kind, label, (job) => againWhenLost(() => work(job), job.signal));
  }

  /** Tells the page how much is stored. */
  async storage(): Promise<StorageStatus> {
    const status = (await storageRoom()) ?? UNKNOWN_ROOM;
    this.emit({ type: 'storage', status });
    return status;
  }

  private reporter(jobId: Id, kind: JobKind, firstLabel: string) {
    const timeLeft = stopwatch();
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
        const secondsLeft = timeLeft(done, total, unit);
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

/**
 * Seconds left by the pace so far; null while there is none. Another unit or total, or less done than before, is another
 * phase of the job with a pace of its own: its first report starts the clock again.
 */
function stopwatch(): (done: number, total: number, unit: Progress['unit']) => number | null {
  let since = { at: performance.now(), done: 0 };
  let last: { done: number; total: number; unit: Progress['unit'] } | null = null;
  return (done, total, unit) => {
    const now = performance.now();
    if (last && (unit !== last.unit || total !== last.total || done < last.done)) since = { at: now, done };
    last = { done, total, unit };
    const elapsed = (now - since.at) / 1000;
    const progress = done - since.done;
    return total > 0 && progress > 0 && elapsed > 1 ? (elapsed * (total - done)) / progress : null;
  };
}
