/**
 * Documents of one source between two stages of its cleaning: which ones are looked at, and a page of them. It belongs to
 * the source as it was cleaned: cleaned anew it is asked for again, to the last stage where it reached to the last, and
 * deleted it is closed.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { DocumentPlace, Id, SourceRecord, StagePage, StageQuery } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Studio } from './studio.ts';

export type Comparison = Pick<StageQuery, 'source' | 'stages' | 'what' | 'rule'>;

export interface StagesState {
  /** null: it is closed. */
  comparison: Comparison | null;
  /** The first document of each page up to the one shown; null: the first of all. */
  starts: readonly (DocumentPlace | null)[];
  page: StagePage | null;
  job: Id | null;
  error: OcaqError | null;
}

export interface Stages {
  store: StoreApi<StagesState>;
  open(comparison: Comparison): Promise<void>;
  change(part: Partial<Comparison>): Promise<void>;
  next(): Promise<void>;
  previous(): Promise<void>;
  close(): void;
}

export const STAGE_DOCUMENTS_PER_PAGE = 10;

/** All of what was done to a source. */
export const wholeComparison = ({ id, steps }: SourceRecord): Comparison => ({
  source: id,
  stages: [0, steps.length],
  what: 'both',
  rule: null,
});

/**
 * What is compared once a part of it has changed: the later stage stays the later one, a rule belongs to its stages, and
 * documents that a rule dropped are removed ones.
 */
export function changedComparison(now: Comparison, part: Partial<Comparison>, steps: number): Comparison {
  const next = { ...now, ...part };
  const [from, to] = next.stages;
  const last = Math.max(1, steps);
  const movedFrom = part.stages !== undefined && part.stages[0] !== now.stages[0];
  const end = Math.min(movedFrom ? Math.max(to, from + 1) : Math.max(to, 1), last);
  const start = Math.max(0, Math.min(from, end - 1));
  const keepsRule = part.rule !== undefined || (part.source === undefined && part.stages === undefined);
  const rule = keepsRule && part.what === undefined ? next.rule : null;
  return { source: next.source, stages: [start, end], what: rule === null ? next.what : 'removed', rule };
}

const nothing: StagesState = { comparison: null, starts: [null], page: null, job: null, error: null };

/** What of a source its stages depend on. */
const cleaningOf = (source: SourceRecord | undefined): string | null =>
  source && source.state !== 'raw' ? JSON.stringify([source.cleaning, source.steps]) : null;

export function createStages(api: Api, studio: Studio, jobs: Jobs): Stages {
  const store = createStore<StagesState>(() => nothing);
  const search = createLatestJob(jobs, (job) => store.setState({ job }));
  const sourceOf = (id: Id, { snapshot } = studio.store.getState()) =>
    snapshot?.corpus.sources.find((source) => source.id === id);

  async function load(change: Partial<Pick<StagesState, 'comparison' | 'starts'>>): Promise<void> {
    store.setState({ ...change, error: null });
    const { comparison, starts } = store.getState();
    if (!comparison) return;
    const project = studio.projectId();
    const query = { ...comparison, from: starts.at(-1) ?? null, count: STAGE_DOCUMENTS_PER_PAGE };
    try {
      const found = await search.run('search', (job) => api.compareStages(project, job, query));
      if (found) store.setState({ page: found.value });
    } catch (thrown) {
      store.setState({ page: null, error: asOcaqError(thrown) });
    }
  }

  function close(): void {
    search.end();
    store.setState(nothing);
  }

  const open = (comparison: Comparison) => load({ comparison, starts: [null] });

  studio.store.subscribe((state, before) => {
    const { comparison } = store.getState();
    if (!comparison || state.snapshot === before.snapshot) return;
    const source = sourceOf(comparison.source, state);
    const sourceBefore = sourceOf(comparison.source, before);
    const cleaned = cleaningOf(source);
    if (!source || cleaned === null) close();
    else if (cleaned !== cleaningOf(sourceBefore)) {
      const [from, to] = comparison.stages;
      const reachesEnd = to === sourceBefore?.steps.length;
      const stages = [from, reachesEnd ? source.steps.length : to] as const;
      void open(changedComparison(comparison, { stages }, source.steps.length));
    }
  });

  return {
    store,
    open,
    async change(part) {
      const { comparison } = store.getState();
      if (!comparison) return;
      const steps = sourceOf(part.source ?? comparison.source)?.steps.length ?? 0;
      await open(changedComparison(comparison, part, steps));
    },
    async next() {
      const { page, starts } = store.getState();
      if (page?.next) await load({ starts: [...starts, page.next] });
    },
    async previous() {
      const { starts } = store.getState();
      if (starts.length > 1) await load({ starts: starts.slice(0, -1) });
    },
    close,
  };
}
