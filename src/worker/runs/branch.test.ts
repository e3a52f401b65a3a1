import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { run as record } from '../../state/fixtures.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, updateRun } from '../../storage/runs.ts';
import { Hub } from '../hub.ts';
import type { RunConfig, RunDetails } from '../stored.ts';
import { seedConfig } from './branch.ts';

const { objective, method, data, choice, settings, tokenSet } = record('r', 'finished');
const details: RunDetails = {
  trainLoss: null,
  heldOutLoss: null,
  unigramLoss: null,
  rowsPerEpoch: null,
  tokensPerEpoch: null,
  plannedBytes: 0,
  usedBytes: 0,
  error: null,
  recovering: null,
  diverged: null,
  rateScale: 1,
  rates: null,
  basis: null,
};

test('another seed continues the prompts that the run continued last', async () => {
  const database = await openDatabase('branch');
  const projectId = (await createProject(database, 'p')).id;
  const config: RunConfig = {
    objective,
    method,
    data,
    choice,
    settings: { ...settings, samplePrompt: 'first' },
    baseCheckpoint: null,
    tokenizer: 't',
    tokenSet,
  };
  const { id } = await createRun(database, {
    projectId,
    name: '',
    status: 'finished',
    step: 400,
    config,
    details,
    state: null,
  });
  await updateRun(database, id, { samplePrompt: 'second' });
  const { project, config: other } = await seedConfig(new Hub(database, () => undefined), id, 7);
  expect(project).toBe(projectId);
  expect(other).toEqual({ ...config, settings: { ...settings, samplePrompt: 'second', seed: 7 } });
});
