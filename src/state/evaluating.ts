/** Measuring checkpoints on sets: what is chosen, a file and what it was taken for, and the results that are kept. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../errors.ts';
import type {
  ErrorRecord,
  EvaluationSet,
  Id,
  Measurement,
  ProjectSnapshot,
  RecognisedSet,
  SetKind,
} from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { onOtherProject, type Studio } from './studio.ts';

export type IndexBase = NonNullable<Extract<EvaluationSet, { kind: 'exam' }>['indexBase']>;

/** `azblimp-few`: as many pairs of each phenomenon as `FEW_PAIRS`. */
export type SetChoice = 'held-out' | 'azblimp-few' | 'azblimp' | 'file';
export const setChoices: readonly SetChoice[] = ['held-out', 'azblimp-few', 'azblimp', 'file'];

/** Of each phenomenon, for a quick look. */
export const FEW_PAIRS = 10;

export interface ChosenFile {
  readonly file: File;
  /** null: it is being looked at. */
  readonly set: RecognisedSet | null;
  /** As the person said; null: not asked, or not said yet. */
  readonly indexBase: IndexBase | null;
  /** How many more were given at once with it, and left: one is measured at a time. */
  readonly left: number;
}

export interface EvaluatingState {
  /** null: the preferred one. */
  checkpoint: Id | null;
  choice: SetChoice;
  file: ChosenFile | null;
  /** Tokens of an answer at most, where a set of prompts is measured. */
  maxTokens: number;
  isMeasuring: boolean;
  error: OcaqError | null;
  /** Of the open project, the oldest first; null: not read yet. */
  measurements: readonly Measurement[] | null;
  /** How many more are kept that cannot be shown. */
  unknown: number;
  /** Checkpoints whose results are not shown. */
  hidden: readonly Id[];
}

export interface Evaluating {
  store: StoreApi<EvaluatingState>;
  load(): Promise<void>;
  change(part: Partial<Pick<EvaluatingState, 'checkpoint' | 'choice' | 'maxTokens' | 'hidden'>>): void;
  /** The first of several that are given at once. */
  takeFiles(files: readonly File[]): Promise<void>;
  /** What the chosen file is taken for, as a person says. */
  takeFor(kind: SetKind): Promise<void>;
  sayBase(indexBase: IndexBase): void;
  start(checkpoint: Id): Promise<void>;
  /** @throws OcaqError */
  remove(measurements: readonly Measurement[]): Promise<void>;
}

const nothing: EvaluatingState = {
  checkpoint: null,
  choice: 'held-out',
  file: null,
  maxTokens: 128,
  isMeasuring: false,
  error: null,
  measurements: null,
  unknown: 0,
  hidden: [],
};

/** null while something of it has still to be chosen. */
export function chosenSet({
  choice,
  file,
  maxTokens,
}: Pick<EvaluatingState, 'choice' | 'file' | 'maxTokens'>): EvaluationSet | null {
  switch (choice) {
    case 'held-out':
      return { kind: 'held-out' };
    case 'azblimp-few':
      return { kind: 'azblimp', each: FEW_PAIRS };
    case 'azblimp':
      return { kind: 'azblimp', each: null };
    case 'file':
      return file && fileSet(file, maxTokens);
    default:
      return choice satisfies never;
  }
}

function fileSet({ file, set, indexBase }: ChosenFile, maxTokens: number): EvaluationSet | null {
  if (!set || (set.asksBase && indexBase === null)) return null;
  switch (set.kind) {
    case 'exam':
      return { kind: 'exam', file, indexBase };
    case 'prompts':
      return { kind: 'prompts', file, maxTokens };
    default:
      return { kind: set.kind, file };
  }
}

const runsOf = ({ runs, imports }: ProjectSnapshot): Id[] => [
  ...runs.map(({ id }) => id),
  ...imports.map(({ run }) => run),
];

function isOneGone(before: ProjectSnapshot, now: ProjectSnapshot): boolean {
  const there = new Set(runsOf(now));
  return runsOf(before).some((id) => !there.has(id));
}

export function createEvaluating(api: Api, studio: Studio, jobs: Jobs): Evaluating {
  const store = createStore<EvaluatingState>(() => nothing);
  onOtherProject(studio, () => store.setState({ ...nothing, isMeasuring: store.getState().isMeasuring }));

  // Results go with their run, wherever it is deleted.
  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (!snapshot || snapshot.project.id !== before?.project.id) return;
    if (store.getState().measurements && isOneGone(before, snapshot)) void load();
  });

  async function read(project: Id): Promise<void> {
    const measured = await api.listMeasurements(project);
    if (studio.isOpen(project)) store.setState(measured);
  }

  async function load(): Promise<void> {
    try {
      await read(studio.projectId());
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  /** Until the page is left or something is measured again. */
  function show(measurement: Measurement, { code, message, details }: ErrorRecord): void {
    store.setState(({ measurements }) => ({
      measurements: [...(measurements ?? []), measurement],
      error: new OcaqError(code, message, details),
    }));
  }

  /** @param as null: as it is recognised */
  async function take(file: File, as: SetKind | null, left: number): Promise<void> {
    const before = store.getState().file;
    const chosen: ChosenFile = { file, set: null, indexBase: null, left };
    store.setState({ choice: 'file', file: chosen, error: null });
    try {
      const set = await api.recogniseSet(file, as);
      if (store.getState().file === chosen) store.setState({ file: { ...chosen, set } });
    } catch (thrown) {
      // What it was taken for before still holds.
      const kept = before?.file === file && before.set ? before : null;
      if (store.getState().file === chosen) store.setState({ file: kept, error: asOcaqError(thrown) });
    }
  }

  return {
    store,
    load,
    change(part) {
      store.setState({ ...part, error: null });
    },
    async takeFiles([file, ...others]) {
      if (file) await take(file, null, others.length);
    },
    async takeFor(kind) {
      const { file } = store.getState();
      if (file) await take(file.file, kind, file.left);
    },
    sayBase(indexBase) {
      store.setState(({ file }) => ({ file: file && { ...file, indexBase } }));
    },
    async start(checkpoint) {
      const set = chosenSet(store.getState());
      if (!set) return;
      const project = studio.projectId();
      store.setState({ isMeasuring: true, error: null });
      try {
        const measured = await jobs.run('score', '', (jobId) => api.measureCheckpoint(jobId, checkpoint, set));
        store.setState(({ hidden }) => ({ hidden: hidden.filter((id) => id !== checkpoint) }));
        await read(project);
        if (measured.unkept && studio.isOpen(project)) show(measured.measurement, measured.unkept);
      } catch (thrown) {
        if (!isCancelled(thrown) && studio.isOpen(project)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ isMeasuring: false });
      }
    },
    async remove(measurements) {
      const project = studio.projectId();
      for (const { id } of measurements) await api.deleteMeasurement(id);
      await read(project);
    },
  };
}
