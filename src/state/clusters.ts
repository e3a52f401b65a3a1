/** Clusters of duplicates: a page of them, the documents of one, and two documents side by side. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ClusterMember, ClusterPage, DocumentCluster, DocumentPair, Id } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import { documentsOf, onChangeOf } from './corpus-subject.ts';
import type { Jobs } from './jobs.ts';
import { createLatestJob } from './latest-job.ts';
import type { Studio } from './studio.ts';

export interface ClustersState {
  /** null: nobody has asked for them since the corpus changed. */
  page: ClusterPage | null;
  /** The number of the page's first cluster, from 0. */
  from: number;
  /** Whose documents are listed; `members` from `from` on, null while they are awaited. */
  open: { cluster: DocumentCluster; from: number; members: readonly ClusterMember[] | null } | null;
  /** Two of the open cluster's documents. */
  pair: { member: ClusterMember; texts: DocumentPair } | null;
  job: Id | null;
  error: OcaqError | null;
}

export interface Clusters {
  store: StoreApi<ClustersState>;
  /** The page that begins with this cluster. */
  load(from: number): Promise<void>;
  /** Lists the documents of a cluster, from one on. */
  open(cluster: DocumentCluster, from?: number): Promise<void>;
  close(): void;
  compare(member: ClusterMember): Promise<void>;
  closePair(): void;
  /** Whether documents are repeated by the sizes of their clusters when they are learned. */
  repeat(on: boolean): Promise<void>;
}

export const CLUSTERS_PER_PAGE = 8;
export const MEMBERS_PER_PAGE = 10;

const nothing: ClustersState = { page: null, from: 0, open: null, pair: null, job: null, error: null };

export function createClusters(api: Api, studio: Studio, jobs: Jobs): Clusters {
  const store = createStore<ClustersState>(() => nothing);
  const search = createLatestJob(jobs, (job) => store.setState({ job }));
  /** Of the pair that is open, or asked for. */
  let newestPair = 0;

  function forget(): void {
    search.end();
    newestPair++;
    store.setState(nothing);
  }
  onChangeOf(studio, documentsOf, forget);

  const failed = (thrown: unknown) => store.setState({ error: asOcaqError(thrown) });

  return {
    store,
    async load(from) {
      store.setState({ error: null });
      const project = studio.projectId();
      try {
        const found = await search.run('search', (job) =>
          api.findClusters(project, job, { from, count: CLUSTERS_PER_PAGE }),
        );
        if (found) store.setState({ page: found.value, from, open: null });
      } catch (thrown) {
        failed(thrown);
      }
    },
    async open(cluster, from = 0) {
      const { open } = store.getState();
      const isSame = open?.cluster === cluster;
      store.setState({ open: { cluster, from, members: isSame ? open.members : null }, error: null });
      const project = studio.projectId();
      try {
        const found = await search.run('search', (job) =>
          api.readCluster(project, job, cluster.kept.place, from, MEMBERS_PER_PAGE),
        );
        if (found) store.setState({ open: { cluster, from, members: found.value } });
      } catch (thrown) {
        failed(thrown);
      }
    },
    close() {
      search.end();
      store.setState({ open: null });
    },
    async compare(member) {
      const { open } = store.getState();
      if (!open) return;
      const mine = ++newestPair;
      store.setState({ error: null });
      try {
        const texts = await api.readPair(studio.projectId(), open.cluster.kept.place, member.place);
        if (mine === newestPair) store.setState({ pair: { member, texts } });
      } catch (thrown) {
        if (mine === newestPair) failed(thrown);
      }
    },
    closePair() {
      newestPair++;
      store.setState({ pair: null });
    },
    async repeat(on) {
      store.setState({ error: null });
      try {
        await api.repeatByClusterSize(studio.projectId(), on);
      } catch (thrown) {
        failed(thrown);
      }
    },
  };
}
