/** Records for the tests of the stores, and stores over a worker that has only the calls a test gives it. */

import { createStore } from 'zustand/vanilla';
import { newSourceReport } from '../data/readers/source.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import type {
  CheckpointRecord,
  OcaqApi,
  Project,
  ProjectSnapshot,
  RunRecord,
  SourceRecord,
  StorageStatus,
  TrainingSettings,
} from '../worker/api.ts';
import { type Api, createEventStream } from './connection.ts';
import { createNewVersion } from './new-version.ts';
import { createNotices } from './notices.ts';
import { type Preferences, readPreferences } from './preferences.ts';
import type { Stage } from './stage.ts';
import { createStores } from './stores.ts';
import type { BrowserStorage } from './studio.ts';

export const project = (id: string, name = id): Project => ({ id, name, createdAt: 0, updatedAt: 0 });

export const settings: TrainingSettings = {
  steps: 400,
  optimizer: 'adamw',
  momentum: 0.9,
  iterations: 5,
  schedule: 'cosine',
  holdShare: 0,
  groups: { tables: { rate: 1, decay: 1 }, matrices: { rate: 1, decay: 1 }, vectors: { rate: 1, decay: 0 } },
  residualInit: 'scaled',
  packing: 'concat',
  documentMask: false,
  shiftWindows: false,
  averageWeights: false,
  onDivergence: 'roll-back',
  learningRate: 3e-3,
  minLearningRate: 3e-4,
  warmupSteps: 40,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
  seed: 1,
  evalEvery: 50,
  sampleEvery: 100,
  saveEvery: 100,
  samplePrompt: '',
};

export const config: ModelConfig = {
  family: 'llama',
  vocabSize: 1024,
  hiddenSize: 8,
  layers: 1,
  heads: 1,
  kvHeads: 1,
  headSize: 8,
  ffnSize: 8,
  contextLength: 8,
  normEps: 1e-5,
  ropeTheta: 1e4,
  tied: true,
  initializerRange: 0.02,
};

export const run = (id: string, status: RunRecord['status'], step = 0): RunRecord => ({
  id,
  objective: 'next-token',
  method: { kind: 'full' },
  data: { kind: 'corpus' },
  notes: '',
  samplePrompt: '',
  name: id,
  status,
  startedAt: 0,
  updatedAt: 0,
  choice: { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' as const },
  settings,
  baseCheckpoint: null,
  tokenSet: 't',
  parent: null,
  step,
  trainLoss: null,
  heldOutLoss: null,
  unigramLoss: null,
  rowsPerEpoch: null,
  tokensPerEpoch: null,
  plannedBytes: 0,
  usedBytes: 0,
  error: null,
  recovering: null,
  diverged: null,
  rateScale: 1,
});

export const snapshot = (id: string, runs: RunRecord[] = []): ProjectSnapshot => ({
  project: project(id),
  corpus: { sources: [], references: [], cleaning: [], byClusterSize: false, documents: 0, bytes: 0, tokens: null },
  tokenizer: null,
  model: null,
  runs,
  checkpoints: [],
  imports: [],
  instructionSets: [],
});

export const source = (id: string): SourceRecord => ({
  id,
  fileName: `${id}.txt`,
  addedAt: 0,
  bytes: 0,
  read: { documents: 0, bytes: 0 },
  documents: 0,
  keptBytes: 0,
  licence: null,
  weight: 1,
  learnedTokens: null,
  state: 'clean',
  ...newSourceReport(),
  cleaning: [],
  steps: [],
});

export const checkpoint = (id: string, stage: Stage, savedAt: number): CheckpointRecord => ({
  id,
  runId: 'r',
  step: 1,
  savedAt,
  bytes: 0,
  parameters: 0,
  config,
  template: stage === 'instruct' ? 'az' : null,
  hasChatTemplate: false,
  heldOut: null,
  adapter: null,
  isBest: false,
});

export const storageStatus = (known: Partial<StorageStatus> = {}): StorageStatus => ({
  usedBytes: 0,
  quotaBytes: 0,
  freeBytes: 0,
  isFreeRounded: true,
  persisted: false,
  isPrivate: false,
  ...known,
});

/** Two projects, `a` and `b`; `a` is open. */
export async function openStudio(calls: Partial<OcaqApi> = {}, browserStorage?: BrowserStorage) {
  const api: Partial<OcaqApi> = {
    device: async () => ({ state: 'none', reason: 'no-webgpu', message: '' }),
    storage: async () => storageStatus(),
    listProjects: async () => [project('a'), project('b')],
    openProject: async (id) => snapshot(id),
    cancel: async () => {},
    listConversations: async () => [],
    saveConversation: async (_, conversation) => conversation,
    listJudgements: async () => [],
    ...calls,
  };
  const events = createEventStream();
  const preferences = createStore<Preferences>(() => ({
    ...readPreferences(null, ['en'], ['en']),
    lastProject: 'a',
  }));
  const connection = { api: api as unknown as Api, restart: () => undefined };
  const newVersion = createNewVersion(undefined, '');
  const browser = {
    storage: browserStorage,
    wakeLocks: undefined,
    page: undefined,
    battery: Promise.resolve(undefined),
  };
  const stores = createStores(connection, events, createNotices(), preferences, browser, newVersion);
  await stores.studio.start('');
  return { ...stores, events };
}
