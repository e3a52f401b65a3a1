import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { listTokenizers } from '../../storage/tokenizers.ts';
import { addSource } from '../../testing/corpus.ts';
import { Hub } from '../hub.ts';
import { compareTokenizers } from './comparison.ts';
import { trainTokenizer } from './tokens.ts';

test('the tokenizers of a project and files beside them are compared on its corpus', async () => {
  const database = await openDatabase('comparison');
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'a')).id;
  const documents = (async function* () {
    for (let i = 0; i < 30; i++) yield { text: `Ankara'da ${i} ev, Bakı'da ${i * i} ev var. `.repeat(20) };
  })();
  await addSource(database, { projectId: project, name: 'a.txt' }, documents);
  await hub.job('train', 'tokenizer', '', (job) =>
    trainTokenizer(hub, project, job, { vocabSize: 275, rule: 'turkic' }),
  );
  const [own] = await listTokenizers(database, project);
  const file = new File([own?.json ?? ''], 'başqa.json');

  const { tokenizers, isHeldOut, bytes } = await compareTokenizers(hub, project, 'compare', [file], 1e6);
  expect(tokenizers.map(({ name, id, rule }) => [name, id, rule])).toEqual([
    [own?.name, own?.id, 'turkic'],
    ['başqa.json', null, 'turkic'],
  ]);
  expect(tokenizers[1]).toMatchObject({ fertility: tokenizers[0]?.fertility, vocabSize: 275 });
  expect(tokenizers[0]?.suffixes.examples.map(({ word }) => word)).toEqual(["Ankara'da", "Bakı'da"]);
  expect(isHeldOut).toBe(false);
  expect(bytes).toBeGreaterThan(15_000);

  const broken = new File(['{}'], 'pis.json');
  await expect(compareTokenizers(hub, project, 'again', [broken], 1e6)).rejects.toMatchObject({
    code: expect.stringMatching(/^tokenizer/),
  });
});
