import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import type { StageQuery } from '../api.ts';
import { Hub } from '../hub.ts';
import { cleanCorpus } from './cleaning.ts';
import { importSource } from './corpus.ts';
import { compareStages, dryRun } from './stages.ts';

const steps: StepChoice[] = [
  { id: 'whitespace', options: {} },
  { id: 'short-lines', options: {} },
  { id: 'exact-duplicates', options: {} },
];
const long = (name: string) => `${name} kifayət qədər uzun bir cümlədir.`;

async function opened(name: string) {
  const database = await openDatabase(name);
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'a')).id;
  const add = async (text: string, file: string) => {
    const options = { readings: { text: { format: 'text', split: 'line' } }, licence: null } as const;
    const files = [{ path: file, file: new File([text], file) }];
    const source = await importSource(hub, project, file, { name: file, files }, options);
    return source?.id ?? '';
  };
  return { hub, project, add };
}

test('documents are compared between any two stages, page by page', async () => {
  const { hub, project, add } = await opened('stages');
  await add(long('Bu'), 'a');
  const source = await add(
    [long('O  biri'), 'qısa', long('Bu'), long('Heç nə'), long('Bu  da'), 'son'].join('\n'),
    'b',
  );
  await cleanCorpus(hub, project, 'job', steps, 'new');
  const compare = async (query: Partial<StageQuery>) => {
    const whole: StageQuery = { source, stages: [0, 3], what: 'both', rule: null, from: null, count: 10, ...query };
    return compareStages(hub, project, 'q', whole);
  };
  const rows = async (query: Partial<StageQuery>) =>
    (await compare(query)).documents.map(({ place, before, after }) => [place.number, before, after]);

  expect(await rows({})).toEqual([
    [0, long('O  biri'), long('O biri')],
    [1, 'qısa', null],
    [2, long('Bu'), null],
    [4, long('Bu  da'), long('Bu da')],
    [5, 'son', null],
  ]);
  expect(await rows({ stages: [0, 1] })).toEqual([
    [0, long('O  biri'), long('O biri')],
    [4, long('Bu  da'), long('Bu da')],
  ]);
  expect(await rows({ stages: [1, 2] })).toEqual([
    [1, 'qısa', null],
    [5, 'son', null],
  ]);
  expect((await compare({ stages: [2, 3] })).documents).toMatchObject([
    { before: long('Bu'), after: null, droppedBy: 'exact-duplicates', like: long('Bu') },
  ]);
  expect(await rows({ what: 'changed' })).toHaveLength(2);
  expect(await rows({ what: 'removed' })).toHaveLength(3);
  expect(await rows({ rule: 'none of these' })).toEqual([]);

  const first = await compare({ count: 2 });
  expect(first.documents.map(({ place }) => place.number)).toEqual([0, 1]);
  expect(first.next?.number).toBe(2);
  expect(await rows({ from: first.next })).toHaveLength(3);
  await expect(compare({ source: 'gone' })).rejects.toMatchObject({ code: 'source-missing' });
});

test('steps are tried on a sample of every source without changing anything', async () => {
  const { hub, project, add } = await opened('dry-run');
  const lines = (n: number) => Array.from({ length: n }, (_, i) => long(`${i} ${'söz '.repeat(2000)}`)).join('\n');
  await add(lines(400), 'a');
  await add('qısa', 'b');
  const some = await dryRun(hub, project, 'q', steps, 2 ** 20);
  expect(some.bytes).toBeGreaterThanOrEqual(2 ** 20);
  expect(some.bytes).toBeLessThan(1.5 * 2 ** 20);
  expect(some.bytesOfAll).toBeGreaterThan(3 * 2 ** 20);
  const all = await dryRun(hub, project, 'q', steps, 2 ** 30);
  expect(all).toMatchObject({ documents: 401, bytes: all.bytesOfAll });
  expect(all.steps).toMatchObject([
    { id: 'whitespace', documentsIn: 401 },
    { id: 'short-lines', removed: 1 },
    { id: 'exact-duplicates', removed: 0 },
  ]);
});
