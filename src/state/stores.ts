/** All stores, wired to one connection; made once, when the page starts. */
import type { Connection } from '../worker/client.ts';
import { type Battery, type BatteryManager, createBattery } from './battery.ts';
import { type Branches, createBranches } from './branches.ts';
import { type Chat, createChat } from './chat.ts';
import { type Cleaning, createCleaning } from './cleaning.ts';
import { type Clusters, createClusters } from './clusters.ts';
import { type Coach, createCoach } from './coach.ts';
import type { EventStream } from './connection.ts';
import { type Corpus, createCorpus } from './corpus.ts';
import { type CorpusReporting, createCorpusReporting } from './corpus-report.ts';
import { createDeviceReporting, type DeviceReporting } from './device-report.ts';
import { createEvaluating, type Evaluating } from './evaluating.ts';
import { createExporting, type Exporting } from './exporting.ts';
import { createHubImport, type HubImport } from './hub-import.ts';
import { createImporting, type Importing } from './importing.ts';
import { createInstruct, type Instruct } from './instruct.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createJourney, type Journey } from './journey.ts';
import { createMethods, type Methods } from './method.ts';
import { createModel, type Model } from './model.ts';
import type { NewVersion } from './new-version.ts';
import type { Notices } from './notices.ts';
import { createPacking, type Packing } from './packed-pass.ts';
import type { PreferencesStore } from './preferences.ts';
import { createProfile, type Profile } from './profile.ts';
import { createProjectFiles, type ProjectFiles } from './project-files.ts';
import { createPushing, type Pushing } from './pushing.ts';
import { createRates, type Rates } from './rates.ts';
import { createReading, type Reading } from './reading.ts';
import { createRecovery, type Recovery } from './recovery.ts';
import { createReferences, type References } from './references.ts';
import { createRepeats, type Repeats } from './repeats.ts';
import { createRuns, type Runs } from './runs.ts';
import { createSeedQueue, type SeedQueue } from './seed-queue.ts';
import { createSelfInstruct, type SelfInstruct } from './self-instruct.ts';
import { createServiceKeys, type ServiceKeys } from './service-keys.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createStages, type Stages } from './stages.ts';
import { createStoreroom, type Storeroom } from './storeroom.ts';
import { type BrowserStorage, createStudio, type Studio } from './studio.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';
import { createTokenizerComparison, type TokenizerComparison } from './tokenizer-comparison.ts';
import { createTraining, type Training } from './training.ts';
import { createTranslation, type Translation } from './translation.ts';
import { createWakeLock, type Visibility, type WakeLockStore, type WakeLocks } from './wake-lock.ts';

export interface Stores {
  preferences: PreferencesStore;
  notices: Notices;
  newVersion: NewVersion;
  studio: Studio;
  storeroom: Storeroom;
  recovery: Recovery;
  wakeLock: WakeLockStore;
  battery: Battery;
  jobs: Jobs;
  runs: Runs;
  corpus: Corpus;
  cleaning: Cleaning;
  references: References;
  stages: Stages;
  clusters: Clusters;
  corpusReport: CorpusReporting;
  reading: Reading;
  tokenizer: Tokenizer;
  comparison: TokenizerComparison;
  model: Model;
  importing: Importing;
  hubImport: HubImport;
  coach: Coach;
  profile: Profile;
  deviceReport: DeviceReporting;
  rates: Rates;
  packing: Packing;
  training: Training;
  branches: Branches;
  repeats: Repeats;
  seedQueue: SeedQueue;
  sharing: Sharing;
  instruct: Instruct;
  serviceKeys: ServiceKeys;
  translation: Translation;
  selfInstruct: SelfInstruct;
  methods: Methods;
  chat: Chat;
  evaluating: Evaluating;
  exporting: Exporting;
  pushing: Pushing;
  projectFiles: ProjectFiles;
  journey: Journey;
}

/** What the page's browser has, or has not, for the stores to use. */
export interface Browser {
  storage: BrowserStorage;
  wakeLocks: WakeLocks;
  page: Visibility | undefined;
  battery: Promise<BatteryManager | undefined>;
}

export function createStores(
  connection: Connection,
  events: EventStream,
  notices: Notices,
  preferences: PreferencesStore,
  browser: Browser,
  newVersion: NewVersion,
): Stores {
  const { api } = connection;
  const studio = createStudio(api, events, preferences, browser.storage);
  const jobs = createJobs(api, events);
  const runs = createRuns(api, events);
  const training = createTraining(api, events, studio, runs, notices, preferences);
  const cleaning = createCleaning(api, studio, jobs, notices);
  const instruct = createInstruct(api, studio, jobs, notices, preferences);
  const chat = createChat(api, events, studio, preferences);
  const serviceKeys = createServiceKeys();
  const model = createModel(api, studio, jobs, preferences);
  return {
    preferences,
    notices,
    newVersion,
    studio,
    storeroom: createStoreroom(api, studio, chat, preferences),
    recovery: createRecovery(connection, events, studio, training, runs, notices),
    wakeLock: createWakeLock(studio, preferences, browser.wakeLocks, browser.page),
    battery: createBattery(studio, training, browser.battery),
    jobs,
    runs,
    training,
    branches: createBranches(api, training),
    repeats: createRepeats(api, training),
    seedQueue: createSeedQueue(api, events, studio, training),
    sharing: createSharing(studio, model, training),
    instruct,
    serviceKeys,
    translation: createTranslation(api, events, studio, serviceKeys),
    selfInstruct: createSelfInstruct(api, events, studio, serviceKeys),
    methods: createMethods(api, studio),
    chat,
    cleaning,
    references: createReferences(api, studio, jobs, notices, cleaning),
    stages: createStages(api, studio, jobs),
    corpus: createCorpus(api, studio, jobs, notices, instruct, cleaning),
    clusters: createClusters(api, studio, jobs),
    corpusReport: createCorpusReporting(api, studio, jobs),
    reading: createReading(api, studio, jobs),
    tokenizer: createTokenizer(api, studio, jobs, notices),
    comparison: createTokenizerComparison(api, studio, jobs),
    model,
    importing: createImporting(api, studio, jobs, notices),
    hubImport: createHubImport(api, events, studio, jobs, notices),
    coach: createCoach(api, studio, model, jobs, preferences),
    profile: createProfile(api, model, jobs, preferences),
    deviceReport: createDeviceReporting(api, events, jobs, preferences),
    packing: createPacking(api, studio),
    rates: createRates(api, studio, training, jobs, preferences),
    evaluating: createEvaluating(api, studio, jobs),
    exporting: createExporting(api, studio, jobs, notices, preferences),
    pushing: createPushing(api, events, studio, jobs, notices),
    projectFiles: createProjectFiles(api, studio, jobs, notices),
    journey: createJourney({ api, events, studio, jobs, training, instruct, chat, notices, preferences }),
  };
}
