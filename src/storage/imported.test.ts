import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { deleteCheckpoint, saveCheckpoint } from './checkpoints.ts';
import { openDatabase } from './database.ts';
import { collectOrphans } from './orphans.ts';
import { createProject, updateProject } from './projects.ts';
import { createRun, listRuns } from './runs.ts';
import { listTokenizers, saveTokenizer } from './tokenizers.ts';

const database = await openDatabase('imported');

test('an import without weights goes, and its tokenizer, unless a run or the project has it', async () => {
  const { id: projectId } = await createProject(database, 'p');
  const tokenizer = async (imported: boolean): Promise<string> => {
    const details = imported ? { imported: {} } : {};
    return (await saveTokenizer(database, { projectId, name: '', vocabSize: 2, json: '{}', details })).id;
  };
  const run = async (config: object): Promise<string> => {
    const rest = { status: 'finished', step: 0, details: null, state: null } as const;
    return (await createRun(database, { projectId, name: '', config, ...rest })).id;
  };
  const checkpoint = async (runId: string): Promise<string> => {
    const tensors = (async function* () {
      yield { name: 't', bytes: new Uint8Array(4) };
    })();
    const saved = { runId, projectId, step: 0, label: '', metrics: {}, state: null };
    return (await saveCheckpoint(database, saved, tensors)).checkpoint.id;
  };
  const [whole, cut, ofProject, tuned, own] = [
    await tokenizer(true),
    await tokenizer(true),
    await tokenizer(true),
    await tokenizer(true),
    await tokenizer(false),
  ];
  const wholeRun = await run({ imported: {}, tokenizer: whole });
  const weights = await checkpoint(wholeRun);
  await run({ imported: {}, tokenizer: cut });
  await run({ imported: {}, tokenizer: ofProject });
  const tunedRun = await run({ tokenizer: tuned });
  await updateProject(database, projectId, { details: { tokenizer: ofProject } });

  expect(await collectOrphans(database)).toMatchObject({ imports: 3 });
  const kept = async () => ({
    runs: new Set((await listRuns(database, projectId)).map(({ id }) => id)),
    tokenizers: new Set((await listTokenizers(database, projectId)).map(({ id }) => id)),
  });
  expect(await kept()).toEqual({
    runs: new Set([wholeRun, tunedRun]),
    tokenizers: new Set([whole, ofProject, tuned, own]),
  });
  expect(await collectOrphans(database)).toMatchObject({ imports: 0 });

  await deleteCheckpoint(database, weights);
  expect(await collectOrphans(database)).toMatchObject({ imports: 2 });
  expect(await kept()).toEqual({ runs: new Set([tunedRun]), tokenizers: new Set([ofProject, tuned, own]) });
});
