/**
 * Instruction tuning being set up: the set, how its records become prompts, the checkpoint to start from, the settings,
 * and a page of examples as the model will see them. The run itself is steered like any other (training.ts).
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../errors.ts';
import { readChatTemplate } from '../formats/chat-template.ts';
import { blobFolder } from '../formats/hf-folder.ts';
import type {
  CheckpointRecord,
  ChosenSet,
  ExampleTreatment,
  HeldOutRecord,
  Id,
  InstructionPreview,
  InstructionQuery,
  InstructionSetRecord,
  InstructOptions,
  Reading,
  RecordPlace,
  RunRecord,
  TemplateId,
  TooLong,
  TrainingSettings,
} from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import { askedAt } from './hosts.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import { onOtherProject, type Studio } from './studio.ts';
import { FEWEST_STEPS, PASSES, proposesPacking } from './tuning-rows.ts';

export interface InstructState {
  /** null: the newest one. */
  sets: readonly ChosenSet[] | null;
  /** null: as the base is asked. */
  template: TemplateId | null;
  /** A chat template in the place of the base's own; null: there is none. */
  jinja: string | null;
  base: Id | null;
  /** null: the row length that the base was trained with. */
  seq: number | null;
  /** What becomes of records that do not fit. */
  tooLong: TooLong;
  /** null: packed where that is proposed. */
  packed: boolean | null;
  promptWeight: number;
  replayShare: number;
  embeddingDropout: number;
  /** Of the sets, to choose from what is answered at every sample; null until they are known. */
  heldOut: readonly HeldOutRecord[] | null;
  /** Those that were chosen; null: the first few. */
  sampled: readonly RecordPlace[] | null;
  batch: number;
  accumulate: number;
  /** Over the sets, as a preset says; null: a number of steps is proposed. */
  passes: number | null;
  /** What the person has set; the rest is as proposed for the set, the base and the steps. */
  edits: Partial<TrainingSettings>;
  /** Whether the screen shows what is being set up, not a run. */
  setup: boolean;
  importing: boolean;
  starting: boolean;
  errors: readonly OcaqError[];
  preview: InstructionPreview | null;
  previewFrom: number;
  previewError: OcaqError | null;
}

/** What a person chooses here. */
type Choice =
  | keyof ExampleTreatment
  | 'sets'
  | 'template'
  | 'jinja'
  | 'base'
  | 'seq'
  | 'tooLong'
  | 'sampled'
  | 'batch'
  | 'accumulate'
  | 'passes'
  | 'edits'
  | 'setup';

/** Of all tokens that are learned; the larger one is what a published recipe for a small model of Turkish takes. */
export const replayShares = [0, 0.15] as const;
/** The larger one is of the same recipe. */
export const embeddingDropouts = [0, 0.1] as const;

/** As chosen, or proposed for the set. @param preview null: nothing is known of the set yet */
export function treatmentOf(
  {
    packed,
    promptWeight,
    replayShare,
    embeddingDropout,
    batch,
    accumulate,
  }: Omit<ExampleTreatment, 'packed'> & Pick<InstructState, 'packed' | 'batch' | 'accumulate'>,
  preview: InstructionPreview | null,
): ExampleTreatment {
  return {
    packed: packed ?? (preview !== null && proposesPacking(preview, batch * accumulate)),
    promptWeight,
    replayShare: preview?.canReplay ? replayShare : 0,
    embeddingDropout,
  };
}

/** As chosen, else the base's own, or the Azerbaijani one. */
export const templateWith = (
  chosen: TemplateId | null,
  base: Pick<CheckpointRecord, 'hasChatTemplate'> | null,
): TemplateId => chosen ?? (base?.hasChatTemplate ? 'chat' : 'az');

/** The sets, with one of this weight among them; null: without it. */
export function withSet(sets: readonly ChosenSet[], set: Id, weight: number | null): ChosenSet[] {
  const rest = sets.filter((one) => one.set !== set);
  if (weight === null) return rest;
  return rest.length === sets.length
    ? [...sets, { set, weight }]
    : sets.map((one) => (one.set === set ? { set, weight } : one));
}

/** A set alone weighs 1: there is nothing that it is seen more often than. */
export const withoutLoneWeight = <Set extends { readonly weight: number }>(sets: readonly Set[]): readonly Set[] =>
  sets.length === 1 ? sets.map((one) => ({ ...one, weight: 1 })) : sets;

export interface Instruct {
  store: StoreApi<InstructState>;
  /** Reads a file of records as a set of this project, and chooses it; throws what the worker throws. */
  importSet(project: Id, file: File): Promise<void>;
  /** Reads files as sets of the open project, and chooses them; errors are kept for the screen, and the other files are read. */
  addFiles(files: readonly File[]): Promise<void>;
  /** Reads the records of a set another way; an error is kept for the screen, and the set as it was. */
  mapSet(id: Id, reading: Reading): Promise<void>;
  deleteSet(id: Id): Promise<void>;
  /** Takes the chat template that a file is or, of a tokenizer_config.json, holds; an error is kept for the screen. */
  addTemplate(file: File): Promise<void>;
  change(part: Partial<Pick<InstructState, Choice>>): void;
  showExamples(query: InstructionQuery, from: number): Promise<void>;
  /** Reads which records of the sets are held out. */
  showHeldOut(query: InstructionQuery & { baseCheckpoint: Id }): Promise<void>;
  /** Starts a run in this project; throws what the worker throws. */
  begin(project: Id, options: InstructOptions): Promise<RunRecord>;
  /** As `begin`, in the open project; an error is kept for the screen and null returned. */
  start(options: InstructOptions): Promise<RunRecord | null>;
}

export const examplesPerPage = 3;

/** Batches of at most this many rows, cut down for sets smaller than that. */
export function instructBatch(usable: number): { batch: number; accumulate: number } {
  return { batch: Math.max(1, Math.min(8, usable)), accumulate: 1 };
}

/** The base already knows the language: one rate for all parameters, no decay, and windows as the examples are. */
const TUNING = {
  optimizer: 'adamw',
  schedule: 'cosine',
  holdShare: 0,
  weightDecay: 0,
  groups: { tables: { rate: 1, decay: 1 }, matrices: { rate: 1, decay: 1 }, vectors: { rate: 1, decay: 0 } },
  beta1: 0.9,
  beta2: 0.95,
  residualInit: 'scaled',
  packing: 'concat',
  documentMask: false,
  shiftWindows: false,
  averageWeights: false,
} as const satisfies Partial<TrainingSettings>;

/** Of AdamW, for a small model. */
const CUSTOMARY_RATE = 1e-3;

/** Three passes over a set within 20 to `mostSteps` steps. @param rows of a pass */
export function tuningSteps(rows: number, rowsPerStep: number, mostSteps = 600): number {
  return Math.round(Math.min(mostSteps, Math.max(FEWEST_STEPS, (PASSES * rows) / Math.max(1, rowsPerStep))));
}

/**
 * Settings for so many steps: AdamW, a fifth of the base run's peak learning rate (but not below 1e-5; Muon's says nothing of
 * AdamW's), no weight decay; small steps, because the base already knows the language.
 */
export function instructSettings(steps: number, base: TrainingSettings): TrainingSettings {
  const baseRate = base.optimizer === 'muon' ? CUSTOMARY_RATE : base.learningRate;
  const learningRate = Math.max(1e-5, Number((baseRate / 5).toPrecision(2)));
  return {
    ...base,
    ...TUNING,
    steps,
    learningRate,
    minLearningRate: learningRate / 10,
    warmupSteps: Math.round(steps / 20),
    evalEvery: Math.max(1, Math.round(steps / 8)),
    sampleEvery: Math.max(1, Math.round(steps / 4)),
    saveEvery: Math.max(1, Math.round(steps / 2)),
  };
}

/** The fields that differ, each with its new value. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const fields = Object.keys(after) as (keyof T)[];
  const isChanged = (field: keyof T) => JSON.stringify(after[field]) !== JSON.stringify(before[field]);
  return Object.fromEntries(fields.filter(isChanged).map((field) => [field, after[field]])) as Partial<T>;
}

/** @throws `chat-template-invalid` where there is none, and as `readChatTemplate` */
async function templateIn(file: File): Promise<string> {
  const name = file.name.endsWith('.json') ? 'tokenizer_config.json' : 'chat_template.jinja';
  const { source } = await readChatTemplate(blobFolder(file.name, new Map([[name, file]])));
  if (source.trim() !== '') return source;
  const reason = `"${file.name}" holds none`;
  throw new OcaqError(
    'chat-template-invalid',
    `The chat template is no Jinja template: ${reason}. Choose a chat_template.jinja, or a tokenizer_config.json that has one.`,
    { reason },
  );
}

/** What a project begins with. */
const untouched = {
  sets: null,
  template: null,
  jinja: null,
  base: null,
  seq: null,
  tooLong: 'leave-out',
  packed: null,
  promptWeight: 0,
  replayShare: 0,
  embeddingDropout: 0,
  heldOut: null,
  sampled: null,
  batch: 8,
  accumulate: 1,
  passes: null,
  edits: {},
  setup: false,
  errors: [],
  preview: null,
  previewFrom: 0,
  previewError: null,
} satisfies Partial<InstructState>;

export function createInstruct(
  api: Api,
  studio: Studio,
  jobs: Jobs,
  notices: Notices,
  preferences: PreferencesStore,
): Instruct {
  const store = createStore<InstructState>(() => ({
    ...untouched,
    setup: askedAt === 'translation' || askedAt === 'self-instruct',
    importing: false,
    starting: false,
  }));
  let newest = 0;
  let newestHeldOut = 0;
  onOtherProject(studio, () => {
    newest++; // examples still on their way are the other project's
    newestHeldOut++;
    store.setState(untouched);
  });

  const isChosen = (id: Id): boolean => (store.getState().sets ?? []).some(({ set }) => set === id);

  async function begin(project: Id, options: InstructOptions): Promise<RunRecord> {
    store.setState({ starting: true, errors: [] });
    try {
      const run = await api.startInstruct(project, options, budgetBytes(preferences.getState()));
      studio.addRun(project, run);
      return run;
    } finally {
      store.setState({ starting: false });
    }
  }

  async function readSet(project: Id, file: File): Promise<InstructionSetRecord> {
    const record = await jobs.run('import', file.name, (jobId) => api.importInstructions(project, jobId, file));
    const { fileName, records, problemCount } = record;
    notices.announce({ kind: 'instructions-imported', fileName, records, problems: problemCount });
    return record;
  }

  function chooseSets(project: Id, records: readonly InstructionSetRecord[]): void {
    if (!studio.isOpen(project)) return;
    const sets = records.map(({ id }) => ({ set: id, weight: 1 }));
    store.setState({ sets, passes: null, edits: {}, sampled: null, previewFrom: 0 });
  }

  const keepError = (thrown: unknown) => store.setState(({ errors }) => ({ errors: [...errors, asOcaqError(thrown)] }));

  return {
    store,
    async importSet(project, file) {
      chooseSets(project, [await readSet(project, file)]);
    },
    async addFiles(files) {
      const project = studio.projectId();
      store.setState({ importing: true, errors: [] });
      const added: InstructionSetRecord[] = [];
      try {
        for (const file of files) {
          try {
            added.push(await readSet(project, file));
            chooseSets(project, added);
          } catch (thrown) {
            if (isCancelled(thrown)) return;
            keepError(thrown);
          }
        }
      } finally {
        store.setState({ importing: false });
        await studio.refreshStorage();
      }
    },
    async mapSet(id, reading) {
      store.setState({ errors: [] });
      try {
        await api.mapInstructions(studio.projectId(), id, reading);
        if (isChosen(id)) store.setState({ sampled: null, previewFrom: 0 });
      } catch (thrown) {
        keepError(thrown);
      }
    },
    async deleteSet(id) {
      await api.deleteInstructions(studio.projectId(), id);
      const { sets } = store.getState();
      if (isChosen(id))
        store.setState({ sets: withSet(sets ?? [], id, null), preview: null, edits: {}, sampled: null });
      await studio.refreshStorage();
    },
    async addTemplate(file) {
      store.setState({ errors: [] });
      try {
        store.setState({ jinja: await templateIn(file) });
      } catch (thrown) {
        keepError(thrown);
      }
    },
    change(part) {
      store.setState(part.sets === undefined ? part : { sampled: null, ...part });
    },
    async showExamples(query, from) {
      const mine = ++newest;
      try {
        const preview = await api.previewInstructions(studio.projectId(), query, from, examplesPerPage);
        if (mine === newest) store.setState({ preview, previewFrom: from, previewError: null });
      } catch (thrown) {
        if (mine === newest) store.setState({ preview: null, previewError: asOcaqError(thrown) });
      }
    },
    async showHeldOut(query) {
      const mine = ++newestHeldOut;
      try {
        const heldOut = await api.listHeldOut(query);
        if (mine === newestHeldOut) store.setState({ heldOut });
      } catch (thrown) {
        if (mine === newestHeldOut) store.setState({ heldOut: null, previewError: asOcaqError(thrown) });
      }
    },
    begin,
    async start(options) {
      try {
        return await begin(studio.projectId(), options);
      } catch (thrown) {
        if (!isCancelled(thrown)) keepError(thrown);
        return null;
      }
    },
  };
}
