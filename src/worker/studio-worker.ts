/** The contract's calls, each handed to the room of the worker that it belongs to. */

import { watch } from '../gpu/submit-size.ts';
import { deleteConversation } from '../storage/conversations.ts';
import { openDatabase } from '../storage/database.ts';
import { deleteJudgements } from '../storage/judgements.ts';
import { deleteMeasurement } from '../storage/measurements.ts';
import { collectOrphans } from '../storage/orphans.ts';
import type * as api from './api.ts';
import { Hub } from './hub.ts';
import { SelfInstructRoom } from './jobs/self-instruct-room.ts';
import { TranslationRoom } from './jobs/translation-room.ts';
import { holdLifeLock } from './life-lock.ts';
import { Chat } from './models/chat.ts';
import { advise, proposeModel } from './models/coach.ts';
import {
  listConversations,
  listJudgements,
  readConversation,
  saveConversation,
  saveJudgement,
} from './models/conversations.ts';
import { reportDevice } from './models/device-report.ts';
import { evaluateCheckpoint } from './models/evaluation.ts';
import { recogniseSet } from './models/evaluation-sets.ts';
import { exportCheckpoint } from './models/exporting.ts';
import { HubImports } from './models/hub-imports.ts';
import { pushExport } from './models/hub-push.ts';
import { importModel } from './models/importing.ts';
import { listMeasurements, measureCheckpoint } from './models/measures.ts';
import { deviceStatus, measureSpeed, planChoice, planTuning, presets } from './models/model.ts';
import { profileModel } from './models/profile.ts';
import { operationsPerSecond } from './models/speeds.ts';
import { ProjectFiles } from './project-files.ts';
import { Projects } from './projects.ts';
import { planAnneal, planBranch, planLengthening } from './runs/branch.ts';
import { packedPass } from './runs/packed-pass.ts';
import { proposeTraining } from './runs/proposal.ts';
import { findRate } from './runs/rates.ts';
import { repeatComparison } from './runs/repeat.ts';
import { runNeeds } from './runs/run-needs.ts';
import { RunRoom } from './runs/run-room.ts';
import { RunsUnderWay } from './runs/runs-under-way.ts';
import { Storeroom } from './storeroom.ts';
import { compareTokenizers } from './text/comparison.ts';
import { previewSource } from './text/corpus.ts';
import { reportCorpus } from './text/corpus-report.ts';
import { listHeldOut } from './text/instructions.ts';
import { findDocuments, readDocument } from './text/reading.ts';
import { compareStages, dryRun } from './text/stages.ts';
import { measureSurprise } from './text/surprise.ts';
import { TextRoom } from './text/text-room.ts';
import { mendTokens, splitText } from './text/tokens.ts';

interface Rooms {
  readonly hub: Hub;
  readonly chat: Chat;
  readonly projects: Projects;
  readonly projectFiles: ProjectFiles;
  readonly text: TextRoom;
  readonly runs: RunRoom;
  readonly translations: TranslationRoom;
  readonly selfInstruct: SelfInstructRoom;
  readonly hubImports: HubImports;
  readonly storeroom: Storeroom;
  readonly underWay: RunsUnderWay;
}

function openRooms(hub: Hub): Rooms {
  const underWay = new RunsUnderWay(hub);
  const chat = new Chat(hub);
  const projects = new Projects(hub, underWay, chat);
  const projectFiles = new ProjectFiles(hub, underWay);
  const text = new TextRoom(hub, underWay, projects);
  const runs = new RunRoom(hub, underWay, projects, chat);
  const translations = new TranslationRoom(hub, projects);
  const selfInstruct = new SelfInstructRoom(hub, projects);
  const hubImports = new HubImports(hub);
  const storeroom = new Storeroom(hub, underWay, projects, runs, chat);
  return { hub, chat, projects, projectFiles, text, runs, translations, selfInstruct, hubImports, storeroom, underWay };
}

type Call<Name extends keyof api.OcaqApi> = api.OcaqApi[Name];

export class StudioWorker implements api.OcaqApi {
  private readonly life = holdLifeLock();
  private rooms: Rooms | null = null;

  alive: Call<'alive'> = () => this.life;

  async subscribe(listener: (event: api.WorkerEvent) => void): Promise<void> {
    const database = await openDatabase();
    await collectOrphans(database);
    this.rooms = openRooms(new Hub(database, listener));
  }

  watch: Call<'watch'> = async (isVisible) => watch(isVisible);
  cancel: Call<'cancel'> = async (jobId) => this.here.hub.cancel(jobId);
  storage: Call<'storage'> = async () => this.here.hub.storage();
  storageUse: Call<'storageUse'> = async () => this.here.storeroom.use();
  letGo: Call<'letGo'> = async (...asked) => this.here.storeroom.letGo(...asked);
  mendTokens: Call<'mendTokens'> = async (project) => mendTokens(this.here.hub, project);

  listProjects: Call<'listProjects'> = async () => this.here.projects.list();
  createProject: Call<'createProject'> = async (name) => this.here.projects.create(name);
  openProject: Call<'openProject'> = async (id) => this.here.projects.open(id);
  renameProject: Call<'renameProject'> = async (id, name) => this.here.projects.rename(id, name);
  deleteProject: Call<'deleteProject'> = async (id) => this.here.projects.delete(id);
  projectSize: Call<'projectSize'> = async (id) => this.here.projectFiles.size(id);
  saveProject: Call<'saveProject'> = async (options) => this.here.projectFiles.save(options);
  openProjectFile: Call<'openProjectFile'> = async (jobId, file) => this.here.projectFiles.open(jobId, file);
  chooseModel: Call<'chooseModel'> = async (id, choice) => this.here.projects.chooseModel(id, choice);

  previewSource: Call<'previewSource'> = previewSource;
  importSource: Call<'importSource'> = async (...asked) => this.here.text.importSource(...asked);
  cleanCorpus: Call<'cleanCorpus'> = async (...asked) => this.here.text.cleanCorpus(...asked);
  dryRun: Call<'dryRun'> = async (...asked) => dryRun(this.here.hub, ...asked);
  compareStages: Call<'compareStages'> = async (...asked) => compareStages(this.here.hub, ...asked);
  findClusters: Call<'findClusters'> = async (...asked) => this.here.text.clusters.find(...asked);
  readCluster: Call<'readCluster'> = async (...asked) => this.here.text.clusters.read(...asked);
  readPair: Call<'readPair'> = async (...asked) => this.here.text.clusters.pair(...asked);
  repeatByClusterSize: Call<'repeatByClusterSize'> = async (...asked) => this.here.text.repeatByClusterSize(...asked);
  reportCorpus: Call<'reportCorpus'> = async (...asked) => reportCorpus(this.here.hub, ...asked);
  addReference: Call<'addReference'> = async (...asked) => this.here.text.addReference(...asked);
  removeReference: Call<'removeReference'> = async (...asked) => this.here.text.removeReference(...asked);
  measureSurprise: Call<'measureSurprise'> = async (...asked) => measureSurprise(this.here.hub, ...asked);
  setLicence: Call<'setLicence'> = async (...asked) => this.here.text.setLicence(...asked);
  setWeight: Call<'setWeight'> = async (...asked) => this.here.text.setWeight(...asked);
  deleteSource: Call<'deleteSource'> = async (project, source) => this.here.text.deleteSource(project, source);
  findDocuments: Call<'findDocuments'> = async (...asked) => findDocuments(this.here.hub, ...asked);
  readDocument: Call<'readDocument'> = async (...asked) => readDocument(this.here.hub, ...asked);
  trainTokenizer: Call<'trainTokenizer'> = async (...asked) => this.here.text.trainTokenizer(...asked);
  compareTokenizers: Call<'compareTokenizers'> = async (...asked) => compareTokenizers(this.here.hub, ...asked);
  splitText: Call<'splitText'> = async (project, text) => splitText(this.here.hub, project, text);
  importInstructions: Call<'importInstructions'> = async (...asked) => this.here.text.importInstructions(...asked);
  mapInstructions: Call<'mapInstructions'> = async (...asked) => this.here.text.mapInstructions(...asked);
  deleteInstructions: Call<'deleteInstructions'> = async (...asked) => this.here.text.deleteInstructions(...asked);
  previewInstructions: Call<'previewInstructions'> = async (...asked) => this.here.text.previewInstructions(...asked);
  listHeldOut: Call<'listHeldOut'> = async (...asked) => listHeldOut(this.here.hub, ...asked);

  estimateTranslation: Call<'estimateTranslation'> = async (options) => this.here.translations.estimate(options);
  createTranslation: Call<'createTranslation'> = async (...asked) => this.here.translations.create(...asked);
  listTranslations: Call<'listTranslations'> = async (project) => this.here.translations.list(project);
  resumeTranslation: Call<'resumeTranslation'> = async (...asked) => this.here.translations.resume(...asked);
  readTranslation: Call<'readTranslation'> = async (...asked) => this.here.translations.read(...asked);
  editTranslated: Call<'editTranslated'> = async (...asked) => this.here.translations.edit(...asked);
  undoTranslated: Call<'undoTranslated'> = async (...asked) => this.here.translations.undo(...asked);
  acceptTranslated: Call<'acceptTranslated'> = async (...asked) => this.here.translations.accept(...asked);
  retryTranslated: Call<'retryTranslated'> = async (...asked) => this.here.translations.retry(...asked);
  saveTranslation: Call<'saveTranslation'> = async (...asked) => this.here.translations.save(...asked);
  exportTranslation: Call<'exportTranslation'> = async (id) => this.here.translations.export(id);
  deleteTranslation: Call<'deleteTranslation'> = async (id) => this.here.translations.delete(id);
  estimateSelfInstruct: Call<'estimateSelfInstruct'> = async (options) => this.here.selfInstruct.estimate(options);
  createSelfInstruct: Call<'createSelfInstruct'> = async (...asked) => this.here.selfInstruct.create(...asked);
  listSelfInstruct: Call<'listSelfInstruct'> = async (project) => this.here.selfInstruct.list(project);
  resumeSelfInstruct: Call<'resumeSelfInstruct'> = async (...asked) => this.here.selfInstruct.resume(...asked);
  readWrittenTasks: Call<'readWrittenTasks'> = async (...asked) => this.here.selfInstruct.read(...asked);
  leaveOutTask: Call<'leaveOutTask'> = async (...asked) => this.here.selfInstruct.leaveOut(...asked);
  saveSelfInstruct: Call<'saveSelfInstruct'> = async (...asked) => this.here.selfInstruct.save(...asked);
  exportSelfInstruct: Call<'exportSelfInstruct'> = async (id) => this.here.selfInstruct.export(id);
  deleteSelfInstruct: Call<'deleteSelfInstruct'> = async (id) => this.here.selfInstruct.delete(id);

  importModel: Call<'importModel'> = async (project, ...asked) => {
    const { hub, underWay } = this.here;
    const checkpoint = await importModel(hub, project, ...asked, (run) => underWay.refuse(run));
    await this.here.projects.changed(project);
    return checkpoint;
  };

  inspectHubModel: Call<'inspectHubModel'> = async (...asked) => this.here.hubImports.inspect(...asked);
  importHubModel: Call<'importHubModel'> = async (project, ...asked) => {
    const checkpoint = await this.here.hubImports.import(project, ...asked);
    await this.here.projects.changed(project);
    return checkpoint;
  };
  resumeImport: Call<'resumeImport'> = async (jobId) => this.here.hubImports.resume(jobId);

  device: Call<'device'> = deviceStatus;
  presets: Call<'presets'> = async () => presets();
  proposeTraining: Call<'proposeTraining'> = async (...asked) => proposeTraining(this.here.hub, ...asked);
  planModel: Call<'planModel'> = planChoice;
  runNeeds: Call<'runNeeds'> = async (...asked) => runNeeds(this.here.hub, ...asked);
  packedPass: Call<'packedPass'> = async (...asked) => packedPass(this.here.hub, ...asked);
  planTuning: Call<'planTuning'> = async (...asked) => planTuning(this.here.hub, ...asked);
  measureSpeed: Call<'measureSpeed'> = async (...asked) => measureSpeed(this.here.hub, ...asked);
  proposeModel: Call<'proposeModel'> = async (...asked) => proposeModel(this.here.hub, ...asked);
  operationsPerSecond: Call<'operationsPerSecond'> = async () => operationsPerSecond(this.here.hub);
  advise: Call<'advise'> = async (...asked) => advise(this.here.hub, ...asked);
  findRate: Call<'findRate'> = async (...asked) => findRate(this.here.hub, ...asked);
  profileModel: Call<'profileModel'> = async (...asked) => profileModel(this.here.hub, ...asked);
  reportDevice: Call<'reportDevice'> = async (...asked) => reportDevice(this.here.hub, ...asked);
  chat: Call<'chat'> = async (request) => this.here.chat.answer(request);
  listConversations: Call<'listConversations'> = async (project) => listConversations(this.here.hub, project);
  readConversation: Call<'readConversation'> = async (id) => readConversation(this.here.hub, id);
  saveConversation: Call<'saveConversation'> = async (...asked) => saveConversation(this.here.hub, ...asked);
  deleteConversation: Call<'deleteConversation'> = async (id) => deleteConversation(this.here.hub.database, id);
  listJudgements: Call<'listJudgements'> = async (project) => listJudgements(this.here.hub, project);
  saveJudgement: Call<'saveJudgement'> = async (...asked) => saveJudgement(this.here.hub, ...asked);
  deleteJudgements: Call<'deleteJudgements'> = async (project) => deleteJudgements(this.here.hub.database, project);
  evaluate: Call<'evaluate'> = async (jobId, checkpoint) => evaluateCheckpoint(this.here.hub, jobId, checkpoint);
  recogniseSet: Call<'recogniseSet'> = recogniseSet;
  measureCheckpoint: Call<'measureCheckpoint'> = async (...asked) => measureCheckpoint(this.here.hub, ...asked);
  listMeasurements: Call<'listMeasurements'> = async (project) => listMeasurements(this.here.hub, project);
  deleteMeasurement: Call<'deleteMeasurement'> = async (id) => deleteMeasurement(this.here.hub.database, id);
  exportCheckpoint: Call<'exportCheckpoint'> = async (options) => exportCheckpoint(this.here.hub, options);
  pushExport: Call<'pushExport'> = async (...asked) => pushExport(this.here.hub, ...asked);

  startTraining: Call<'startTraining'> = async (...asked) => this.here.runs.startTraining(...asked);
  startInstruct: Call<'startInstruct'> = async (...asked) => this.here.runs.startInstruct(...asked);
  planLengthening: Call<'planLengthening'> = async (...asked) => planLengthening(this.here.hub, ...asked);
  planAnneal: Call<'planAnneal'> = async (...asked) => planAnneal(this.here.hub, ...asked);
  planBranch: Call<'planBranch'> = async (options) => planBranch(this.here.hub, options);
  startBranch: Call<'startBranch'> = async (...asked) => this.here.runs.startBranch(...asked);
  startRepeat: Call<'startRepeat'> = async (...asked) => this.here.runs.startRepeat(...asked);
  compareRepeat: Call<'compareRepeat'> = async (run) => repeatComparison(this.here.hub, run);
  startSeed: Call<'startSeed'> = async (...asked) => this.here.runs.startSeed(...asked);
  resumeRun: Call<'resumeRun'> = async (...asked) => this.here.runs.resume(...asked);
  pauseRun: Call<'pauseRun'> = async (run) => this.here.runs.pause(run);
  stopRun: Call<'stopRun'> = async (run) => this.here.runs.stop(run);
  saveNow: Call<'saveNow'> = async (run) => this.here.runs.save(run);
  runSeries: Call<'runSeries'> = async (run) => this.here.runs.series(run);
  annotateRun: Call<'annotateRun'> = async (run, words) => this.here.runs.annotate(run, words);
  deleteRun: Call<'deleteRun'> = async (run) => this.here.runs.delete(run);

  private get here(): Rooms {
    if (!this.rooms) throw new Error('The worker was asked before it was ready.');
    return this.rooms;
  }
}
