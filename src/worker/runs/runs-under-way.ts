/** Which runs are under way, in this tab and in others: one at a time, and nothing is taken from under it. */
import { OcaqError } from '../../errors.ts';
import type { RunRecord } from '../../storage/records.ts';
import { listRuns } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import type { ActiveRun } from './run.ts';
import { liveRuns, runElsewhere } from './training-lock.ts';

export class RunsUnderWay {
  private readonly hub: Hub;
  active: ActiveRun | null = null;
  /** From the call that starts or resumes a run until it is `active`; which one, once that is known. */
  starting: { run: Pick<RunRecord, 'id' | 'projectId'> | null } | null = null;

  constructor(hub: Hub) {
    this.hub = hub;
  }

  /** Of this tab and of others. */
  async all(): Promise<Set<api.Id>> {
    const live = await liveRuns();
    for (const { id } of this.own) live.add(id);
    return live;
  }

  /** Runs of other tabs. */
  async elsewhere(): Promise<Set<api.Id>> {
    const live = await liveRuns();
    for (const { id } of this.own) live.delete(id);
    return live;
  }

  /** @throws `run-not-active` */
  here(run: api.Id): ActiveRun {
    if (this.active?.id !== run) throw new OcaqError('run-not-active', 'This run is not under way in this tab.');
    return this.active;
  }

  /** @throws `run-active` where a run of this tab is under way */
  refuseSecond(): void {
    if (this.active || this.starting) throw new OcaqError('run-active', 'A run is under way. Stop or pause it first.');
  }

  /** @throws `run-elsewhere` where another tab has this run under way */
  async refuseElsewhere(run: api.Id): Promise<void> {
    if ((await this.elsewhere()).has(run)) throw runElsewhere();
  }

  /** @throws `run-active`, `run-elsewhere` where this tab or another has this run under way */
  async refuse(run: api.Id): Promise<void> {
    if (this.own.some(({ id }) => id === run))
      throw new OcaqError('run-active', 'This run is under way. Stop it first.');
    await this.refuseElsewhere(run);
  }

  /** @throws `run-active`, `run-elsewhere` where a run of the project is under way */
  async refuseOfProject(project: api.Id): Promise<void> {
    if (this.own.some(({ projectId }) => projectId === project))
      throw new OcaqError('run-active', 'A run of this project is under way. Stop or pause it first.');
    const elsewhere = await this.elsewhere();
    if ((await listRuns(this.hub.database, project)).some(({ id }) => elsewhere.has(id))) throw runElsewhere();
  }

  /** The run of this tab, as soon as it is known which is being started. */
  private get own(): readonly Pick<RunRecord, 'id' | 'projectId'>[] {
    return [this.active, this.starting?.run].flatMap((run) => run ?? []);
  }
}
