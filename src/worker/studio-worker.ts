/** The contract's calls, each handed to the part of the worker that does it. */
import { OcaqError } from '../errors.ts';
import { describeAdapter } from '../gpu/device.ts';
import { openDatabase } from '../storage/database.ts';
import { deleteInstructionSet } from '../storage/instructions.ts';
import { collectOrphans } from '../storage/orphans.ts';
import { createProject, deleteProject, getProject, listProjects, updateProject } from '../storage/projects.ts';
import { requestPersistence } from '../storage/quota.ts';
import { createRun, deleteRun, getRun, readPoints, updateRun } from '../storage/runs.ts';
import type * as api from './api.ts';
import { chat } from './chat.ts';
import { importFile, preview, removeSource } from './corpus.ts';
import { evaluateCheckpoint, exportCheckpoint } from './exporting.ts';
import { Hub } from './hub.ts';
import { importInstructions, previewInstructions } from './instructions.ts';
import { closeChatModel, openCheckpoint } from './loaded-model.ts';
import { deviceStatus, measureSpeed, planChoice, presets } from './model.ts';
import { ActiveRun } from './run.ts';
import {
  changeProject,
  projectDetails,
  type RunConfig,
  type RunDetails,
  snapshotOf,
  toProject,
  toRun,
} from './stored.ts';
import { currentTokenizer, splitText, tokenSetOf, trainTokenizer } from './tokens.ts';

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

  async askToPersist(): Promise<api.StorageStatus> {
    const { notice } = await requestPersistence();
    const status = await this.here.storage();
    if (notice) throw notice;
    return status;
  }

  async listProjects(): Promise<api.Project[]> {
    return (await listProjects(this.here.database)).map(toProject);
  }

  async createProject(name: string): Promise<api.ProjectSnapshot> {
    const { id } = await createProject(this.here.database, name);
    return this.openProject(id);
  }

  openProject(id: api.Id): Promise<api.ProjectSnapshot> {
    return snapshotOf(this.here.database, id);
  }

  async renameProject(id: api.Id, name: string): Promise<api.ProjectSnapshot> {
    await updateProject(this.here.database, id, { name });
    return this.changed(id);
  }

  async deleteProject(id: api.Id): Promise<void> {
    await this.refuseWhileRunning(id);
    await closeChatModel();
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
    await planChoice(choice);
    await changeProject(this.here.database, project, { model: choice });
    return this.changed(project);
  }

  async measureSpeed(jobId: api.Id, choice: api.ModelChoice): Promise<api.SpeedReport> {
    return measureSpeed(this.here, jobId, choice);
  }

  async startTraining(project: api.Id, settings: api.TrainingSettings): Promise<api.RunRecord> {
    const { model } = projectDetails(await getProject(this.here.database, project));
    if (!model) throw new OcaqError('no-model', 'This project has no model yet. Choose one on the Model screen first.');
    const { id, tokenizer } = await currentTokenizer(this.here, project);
    if (model.config.vocabSize < tokenizer.vocabSize) {
      throw new OcaqError(
        'vocabulary-mismatch',
        `The tokenizer has ${tokenizer.vocabSize} tokens, but the model is made for ${model.config.vocabSize}. Choose the model again on the Model screen.`,
        { tokenizer: tokenizer.vocabSize, model: model.config.vocabSize },
      );
    }
    const { bosId, eosId, padId } = tokenizer;
    const ids = {
      ...(bosId === undefined ? {} : { bosTokenId: bosId }),
      ...(eosId === undefined ? {} : { eosTokenId: eosId }),
      ...(padId === undefined ? {} : { padTokenId: padId }),
    };
    const choice = { ...model, config: { ...model.config, ...ids } };
    const tokenSet = (await tokenSetOf(this.here, project)).id;
    return this.begin(project, 'pretrain', {
      choice,
      settings,
      baseCheckpoint: null,
      instructionSet: null,
      template: null,
      tokenizer: id,
      tokenSet,
    });
  }

  async startInstruct(project: api.Id, options: api.InstructOptions): Promise<api.RunRecord> {
    const { seq, batch, accumulate, settings, template, baseCheckpoint, instructionSet } = options;
    const { details, runId } = await openCheckpoint(this.here, baseCheckpoint);
    const base = (await getRun(this.here.database, runId)).config as RunConfig;
    const choice = { ...base.choice, preset: null, seq, batch, accumulate };
    return this.begin(project, 'instruct', {
      choice,
      settings,
      baseCheckpoint,
      instructionSet,
      template,
      tokenizer: details.tokenizer,
      tokenSet: base.tokenSet,
    });
  }

  async resumeRun(run: api.Id): Promise<api.RunRecord> {
    return this.go(run);
  }

  async pauseRun(run: api.Id): Promise<api.RunRecord> {
    return this.running(run).end('paused');
  }

  async stopRun(run: api.Id): Promise<api.RunRecord> {
    if (this.active?.id === run) return this.active.end('stopped');
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
    if (this.active?.id === run) throw new OcaqError('run-active', 'This run is under way. Stop it first.');
    const { projectId } = await getRun(this.here.database, run);
    await closeChatModel();
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
    template: api.PromptTemplateId,
    seq: number,
    from: number,
    count: number,
  ): Promise<api.InstructionPreview> {
    return previewInstructions(this.here, project, set, template, seq, from, count);
  }

  chat(request: api.ChatRequest): Promise<api.ChatResult> {
    return chat(this.here, request);
  }

  evaluate(jobId: api.Id, checkpoint: api.Id): Promise<api.HeldOutPoint> {
    return evaluateCheckpoint(this.here, jobId, checkpoint);
  }

  exportCheckpoint(project: api.Id, options: api.ExportOptions): Promise<api.ExportResult> {
    return exportCheckpoint(this.here, project, options);
  }

  private get here(): Hub {
    if (!this.hub) throw new OcaqError('not-subscribed', 'The worker was asked before it was ready.');
    return this.hub;
  }

  private async changed(project: api.Id): Promise<api.ProjectSnapshot> {
    const snapshot = await snapshotOf(this.here.database, project);
    this.here.emit({ type: 'project-changed', snapshot });
    return snapshot;
  }

  private async begin(project: api.Id, kind: api.RunKind, config: RunConfig): Promise<api.RunRecord> {
    this.refuseSecond();
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
      return await this.go(record.id);
    } catch (error) {
      await deleteRun(this.here.database, record.id); // it never began: nothing is lost with it
      throw error;
    }
  }

  private async go(id: api.Id): Promise<api.RunRecord> {
    this.refuseSecond();
    await describeAdapter(navigator.gpu);
    await closeChatModel();
    const record = await getRun(this.here.database, id);
    const active = await ActiveRun.start(this.here, record);
    this.active = active;
    void active.ended.then(async () => {
      if (this.active === active) this.active = null;
      await this.changed(record.projectId);
    });
    await this.changed(record.projectId);
    return active.apiRecord;
  }

  private running(run: api.Id): ActiveRun {
    if (this.active?.id !== run) throw new OcaqError('run-not-active', 'This run is not under way in this tab.');
    return this.active;
  }

  private refuseSecond(): void {
    if (this.active) throw new OcaqError('run-active', 'A run is under way. Stop or pause it first.');
  }

  private async refuseWhileRunning(project: api.Id): Promise<void> {
    if (!this.active) return;
    const { projectId } = await getRun(this.here.database, this.active.id);
    if (projectId === project)
      throw new OcaqError('run-active', 'A run of this project is under way. Stop or pause it first.');
  }
}
