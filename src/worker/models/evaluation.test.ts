import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { documentHash, isHeldOut } from '../../data/heldout.ts';
import { readDocuments } from '../../storage/corpus.ts';
import { openDatabase } from '../../storage/database.ts';
import { deleteSource } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import { addSource } from '../../testing/corpus.ts';
import { Hub } from '../hub.ts';
import type { CheckpointDetails } from '../stored.ts';
import { currentTokenizer, tokenSetOf, trainTokenizer } from '../text/tokens.ts';
import { heldOutTexts, textOf, tokenisedNow } from './evaluation.ts';

async function* documents() {
  for (let i = 0; i < 200; i++) {
    const text = `Sənəd ${i}.\n<|endoftext|> ${'Ocaqda od yanır. 🔥 '.repeat(i % 7)}`;
    yield { text, hash: documentHash(text) };
  }
}

test('the held-out documents come out of their tokens as they were, whatever has become of the corpus, and are tokenised the same now', async () => {
  const database = await openDatabase('worker-evaluation');
  const { id: projectId } = await createProject(database, 'p');
  const source = await addSource(database, { projectId, name: 'a.txt' }, documents());
  const hub = new Hub(database, () => undefined);
  await hub.job('train', 'tokenizer', '', (job) =>
    trainTokenizer(hub, projectId, job, { vocabSize: 300, rule: 'llama-3' }),
  );
  const set = await tokenSetOf(hub, projectId);
  const { tokenizer } = await currentTokenizer(hub, projectId);
  const kept = textOf(hub, set);
  const details = { tokenizer: (await currentTokenizer(hub, projectId)).id } as CheckpointDetails;
  const now = await hub.job('now', 'evaluate', '', (job) => tokenisedNow(hub, { projectId, details }, job));
  expect(now.textBytes).toBe(kept.textBytes);
  expect(await now.stream.read(0, now.stream.length)).toEqual(await kept.stream.read(0, kept.stream.length));

  const wanted: string[] = [];
  for await (const { text, hash } of readDocuments(database, [source])) if (isHeldOut(hash)) wanted.push(text);
  await deleteSource(database, source.id);
  const got: string[] = [];
  for await (const text of heldOutTexts(hub, set, tokenizer)) got.push(text);
  expect(got.length).toBeGreaterThan(1);
  expect(got).toEqual(wanted);
});
