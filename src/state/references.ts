/**
 * Texts that a person chooses for cleaning steps: evaluation sets, and trusted text with how much the corpus surprises a model
 * of it. A step is switched on with the first text that is chosen for it, and off with the last one that is taken away.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StepKind } from '../data/cleaning/step.ts';
import { CLEANING_STEPS, keyOfSteps, type StepChoice } from '../data/cleaning/table.ts';
import type { OcaqError } from '../errors.ts';
import type { CorpusSummary, ReferenceOrigin, ReferenceRecord, ReferenceUse, Surprise } from '../worker/api.ts';
import { type Cleaning, SAMPLE_BYTES } from './cleaning.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Notices } from './notices.ts';
import { switchStep } from './step-list.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface ReferencesState {
  /** What texts are being added for. */
  adding: ReferenceUse | null;
  /** Why texts could not be added, or measured. */
  error: { use: ReferenceUse; error: OcaqError } | null;
  /** What was measured last, or is being measured, by what it depends on. */
  measured: { key: string; surprise: Surprise | null } | null;
}

export interface References {
  store: StoreApi<ReferencesState>;
  /** @param name what it is called while it is added */
  add(use: ReferenceUse, name: string, origin: ReferenceOrigin): Promise<void>;
  /** Each file is chosen by itself. */
  addFiles(use: ReferenceUse, files: readonly File[]): Promise<void>;
  /** @throws OcaqError */
  remove(reference: ReferenceRecord): Promise<void>;
  /** Measures how much the corpus surprises a model of the trusted text, unless that is known as things are. */
  measure(): Promise<void>;
}

const KINDS: readonly StepKind[] = CLEANING_STEPS;

/** What texts a step needs; null: none. */
export const needsOf = (step: string): ReferenceUse | null => KINDS.find(({ id }) => id === step)?.needs ?? null;

export const chosenFor = (use: ReferenceUse, corpus: CorpusSummary | undefined): readonly ReferenceRecord[] =>
  corpus?.references.filter((one) => one.use === use) ?? [];

/** What the steps make of trusted text depends on. */
export function surpriseKey(steps: readonly StepChoice[], corpus: CorpusSummary | undefined): string {
  const before = steps.slice(
    0,
    Math.max(
      0,
      steps.findIndex(({ id }) => needsOf(id) === 'trusted'),
    ),
  );
  const trusted = chosenFor('trusted', corpus).map(({ id }) => id);
  return JSON.stringify([keyOfSteps(before), trusted, corpus?.sources.map(({ id }) => id)]);
}

const nothing: ReferencesState = { adding: null, error: null, measured: null };

export function createReferences(
  api: Api,
  studio: Studio,
  jobs: Jobs,
  notices: Notices,
  cleaning: Cleaning,
): References {
  const store = createStore<ReferencesState>(() => nothing);
  const measuring = createLatestJob(jobs, () => undefined);
  const corpusNow = () => studio.store.getState().snapshot?.corpus;
  onOtherProject(studio, () => {
    measuring.end();
    store.setState(nothing);
  });

  /** Tries the steps with what is chosen now. */
  function switchSteps(use: ReferenceUse, on: boolean): void {
    const needing = KINDS.filter(({ needs }) => needs === use);
    cleaning.choose(needing.reduce((steps, { id }) => switchStep(steps, id, on), cleaning.chosen()));
  }

  async function add(use: ReferenceUse, name: string, origin: ReferenceOrigin): Promise<void> {
    const project = studio.projectId();
    store.setState({ adding: use, error: null });
    try {
      const added = await jobs.run('reference', name, (job) => api.addReference(project, job, use, origin));
      if (added === null) notices.announce({ kind: 'already-chosen', name });
      else if (studio.isOpen(project)) switchSteps(use, true);
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: { use, error: asOcaqError(thrown) } });
    } finally {
      store.setState({ adding: null });
      await studio.refreshStorage();
    }
  }

  return {
    store,
    add,
    async addFiles(use, files) {
      for (const file of files) {
        const source = { name: file.name, files: [{ path: file.name, file }] };
        await add(use, file.name, { kind: 'files', source });
        if (store.getState().error) break;
      }
    },
    async remove({ id, use }) {
      const project = studio.projectId();
      await api.removeReference(project, id);
      if (!studio.isOpen(project)) return;
      if (chosenFor(use, corpusNow()).some((one) => one.id !== id)) cleaning.choose(cleaning.chosen());
      else switchSteps(use, false);
      await studio.refreshStorage();
    },
    async measure() {
      const steps = cleaning.chosen();
      const key = surpriseKey(steps, corpusNow());
      if (store.getState().measured?.key === key || chosenFor('trusted', corpusNow()).length === 0) return;
      store.setState(({ error }) => ({
        measured: { key, surprise: null },
        error: error?.use === 'trusted' ? null : error,
      }));
      const project = studio.projectId();
      try {
        const found = await measuring.run('reference', (job) => api.measureSurprise(project, job, steps, SAMPLE_BYTES));
        if (found) store.setState({ measured: { key, surprise: found.value } });
        else if (store.getState().measured?.key === key) store.setState({ measured: null });
      } catch (thrown) {
        store.setState({ measured: null, error: { use: 'trusted', error: asOcaqError(thrown) } });
      }
    },
  };
}
