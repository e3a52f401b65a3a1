import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { newSourceReport } from '../../data/readers/source.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { dropTokens, getTokenSet } from '../../storage/tokens.ts';
import { addSource } from '../../testing/corpus.ts';
import { Hub } from '../hub.ts';
import { presets } from '../models/model.ts';
import { trainTokenizer } from '../text/tokens.ts';
import { runNeeds } from './run-needs.ts';

vi.stubGlobal('navigator', {});
const [preset] = presets();
if (!preset) throw new Error('there are no presets');

test('tokens are needed room for where they are not there: those that were let go of as before', async () => {
  const database = await openDatabase('run-needs');
  const { id: project } = await createProject(database, 'p');
  const details = { bytes: 0, report: newSourceReport(), contentHash: '', repeatedLines: [] };
  const text = async function* () {
    for (let i = 0; i < 30; i++) yield { text: `Sənəd ${i}: ocaqda od yanır, tüstü göyə qalxır.` };
  };
  await addSource(database, { projectId: project, name: 'a.txt' }, text(), () => details);
  const hub = new Hub(database, () => undefined);
  const { choice, training } = preset;
  const tokenBytes = async () => (await runNeeds(hub, project, choice, training, 2 ** 40)).tokenBytes;
  expect(await tokenBytes()).toBe(0);
  const { id } = await hub.job('t', 'tokenizer', '', (job) =>
    trainTokenizer(hub, project, job, { vocabSize: 270, rule: 'llama-3' }),
  );
  expect(await tokenBytes()).toBe(0);
  const set = (await getTokenSet(database, project, id))!;
  await dropTokens(database, set);
  const { train, heldout } = set.splits;
  expect(await tokenBytes()).toBe(2 * (train.tokens + heldout.tokens) + 4 * (train.documents + heldout.documents));
});
