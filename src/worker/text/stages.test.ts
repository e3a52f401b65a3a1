import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { OcaqError } from '../../errors.ts';
import { openDatabase, transact } from '../../storage/database.ts';
import { deleteSource, listSources } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import type { StageQuery } from '../api.ts';
import { Hub } from '../hub.ts';
import type { CleaningDetails } from '../stored.ts';
import { asItIsNow } from './as-it-is-now.ts';
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
    const source = await importSource(hub, project, file, { name: file, files }, options, async () => undefined);
    return source?.id ?? '';
  };
  const clean = (choices = steps) =>
    hub.job('clean', 'clean', '', (job) => cleanCorpus(hub, project, job, choices, 'all'));
  return { database, hub, project, add, clean };
}

test('documents are compared between any two stages, page by page', async () => {
  const { hub, project, add, clean } = await opened('stages');
  await add(long('Bu'), 'a');
  const source = await add(
    [long('O  biri'), 'qısa', long('Bu'), long('Heç nə'), long('Bu  da'), 'son'].join('\n'),
    'b',
  );
  await clean();
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

test('the document that another repeats is shown wherever sources were deleted, and said to be gone with its own', async () => {
  const { database, hub, project, add, clean } = await opened('stages-deleted');
  const before = await add([long('Heç nə'), long('Başqa')].join('\n'), 'a');
  const first = await add(long('Bu'), 'b');
  const source = await add([long('Bu'), long('O')].join('\n'), 'c');
  await clean();
  const query: StageQuery = { source, stages: [2, 3], what: 'removed', rule: null, from: null, count: 10 };
  const like = async () => (await compareStages(hub, project, 'q', query)).documents.map((document) => document.like);
  expect(await like()).toEqual([long('Bu')]);
  await deleteSource(database, before);
  expect(await like()).toEqual([long('Bu')]);
  await deleteSource(database, first);
  expect(await like()).toEqual([null]);
});

test('a document that was changed and dropped later counts as changed where it was, as the report of the step has it', async () => {
  const { hub, project, add, clean } = await opened('stages-changed');
  const source = await add([long('Bu  da'), 'çox  qısa', long('O')].join('\n'), 'a');
  await clean();
  const query: StageQuery = { source, stages: [0, 1], what: 'changed', rule: null, from: null, count: 10 };
  const { documents } = await compareStages(hub, project, 'q', query);
  expect(documents.map(({ before, after, droppedBy }) => [before, after, droppedBy])).toEqual([
    [long('Bu  da'), long('Bu da'), undefined],
    ['çox  qısa', 'çox qısa', undefined],
  ]);
  const [stored] = await listSources(hub.database, project);
  const { steps: reports } = (stored?.cleaned?.details ?? { steps: [] }) as CleaningDetails;
  expect(reports[0]).toMatchObject({
    id: 'whitespace',
    changed: documents.length,
  });
  const whole = await compareStages(hub, project, 'q', { ...query, stages: [0, 3], what: 'both' });
  expect(whole.documents.map(({ after, droppedBy }) => [after, droppedBy])).toEqual([
    [long('Bu da'), undefined],
    [null, 'short-lines'],
  ]);
});

test('what another version of the steps did is not made up from what they do now', async () => {
  const { hub, project, add, clean } = await opened('stages-version');
  const source = await add(long('Bu'), 'a');
  await clean();
  const [stored] = await listSources(hub.database, project);
  if (!stored?.cleaned) throw new Error('it was not cleaned');
  const details = { ...(stored.cleaned.details as CleaningDetails), keys: { all: 'earlier', corpus: '' } };
  await transact(hub.database, ['sources'], 'readwrite', (transaction) =>
    transaction.objectStore('sources').put({ ...stored, cleaned: { ...stored.cleaned!, details } }),
  );
  const query: StageQuery = { source, stages: [0, 3], what: 'both', rule: null, from: null, count: 10 };
  await expect(compareStages(hub, project, 'q', query)).rejects.toMatchObject({ code: 'stages-unknown' });
});

test('a page is read anew where a source was cleaned anew under it', async () => {
  const changed = new OcaqError('source-changed', 'changed');
  const states = [changed, 'now'];
  const read = async () => {
    const state = states.shift();
    if (state instanceof OcaqError) throw state;
    return state;
  };
  expect(await asItIsNow(read)).toBe('now');
  states.push(changed, changed, 'later');
  await expect(asItIsNow(read)).rejects.toBe(changed);
});
