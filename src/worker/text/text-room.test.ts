import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { DEFAULT_STEPS } from '../../data/cleaning/table.ts';
import { openDatabase } from '../../storage/database.ts';
import { listSources } from '../../storage/documents.ts';
import { createProject, getProject } from '../../storage/projects.ts';
import { addSource } from '../../testing/corpus.ts';
import { Hub } from '../hub.ts';
import { Chat } from '../models/chat.ts';
import { Projects } from '../projects.ts';
import { RunsUnderWay } from '../runs/runs-under-way.ts';
import { projectDetails } from '../stored.ts';
import { TextRoom } from './text-room.ts';

async function opened(name: string) {
  const hub = new Hub(await openDatabase(name), () => undefined);
  const underWay = new RunsUnderWay(hub);
  const project = (await createProject(hub.database, 'p')).id;
  const details = { bytes: 1, badSequences: 0, badRows: 0, badRowExamples: [], steps: [] };
  const documents = (async function* () {
    for (let i = 0; i < 30; i++) yield { text: `Sənəd ${i}: ocaqda od yanır, tüstü göyə qalxır.` };
  })();
  await addSource(hub.database, { projectId: project, name: 'a.txt' }, documents, () => details);
  return { hub, project, room: new TextRoom(hub, underWay, new Projects(hub, underWay, new Chat(hub))) };
}

test.each(['all', 'new'] as const)('cleaning (%s) that is cancelled at once does not begin', async (scope) => {
  const { hub, project, room } = await opened(`text-room-clean-${scope}`);
  const before = await listSources(hub.database, project);
  const cleaning = room.cleanCorpus(project, 'job', DEFAULT_STEPS, scope);
  hub.cancel('job');
  await expect(cleaning).rejects.toMatchObject({ code: 'cancelled' });
  expect(await listSources(hub.database, project)).toEqual(before);
});

test('a tokenizer whose training is cancelled at once is not trained', async () => {
  const { hub, project, room } = await opened('text-room-tokenizer');
  const training = room.trainTokenizer(project, 'job', { vocabSize: 270, rule: 'llama-3' });
  hub.cancel('job');
  await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  expect(projectDetails(await getProject(hub.database, project)).tokenizer).toBeNull();
});

test('an import that is cancelled at once leaves no source', async () => {
  const { hub, project, room } = await opened('text-room-import');
  const files = [{ path: 'b.txt', file: new File(['Bu, başqa bir sənəddir.'], 'b.txt') }];
  const reading = room.importSource(project, 'job', { name: 'b.txt', files }, { readings: {}, licence: null });
  hub.cancel('job');
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
});
