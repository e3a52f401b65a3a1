import { expect, test } from 'vitest';
import type { ClusterMember, ClusterPage, DocumentCluster } from '../worker/api.ts';
import { openStudio, snapshot, source } from './fixtures.ts';

const place = (number: number) => ({ source: 's', shard: 0, index: number, number });
const document = (number: number) => ({ place: place(number), fileName: 's.txt', begins: `${number}` });
const cluster: DocumentCluster = { kept: document(0), size: 3, sources: ['a'], times: 3 };
const member = (number: number): ClusterMember => ({ ...document(number), similarity: 0.8 });
const page: ClusterPage = { clusters: [cluster], total: 9, dropped: 20, repeats: [] };
const of = (documents: number) => ({
  ...snapshot('a'),
  corpus: { ...snapshot('a').corpus, sources: [{ ...source('s'), documents }] },
});

async function opened() {
  const asked: unknown[] = [];
  const stores = await openStudio({
    openProject: async () => of(3),
    findClusters: async (_project, _job, query) => {
      asked.push(query);
      return page;
    },
    readCluster: async (_project, _job, kept, from, count) => {
      asked.push([kept.number, from, count]);
      return [member(from + 1)];
    },
    readPair: async (_project, kept, other) => ({ kept: `${kept.number}`, other: `${other.number}` }),
  });
  return { ...stores, asked, now: stores.clusters.store.getState };
}

test('pages are turned, a cluster is opened, its documents are paged, and two stand side by side', async () => {
  const { clusters, asked, now } = await opened();
  await clusters.load(0);
  await clusters.open(cluster);
  await clusters.open(cluster, 10);
  expect(now().open).toEqual({ cluster, from: 10, members: [member(11)] });
  await clusters.compare(member(11));
  expect(now().pair).toEqual({ member: member(11), texts: { kept: '0', other: '11' } });
  clusters.closePair();
  await clusters.load(8);
  expect(now()).toMatchObject({ page, from: 8, open: null, pair: null, job: null, error: null });
  expect(asked).toEqual([{ from: 0, count: 8 }, [0, 0, 10], [0, 10, 10], { from: 8, count: 8 }]);
});

test('a corpus that has changed has other clusters', async () => {
  const { clusters, studio, now } = await opened();
  await clusters.load(0);
  studio.takeSnapshot(of(3));
  expect(now().page).toBe(page);
  studio.takeSnapshot(of(2));
  expect(now()).toEqual({ page: null, from: 0, open: null, pair: null, job: null, error: null });
});

test('what fails is told', async () => {
  const { clusters } = await openStudio({
    findClusters: () => Promise.reject(new Error('broken')),
    repeatByClusterSize: () => Promise.reject(new Error('full')),
  });
  await clusters.load(0);
  expect(clusters.store.getState().error?.message).toContain('broken');
  await clusters.repeat(true);
  expect(clusters.store.getState().error?.message).toContain('full');
});
