import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { collectOrphans } from './orphans.ts';
import { createProject, updateProject } from './projects.ts';
import { saveTokenizer } from './tokenizers.ts';
import { openTokenReader, writeTokenSet } from './tokens.ts';
import { readWordList, saveWordList } from './word-lists.ts';

test('a word list stays with its token set and goes with it', async () => {
  const database = await openDatabase('word-lists');
  const projectId = (await createProject(database, 'p')).id;
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{}', details: null };
  const of = { projectId, tokenizerId: (await saveTokenizer(database, tokenizer)).id, vocabSize: 9 };
  await updateProject(database, projectId, { details: { tokenizer: of.tokenizerId } });
  const write = () => writeTokenSet(database, of, (writer) => writer.add('train', Uint16Array.of(1, 2), 5));

  const first = await write();
  expect(await readWordList(database, first)).toBeUndefined();
  await saveWordList(database, first, Uint32Array.of(7, 0));
  expect(await collectOrphans(database)).toMatchObject({ tokenSets: 0 });
  expect(await readWordList(database, first)).toEqual(Uint32Array.of(7, 0));
  expect(await openTokenReader(database, first, 'train').read(0, 2)).toEqual(Uint32Array.of(1, 2));

  const second = await write();
  expect(await readWordList(database, first)).toBeUndefined();
  expect(await readWordList(database, second)).toBeUndefined();

  await saveWordList(database, first, Uint32Array.of(7)); // it came too late: nothing names the set any more
  await collectOrphans(database);
  expect(await readWordList(database, first)).toBeUndefined();
});
