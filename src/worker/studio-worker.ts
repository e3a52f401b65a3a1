/** The contract's calls, each handed to the part of the worker that does it. */
import { OcaqError } from '../errors.ts';
import { describeAdapter } from '../gpu/device.ts';
import { openDatabase } from '../storage/database.ts';
import { deleteInstructionSet } from '../storage/instructions.ts';
import { collectOrphans } from '../storage/orphans.ts';
import { createProject, deleteProject, listProjects, updateProject } from '../storage/projects.ts';
import type { RunRecord } from '../storage/records.ts';
import { createRun, deleteRun, getRun, listRuns, readPoints, updateRun } from '../storage/runs.ts';
import type * as api from './api.ts';
import { Hub } from './hub.ts';
import { chat, endChat } from './models/chat.ts';
import { evaluateCheckpoint } from './models/evaluation.ts';
import { exportCheckpoint } from './models/exporting.ts';
import { deviceStatus, measureSpeed, planChoice, presets } from './models/model.ts';
import { profileModel } from './models/profile.ts';
import { openRun } from './runs/open-run.ts';
import { ActiveRun } from './runs/run.ts';
import { instructConfig, pretrainConfig } from './runs/run-config.ts';
import { runData } from './runs/run-data.ts';
import { holdTrainingLock, liveRuns, runElsewhere, runEnded, type TrainingLock } from './runs/training-lock.ts';
import { changeProject, type RunConfig, type RunDetails, runConfig, snapshotOf, toProject, toRun } from './stored.ts';
import { importFile, preview, removeSource } from './text/corpus.ts';
import { importInstructions, previewInstructions } from './text/instructions.ts';
import { splitText, trainTokenizer } from './text/tokens.ts';

const NO_FIGURES: RunDetails = {
  trainLoss: null,
  heldOutLoss: null,
  unigramLoss: null,
  plannedBytes: 0,
  usedBytes: 0,
  error: null,
};

export class StudioWorker implements api.OcaqApi {
  private hub: Hub | null = null;
  private active: ActiveRun | null = null;
  /** From the call that starts or resumes a run until it is `active`; which one, once that is known. */
  private starting: { run: api.Id | null } | null = null;
  /** Runs of other tabs whose end is waited for. */
  private readonly watched = new Set<api.Id>();

  async subscribe(listener: (event: api.WorkerEvent) => void): Promise<void> {
    const database = await openDatabase();
    await collectOrphans(database);
    this.hub = new Hub(database, listener);
  }

  async cancel(jobId: api.Id): Promise<void> {
    this.here.cancel(jobId);
  }

  device = deviceStatus;
  presets = async () => presets();
  planModel = planChoice;
  previewFile = preview;

  storage(): Promise<api.StorageStatus> {
    return this.here.storage();
  }

  async listProjects(): Promise<api.Project[]> {
    return (await listProjects(this.here.database)).map(toProject);
  }

  async createProject(name: string): Promise<api.ProjectSnapshot> {
    const { id } = await createProject(this.here.database, name);
    return this.openProject(id);
  }

  async openProject(id: api.Id): Promise<api.ProjectSnapshot> {
    const snapshot = await snapshotOf(this.here.database, id, await this.elsewhere());
    for (const { id: run, elsewhere } of snapshot.runs) if (elsewhere) this.watch(run, id);
    return snapshot;
  }

  async renameProject(id: api.Id, name: string): Promise<api.ProjectSnapshot> {
    await updateProject(this.here.database, id, { name });
    return this.changed(id);
  }

  async deleteProject(id: api.Id): Promise<void> {
    await this.refuseWhileRunning(id);
    await endChat(this.here);
    await deleteProject(this.here.database, id);
    await this.here.storage();
  }

  async importFile(project: api.Id, jobId: api.Id, file: File, options: api.ImportOptions): Promise<api.SourceRecord> {
    const source = await importFile(this.here, project, jobId, file, options);
    await this.changed(project);
    return source;
  }

  async deleteSource(project: api.Id, source: api.Id): Promise<void> {
    await this.refuseWhileRunning(project);
    await removeSource(this.here, source);
    await this.changed(project);
  }

  async trainTokenizer(project: api.Id, jobId: api.Id, options: api.TokenizerOptions): Promise<api.TokenizerReport> {
    await this.refuseWhileRunning(project);
    const report = await trainTokenizer(this.here, project, jobId, options);
    await this.changed(project);
    return report;
  }

  splitText(project: api.Id, text: string): Promise<api.TokenPiece[]> {
    return splitText(this.here, project, text);
  }

  async chooseModel(project: api.Id, choice: api.ModelChoice): Promise<api.ProjectSnapshot> {
    await planChoice(choice, Number.POSITIVE_INFINITY); // refuses what cannot be planned; too large is the person's to judge
    await changeProject(this.here.database, project, { model: choice });
    return this.changed(project);
  }

  async measureSpeed(jobId: api.Id, choice: api.ModelChoice, budgetBytes: number): Promise<api.SpeedReport> {
    return measureSpeed(this.here, jobId, choice, budgetBytes);
  }

  async profileModel(jobId: api.Id, choice: api.ModelChoice, budgetBytes: number): Promise<api.ProfileReport> {
    return profileModel(this.here, jobId, choice, budgetBytes);
  }

  async startTraining(project: api.Id, settings: api.TrainingSettings, budgetBytes: number): Promise<api.RunRecord> {
    return this.alone(async (lock) =>
      this.begin(lock, project, 'pretrain', await pretrainConfig(this.here, project, settings), budgetBytes),
    );
  }

  async startInstruct(project: api.Id, options: api.InstructOptions, budgetBytes: number): Promise<api.RunRecord> {
    return this.alone(async (lock) =>
      this.begin(lock, project, 'instruct', await instructConfig(this.here, options), budgetBytes),
    );
  }

  async resumeRun(run: api.Id, budgetBytes: number): Promise<api.RunRecord> {
    return this.alone(async (lock) => this.go(lock, await getRun(this.here.database, run), budgetBytes));
  }

  async pauseRun(run: api.Id): Promise<api.RunRecord> {
    return this.running(run).end('paused');
  }

  async stopRun(run: api.Id): Promise<api.RunRecord> {
    if (this.active?.id === run) return this.active.end('stopped');
    await this.refuseElsewhere(run);
    const record = toRun(await updateRun(this.here.database, run, { status: 'stopped' }));
    this.here.emit({ type: 'run-changed', run: record });
    return record;
  }

  saveNow(run: api.Id): Promise<api.CheckpointRecord> {
    return this.running(run).save();
  }

  async runSeries(run: api.Id): Promise<api.RunSeries> {
    const { database } = this.here;
    const [steps, heldOut, samples, events] = await Promise.all([
      readPoints<api.StepPoint>(database, run, 'steps'),
      readPoints<api.HeldOutPoint>(database, run, 'heldOut'),
      readPoints<api.SamplePoint>(database, run, 'samples'),
      readPoints<api.RunEvent>(database, run, 'events'),
    ]);
    return { steps, heldOut, samples, events };
  }

  async deleteRun(run: api.Id): Promise<void> {
    if (this.active?.id === run || this.starting?.run === run)
      throw new OcaqError('run-active', 'This run is under way. Stop it first.');
    await this.refuseElsewhere(run);
    const { projectId } = await getRun(this.here.database, run);
    await endChat(this.here);
    await deleteRun(this.here.database, run);
    await this.changed(projectId);
    await this.here.storage();
  }

  async importInstructions(project: api.Id, jobId: api.Id, file: File): Promise<api.InstructionSetRecord> {
    const set = await importInstructions(this.here, project, jobId, file);
    await this.changed(project);
    return set;
  }

  async deleteInstructions(project: api.Id, set: api.Id): Promise<void> {
    await this.refuseWhileRunning(project);
    await deleteInstructionSet(this.here.database, set);
    await this.changed(project);
  }

  previewInstructions(
    project: api.Id,
    set: api.Id,
    baseCheckpoint: api.Id | null,
    template: api.PromptTemplateId,
    seq: number,
    from: number,
    count: number,
  ): Promise<api.InstructionPreview> {
    return previewInstructions(this.here, project, set, baseCheckpoint, template, seq, from, count);
  }

  chat(request: api.ChatRequest): Promise<api.ChatResult> {
    return chat(this.here, request);
  }

  evaluate(jobId: api.Id, checkpoint: api.Id): Promise<api.HeldOutPoint> {
    return evaluateCheckpoint(this.here, jobId, checkpoint);
  }

  exportCheckpoint(options: api.ExportOptions): Promise<api.ExportResult> {
    return exportCheckpoint(this.here, options);
  }

  private get here(): Hub {
    if (!this.hub) throw new Error('The worker was asked before it was ready.');
    return this.hub;
  }

  private async changed(project: api.Id): Promise<api.ProjectSnapshot> {
    const snapshot = await this.openProject(project);
    this.here.emit({ type: 'project-changed', snapshot });
    return snapshot;
  }

  /**
   * Starts a run with the lock held from before anything is prepared for it: what one run is prepared with is not taken
   * from under another.
   */
  private async alone(start: (lock: TrainingLock) => Promise<ActiveRun>): Promise<api.RunRecord> {
    this.refuseSecond();
    this.starting = { run: null };
    try {
      await describeAdapter(navigator.gpu);
      const lock = await holdTrainingLock();
      try {
        this.active = await start(lock);
      } catch (error) {
        await lock.release();
        throw error;
      }
    } finally {
      this.starting = null;
    }
    const { active } = this;
    this.seeThrough(active).catch(() => undefined); // the page has been told by the run, and storage cannot give a picture
    await this.changed(active.projectId);
    return active.apiRecord;
  }

  private async seeThrough(active: ActiveRun): Promise<void> {
    await active.ended;
    if (this.active === active) this.active = null;
    await this.changed(active.projectId);
  }

  private async begin(
    lock: TrainingLock,
    project: api.Id,
    kind: api.RunKind,
    config: RunConfig,
    budgetBytes: number,
  ): Promise<ActiveRun> {
    const name = `${config.choice.preset ?? kind} · ${config.settings.steps}`;
    const record = await createRun(this.here.database, {
      projectId: project,
      kind,
      name,
      status: 'stopped',
      step: 0,
      config,
      details: NO_FIGURES,
      state: null,
    });
    try {
      return await this.go(lock, record, budgetBytes);
    } catch (error) {
      await deleteRun(this.here.database, record.id); // it never began: nothing is lost with it
      throw error;
    }
  }

  private async go(lock: TrainingLock, record: RunRecord, budgetBytes: number): Promise<ActiveRun> {
    if (this.starting) this.starting.run = record.id;
    await endChat(this.here);
    await lock.announce(record.id);
    const data = await runData(this.here, record.projectId, runConfig(record));
    return ActiveRun.start(this.here, record, lock, await openRun(this.here, record, data, budgetBytes));
  }

  private running(run: api.Id): ActiveRun {
    if (this.active?.id !== run) throw new OcaqError('run-not-active', 'This run is not under way in this tab.');
    return this.active;
  }

  private refuseSecond(): void {
    if (this.active || this.starting) throw new OcaqError('run-active', 'A run is under way. Stop or pause it first.');
  }

  private async elsewhere(): Promise<Set<api.Id>> {
    const live = await liveRuns();
    for (const own of [this.active?.id, this.starting?.run]) if (own) live.delete(own);
    return live;
  }

  /** The page gets a new picture when a run of another tab is over; a tab that is reloaded goes a moment later. */
  private watch(run: api.Id, project: api.Id): void {
    if (this.watched.has(run)) return;
    this.watched.add(run);
    const ended = async () => {
      await runEnded(run);
      this.watched.delete(run);
      await this.changed(project);
    };
    ended().catch(() => undefined); // without a new picture the page keeps the one it has
  }

  private async refuseElsewhere(run: api.Id): Promise<void> {
    if ((await this.elsewhere()).has(run)) throw runElsewhere();
  }

  private async refuseWhileRunning(project: api.Id): Promise<void> {
    if (this.active?.projectId === project)
      throw new OcaqError('run-active', 'A run of this project is under way. Stop or pause it first.');
    const elsewhere = await this.elsewhere();
    if ((await listRuns(this.here.database, project)).some(({ id }) => elsewhere.has(id))) throw runElsewhere();
  }
}
