/** Starting, resuming, ending and looking at runs. */
import { describeAdapter } from '../../gpu/device.ts';
import { whileWriting } from '../../storage/locks.ts';
import { collectOrphans } from '../../storage/orphans.ts';
import type { RunRecord } from '../../storage/records.ts';
import { createRun, deleteRun, getRun, readPoints, updateRun } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import type { Chat } from '../models/chat.ts';
import type { Projects } from '../projects.ts';
import { type RunConfig, runConfig, toRun } from '../stored.ts';
import { branchConfig, seedConfig } from './branch.ts';
import { changeOf, openRun, type StartChange } from './open-run.ts';
import { repeatConfig } from './repeat.ts';
import { ActiveRun, type OpenRun } from './run.ts';
import { corpusConfig, instructionConfig } from './run-config.ts';
import { runData } from './run-data.ts';
import { NO_RUN_DETAILS } from './run-details.ts';
import type { RunsUnderWay } from './runs-under-way.ts';
import { holdTrainingLock, type TrainingLock } from './training-lock.ts';

export class RunRoom {
  private readonly hub: Hub;
  private readonly underWay: RunsUnderWay;
  private readonly projects: Projects;
  private readonly chat: Chat;

  constructor(hub: Hub, underWay: RunsUnderWay, projects: Projects, chat: Chat) {
    this.hub = hub;
    this.underWay = underWay;
    this.projects = projects;
    this.chat = chat;
  }

  async startTraining(project: api.Id, settings: api.TrainingSettings, budgetBytes: number): Promise<api.RunRecord> {
    return this.exclusive(async (lock) =>
      this.begin(lock, project, await corpusConfig(this.hub, project, settings), budgetBytes),
    );
  }

  async startInstruct(project: api.Id, options: api.InstructOptions, budgetBytes: number): Promise<api.RunRecord> {
    return this.exclusive(async (lock) =>
      this.begin(lock, project, await instructionConfig(this.hub, options), budgetBytes),
    );
  }

  async startBranch(options: api.BranchOptions, budgetBytes: number): Promise<api.RunRecord> {
    return this.exclusive(async (lock) => {
      const { project, config } = await branchConfig(this.hub, options);
      return this.begin(lock, project, config, budgetBytes);
    });
  }

  async startSeed(run: api.Id, seed: number, budgetBytes: number): Promise<api.RunRecord> {
    return this.exclusive(async (lock) => {
      const { project, config } = await seedConfig(this.hub, run, seed);
      return this.begin(lock, project, config, budgetBytes);
    });
  }

  async startRepeat(run: api.Id, budgetBytes: number): Promise<api.RunRecord> {
    return this.exclusive(async (lock) => {
      const { project, config } = await repeatConfig(this.hub, run);
      return this.begin(lock, project, config, budgetBytes);
    });
  }

  async resume(run: api.Id, budgetBytes: number, changed: api.Resumption = {}): Promise<api.RunRecord> {
    return this.exclusive(async (lock) => {
      const record = await getRun(this.hub.database, run);
      return this.launch(lock, record, budgetBytes, changeOf(toRun(record), changed));
    });
  }

  async pause(run: api.Id): Promise<api.RunRecord> {
    return this.underWay.here(run).end('paused');
  }

  async stop(run: api.Id): Promise<api.RunRecord> {
    if (this.underWay.active?.id === run) return this.underWay.active.end('stopped');
    await this.underWay.refuseElsewhere(run);
    const record = toRun(await updateRun(this.hub.database, run, { status: 'stopped' }));
    this.hub.emit({ type: 'run-changed', run: record });
    return record;
  }

  async save(run: api.Id): Promise<api.CheckpointRecord> {
    return this.underWay.here(run).save();
  }

  async series(run: api.Id): Promise<api.RunSeries> {
    const { database } = this.hub;
    const [steps, heldOut, samples, events] = await Promise.all([
      readPoints<api.StepPoint>(database, run, 'steps'),
      readPoints<api.HeldOutPoint>(database, run, 'heldOut'),
      readPoints<api.SamplePoint>(database, run, 'samples'),
      readPoints<api.RunEvent>(database, run, 'events'),
    ]);
    return { steps, heldOut, samples, events };
  }

  async annotate(run: api.Id, words: api.RunWords): Promise<void> {
    const { projectId } = await updateRun(this.hub.database, run, words);
    if (this.underWay.active?.id === run) this.underWay.active.annotate(words);
    await this.projects.changed(projectId);
  }

  async delete(run: api.Id): Promise<void> {
    await this.underWay.refuse(run);
    const { projectId } = await getRun(this.hub.database, run);
    await this.chat.end();
    await deleteRun(this.hub.database, run, await this.underWay.all());
    await collectOrphans(this.hub.database);
    await this.projects.changed(projectId);
    await this.hub.storage();
  }

  /**
   * Starts a run with the lock held from before anything is prepared for it: what one run is prepared with is not taken
   * from under another.
   */
  private async exclusive(start: (lock: TrainingLock) => Promise<ActiveRun>): Promise<api.RunRecord> {
    const { underWay } = this;
    underWay.refuseSecond();
    underWay.starting = { run: null };
    let active: ActiveRun;
    try {
      const lock = await holdTrainingLock();
      try {
        active = await start(lock);
      } catch (error) {
        await lock.release();
        throw error;
      }
      underWay.active = active;
    } finally {
      underWay.starting = null;
    }
    this.seeThrough(active).catch(() => undefined); // the page has been told by the run, and storage cannot give a picture
    await this.projects.changed(active.projectId);
    return active.apiRecord;
  }

  private async seeThrough(active: ActiveRun): Promise<void> {
    await active.ended;
    if (this.underWay.active === active) this.underWay.active = null;
    await this.projects.changed(active.projectId);
  }

  /** Nobody takes it for a run that never began while it is being prepared. */
  private begin(lock: TrainingLock, project: api.Id, config: RunConfig, budgetBytes: number): Promise<ActiveRun> {
    return whileWriting(this.hub.database, () => this.create(lock, project, config, budgetBytes));
  }

  private async create(
    lock: TrainingLock,
    project: api.Id,
    config: RunConfig,
    budgetBytes: number,
  ): Promise<ActiveRun> {
    const record = await createRun(this.hub.database, {
      projectId: project,
      name: '',
      status: 'stopped',
      step: config.branch?.step ?? 0,
      config,
      details: NO_RUN_DETAILS,
      state: null,
    });
    try {
      return await this.launch(lock, record, budgetBytes);
    } catch (error) {
      await deleteRun(this.hub.database, record.id); // it never began: nothing is lost with it
      throw error;
    }
  }

  private async launch(
    lock: TrainingLock,
    record: RunRecord,
    budgetBytes: number,
    change: StartChange = {},
  ): Promise<ActiveRun> {
    if (this.underWay.starting) this.underWay.starting.run = record;
    if (!toRun(record).recovering) await describeAdapter(navigator.gpu); // before what takes long
    await this.chat.end();
    await lock.announce(record.id);
    const data = await runData(this.hub, record.projectId, runConfig(record));
    const open: OpenRun = (as) => openRun(this.hub, record, data, { budgetBytes, ...as });
    const onSaved = () => this.projects.changed(record.projectId);
    return ActiveRun.start(this.hub, record, lock, data, open, onSaved, change);
  }
}
