/**
 * What a run tells while it goes, to the page and to storage: its record, its curves, its log. The page hears of
 * everything. What the storage cannot take at the moment, because the disk is full, is kept here and stored with what
 * comes next: a full disk ends no run.
 */
import { OcaqError } from '../../errors.ts';
import type { RunRecord } from '../../storage/records.ts';
import { appendEvents, appendPoints, updateRun } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type RunDetails, toRun } from '../stored.ts';

/** What passes when room is made or the disk answers again; anything else that storage says is final. */
const PASSING = ['storage-full', 'storage-unreadable', 'database-lost', 'checkpoint-unverified'];

export const mayPass = (error: unknown): error is OcaqError =>
  error instanceof OcaqError && PASSING.includes(error.code);

interface RunChange {
  readonly status?: RunRecord['status'];
  readonly step?: number;
}

export class RunJournal {
  private readonly hub: Hub;
  private current: RunRecord;
  private isRecordStored = true;
  private steps: api.StepPoint[] = [];
  private readonly unstored = {
    steps: [] as api.StepPoint[],
    heldOut: [] as api.HeldOutPoint[],
    samples: [] as api.SamplePoint[],
    events: [] as api.RunEvent[],
  };

  constructor(hub: Hub, record: RunRecord) {
    this.hub = hub;
    this.current = record;
  }

  get record(): RunRecord {
    return this.current;
  }

  get apiRecord(): api.RunRecord {
    return toRun(this.current);
  }

  /** Told with the next `flush`. */
  step(point: api.StepPoint): void {
    this.steps.push(point);
  }

  /** Tells the steps that have come since the last time. */
  async flush(): Promise<void> {
    const points = this.steps;
    const last = points.at(-1);
    if (!last) return;
    this.steps = [];
    this.hub.emit({ type: 'run-steps', runId: this.current.id, points });
    await this.store('steps', points);
    await this.change({ step: last.step }, { trainLoss: last.loss });
  }

  async heldOut(point: api.HeldOutPoint): Promise<void> {
    this.hub.emit({ type: 'run-heldout', runId: this.current.id, point });
    await this.store('heldOut', [point]);
    await this.change({}, { heldOutLoss: point.loss });
  }

  /** @param samples all of one step */
  async samples(samples: api.SamplePoint[]): Promise<void> {
    this.hub.emit({ type: 'run-samples', runId: this.current.id, samples });
    await this.store('samples', samples);
  }

  async event(step: number, kind: api.RunEvent['kind'], about: string | OcaqError): Promise<void> {
    const what =
      typeof about === 'string'
        ? { text: about }
        : { text: about.message, error: { code: about.code, details: about.details } };
    const event: api.RunEvent = { at: Date.now(), step, kind, ...what };
    this.hub.emit({ type: 'run-event', runId: this.current.id, event });
    await this.store('events', [event]);
  }

  async change(change: RunChange, details: Partial<RunDetails> = {}): Promise<void> {
    this.current = {
      ...this.current,
      ...change,
      updatedAt: Date.now(),
      details: { ...(this.current.details as RunDetails), ...details },
    };
    this.hub.emit({ type: 'run-changed', run: this.apiRecord });
    await this.storeRecord();
  }

  /** Words that storage has already. */
  annotate(words: api.RunWords): void {
    this.current = { ...this.current, ...words };
  }

  private async storeRecord(): Promise<void> {
    const { id, status, step, details } = this.current;
    this.isRecordStored = await whereThereIsRoom(() => updateRun(this.hub.database, id, { status, step, details }));
  }

  private async store<S extends keyof RunJournal['unstored']>(
    series: S,
    points: RunJournal['unstored'][S],
  ): Promise<void> {
    const waiting: api.RunSeries[S][number][] = this.unstored[series];
    waiting.push(...points);
    const all = [...waiting];
    const append = series === 'events' ? appendEvents : appendPoints;
    const stored = await whereThereIsRoom(() => append(this.hub.database, this.current.id, series, all));
    if (stored) waiting.splice(0, all.length);
    if (stored && !this.isRecordStored) await this.storeRecord();
  }
}

/** false where storage cannot take it now. @throws what will not pass */
async function whereThereIsRoom(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!mayPass(error)) throw error;
    return false;
  }
}
