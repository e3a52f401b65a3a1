/**
 * How the corpus is cleaned: the steps that a person chooses, what they would do by a sample, and the cleaning itself. A
 * change of the steps is tried once no other follows it; the newest trial is the one that counts. Chosen steps are a draft
 * until the corpus is cleaned with them.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type CleaningStepReport, mergedReports } from '../data/cleaning/report.ts';
import { DEFAULT_STEPS, keyOfSteps, type StepChoice } from '../data/cleaning/table.ts';
import type { OcaqError } from '../errors.ts';
import type { CleaningScope, CorpusSummary, DryRun, Id, SourceRecord } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Notices } from './notices.ts';
import { completeSteps } from './step-list.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface CleaningState {
  /** Steps that were chosen and not run yet; null: those of the project. */
  draft: readonly StepChoice[] | null;
  /** What the draft would do, or one shortly before it. */
  trial: DryRun | null;
  /** Whether a trial of the draft is awaited. */
  trying: boolean;
  error: OcaqError | null;
}

export interface Cleaning {
  store: StoreApi<CleaningState>;
  /** What sources will be cleaned with; those that there are stay as they are until they are cleaned again. */
  choose(steps: readonly StepChoice[]): void;
  /** Back to the steps of the project. */
  discard(): void;
  /** Cleans with the chosen steps. @throws OcaqError */
  /** The steps that are chosen now. */
  chosen(): readonly StepChoice[];
  clean(project: Id, scope: CleaningScope, steps: readonly StepChoice[]): Promise<void>;
  /** Cleans all that the chosen steps would not leave as it is. */
  cleanAll(): Promise<void>;
}

export const SAMPLE_BYTES = 2 * 2 ** 20;
/** Changes that follow one another this fast are tried together. */
const TRIAL_DELAY_MILLISECONDS = 300;

const nothing: CleaningState = { draft: null, trial: null, trying: false, error: null };

/** The steps that are shown: the draft, or those of the project with every step that there is. */
export const shownSteps = (
  draft: readonly StepChoice[] | null,
  corpus: CorpusSummary | undefined,
): readonly StepChoice[] => draft ?? completeSteps(corpus?.cleaning ?? DEFAULT_STEPS);

/** Whether the draft would give something else than the steps of the project. */
export const isChanged = (draft: readonly StepChoice[] | null, corpus: CorpusSummary | undefined): boolean =>
  draft !== null && keyOfSteps(draft) !== keyOfSteps(corpus?.cleaning ?? DEFAULT_STEPS);

/** Whether the draft is worth a trial: it, or what texts are chosen for its steps, would make something else of the corpus. */
export const isTried = (draft: readonly StepChoice[] | null, corpus: CorpusSummary | undefined): boolean =>
  isChanged(draft, corpus) || (draft !== null && !!corpus?.sources.some(({ state }) => state === 'stale'));

/** Sources that cleaning with these steps would look at, as far as the page can tell. */
export const awaitingSources = (
  draft: readonly StepChoice[] | null,
  corpus: CorpusSummary | undefined,
): readonly SourceRecord[] => {
  const sources = corpus?.sources ?? [];
  return isChanged(draft, corpus) ? sources : sources.filter(({ state }) => state !== 'clean');
};

/** What each step did when the sources were cleaned, all together; of sources that were cleaned with other steps nothing. */
export function effectsOf(sources: readonly SourceRecord[]): ReadonlyMap<string, CleaningStepReport> {
  const clean = sources.filter(({ state }) => state === 'clean');
  return new Map(mergedReports(clean.map(({ steps }) => steps)).map((step) => [step.id, step]));
}

export function createCleaning(api: Api, studio: Studio, jobs: Jobs, notices: Notices): Cleaning {
  const store = createStore<CleaningState>(() => nothing);
  const trial = createLatestJob(jobs, () => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const corpusNow = () => studio.store.getState().snapshot?.corpus;

  function endTrial(): void {
    clearTimeout(timer);
    trial.end();
    store.setState({ trying: false });
  }

  async function tryDraft(): Promise<void> {
    const { draft } = store.getState();
    if (draft === null) return;
    try {
      const project = studio.projectId();
      const tried = await trial.run('dry-run', (job) => api.dryRun(project, job, draft, SAMPLE_BYTES));
      if (tried && store.getState().draft === draft) store.setState({ trial: tried.value, trying: false });
    } catch (thrown) {
      store.setState({ trying: false, error: asOcaqError(thrown) });
    }
  }

  function forget(): void {
    endTrial();
    store.setState(nothing);
  }
  onOtherProject(studio, forget);

  const chosen = () => shownSteps(store.getState().draft, corpusNow());

  async function clean(project: Id, scope: CleaningScope, steps: readonly StepChoice[]): Promise<void> {
    endTrial();
    const { draft } = store.getState();
    const cleaned = await jobs.run('clean', '', (jobId) => api.cleanCorpus(project, jobId, steps, scope));
    // What was chosen meanwhile is for the next time.
    if (studio.isOpen(project) && store.getState().draft === draft) store.setState({ draft: null, trial: null });
    for (const { isRepeated, fileName, ...kept } of cleaned)
      notices.announce(isRepeated ? { kind: 'already-there', fileName } : { kind: 'imported', fileName, ...kept });
  }

  return {
    store,
    choose(steps) {
      endTrial();
      store.setState({ draft: steps, error: null });
      if ((corpusNow()?.sources ?? []).length === 0) return;
      if (!isTried(steps, corpusNow())) {
        store.setState({ trial: null });
        return;
      }
      store.setState({ trying: true });
      timer = setTimeout(() => void tryDraft(), TRIAL_DELAY_MILLISECONDS);
    },
    discard: forget,
    chosen,
    clean,
    async cleanAll() {
      store.setState({ error: null });
      try {
        await clean(studio.projectId(), 'all', chosen());
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        await studio.refreshStorage();
      }
    },
  };
}
