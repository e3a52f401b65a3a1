/** The report on the corpus, made when it is asked for; it is gone when what it is on changes. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { CorpusReport, Id, ProjectSnapshot } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import { documentsOf, onChangeOf } from './corpus-subject.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Studio } from './studio.ts';

export interface CorpusReportState {
  report: CorpusReport | null;
  job: Id | null;
  error: OcaqError | null;
}

export interface CorpusReporting {
  store: StoreApi<CorpusReportState>;
  write(): Promise<void>;
}

/** What a report says depends on it. */
const subjectOf = (snapshot: ProjectSnapshot | null): unknown => [
  documentsOf(snapshot),
  snapshot?.tokenizer?.id,
  snapshot?.corpus.sources.map(({ licence }) => licence),
];

export function createCorpusReporting(api: Api, studio: Studio, jobs: Jobs): CorpusReporting {
  const store = createStore<CorpusReportState>(() => ({ report: null, job: null, error: null }));
  const writing = createLatestJob(jobs, (job) => store.setState({ job }));

  onChangeOf(studio, subjectOf, () => {
    writing.end();
    store.setState({ report: null, error: null });
  });

  return {
    store,
    async write() {
      store.setState({ error: null });
      const project = studio.projectId();
      try {
        const written = await writing.run('report', (job) => api.reportCorpus(project, job));
        if (written) store.setState({ report: written.value });
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      }
    },
  };
}
