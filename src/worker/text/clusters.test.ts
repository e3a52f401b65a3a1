import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { documentHash, isHeldOut } from '../../data/heldout.ts';
import { deleteSource, listSources } from '../../storage/documents.ts';
import { cleanedProject } from '../../testing/cleaned-project.ts';
import { Clusters } from './clusters.ts';

const steps: StepChoice[] = [
  { id: 'whitespace', options: {} },
  { id: 'exact-duplicates', options: {} },
  { id: 'near-duplicates', options: {} },
];
const WORDS = 'dağ çay yol ev bağ daş su od yel gün ay ulduz kənd şəhər körpü qapı pəncərə ocaq çörək duz'.split(' ');
const text = (n: number) =>
  Array.from({ length: 40 }, (_, i) => WORDS[(i * n + ((i * i) % 7)) % WORDS.length]).join(' ');
const near = (n: number) => `${text(n)} sonunda`;

async function opened(name: string, files: Record<string, readonly string[]>) {
  const opened = await cleanedProject(`clusters-${name}`, files, steps);
  return { ...opened, clusters: new Clusters(opened.hub) };
}

const FILES = {
  a: [text(1), text(3), text(7), 'tək duran bir cümlə də var burada, heç kim onu təkrarlamır'],
  b: [near(3), near(1), `${text(3)}  sonunda da`, text(3), 'yeni bir söz'],
};

test('the largest clusters come first, page by page, with what repeating them would add', async () => {
  const { project, clusters } = await opened('page', FILES);
  const first = await clusters.find(project, 'j', { from: 0, count: 1 });
  expect(first).toMatchObject({ total: 2, dropped: 4 });
  expect(first.clusters).toMatchObject([
    { size: 4, times: 3, sources: ['a', 'b'], kept: { fileName: 'a', place: { number: 1 } } },
  ]);
  expect(text(3).startsWith(first.clusters[0]?.kept.begins.replace('…', '') ?? '–')).toBe(true);
  const second = await clusters.find(project, 'j', { from: 1, count: 1 });
  expect(second.clusters).toMatchObject([{ size: 2, times: 2, kept: { place: { number: 0 } } }]);
  expect((await clusters.find(project, 'j', { from: 2, count: 1 })).clusters).toEqual([]);
  const [a] = first.repeats;
  const learned = [text(1), text(3)].filter((one) => !isHeldOut(documentHash(one)));
  const bytes = learned.reduce((sum, one) => sum + (one === text(3) ? 2 : 1) * Buffer.byteLength(one), 0);
  expect(a).toMatchObject({ documents: learned.length, bytes });
});

test('the documents of a cluster say how like they are, and two stand side by side as they were compared', async () => {
  const { project, clusters } = await opened('members', FILES);
  const { clusters: page } = await clusters.find(project, 'j', { from: 0, count: 2 });
  const kept = page[0]?.kept.place;
  if (!kept) throw new Error('there is no cluster');
  const members = await clusters.read(project, 'j', kept, 0, 10);
  expect(members.map(({ fileName, place }) => [fileName, place.number])).toEqual([
    ['b', 0],
    ['b', 2],
    ['b', 3],
  ]);
  const [one = 0, two = 0, same = 0] = members.map(({ similarity }) => similarity);
  expect(same).toBe(1);
  expect(one).toBeGreaterThan(two);
  expect(one).toBeLessThan(1);
  expect(await clusters.read(project, 'j', kept, 1, 1)).toEqual([members[1]]);
  expect(await clusters.pair(project, kept, members[1]?.place ?? kept)).toEqual({
    kept: text(3),
    other: `${text(3)} sonunda da`, // as white space left it
  });
});

test('of sources that are gone there are no clusters, and their documents are missing', async () => {
  const { database, project, clusters } = await opened('gone', FILES);
  const { clusters: page } = await clusters.find(project, 'j', { from: 0, count: 1 });
  const kept = page[0]?.kept.place;
  if (!kept) throw new Error('there is no cluster');
  await deleteSource(database, (await listSources(database, project))[0]?.id ?? '');
  expect(await clusters.find(project, 'j', { from: 0, count: 5 })).toMatchObject({
    clusters: [],
    total: 0,
    dropped: 0,
  });
  await expect(clusters.pair(project, kept, kept)).rejects.toMatchObject({ code: 'document-missing' });
});
