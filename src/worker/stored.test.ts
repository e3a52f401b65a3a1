import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { openDatabase } from '../storage/database.ts';
import { createProject, getProject } from '../storage/projects.ts';
import type { RunRecord } from '../storage/records.ts';
import { changeProject, projectDetails, runConfig, trainedPrecision } from './stored.ts';

const choice = { preset: 'starter', config: { family: 'llama' }, seq: 8, batch: 1, accumulate: 1, precision: 'f16' };
const common = {
  choice,
  settings: { ...SIMPLE_RECIPE, steps: 3 },
  baseCheckpoint: null,
  tokenizer: 't',
  tokenSet: 's',
};
const recordOf = (config: unknown): RunRecord => ({
  id: 'r',
  projectId: 'p',
  name: 'r',
  status: 'stopped',
  createdAt: 0,
  updatedAt: 0,
  step: 0,
  config,
  state: null,
  details: null,
});

describe('what a run was started with', () => {
  it('comes back as it was stored', () => {
    const config = { ...common, objective: 'next-token', method: { kind: 'full' }, data: { kind: 'corpus' } };
    expect(runConfig(recordOf(config))).toEqual(config);
    expect(runConfig(recordOf({ ...config, method: 'full' }))).toEqual(config);
  });

  it.each([
    ['pretrain', { instructionSet: null, template: null }, { kind: 'corpus' }],
    [
      'instruct',
      { instructionSet: 'i', template: 'az' },
      { kind: 'instructions', sets: [{ set: 'i', weight: 1 }], template: 'az' },
    ],
  ])('is told of a run of the earlier kind "%s" as objective, method and data', (_, old, data) => {
    expect(runConfig(recordOf({ ...common, ...old }))).toEqual({
      ...common,
      objective: 'next-token',
      method: { kind: 'full' },
      data,
    });
  });

  it('is one set of weight 1 in a run of an earlier version, with the records that were to be answered', () => {
    const reading = { shape: 'instruction', mapping: { instruction: 'a', output: 'b' } };
    const config = { ...common, objective: 'next-token', method: { kind: 'full' } };
    const data = { kind: 'instructions', template: 'az', packed: true };
    const stored = { ...data, set: 's', reading, sampleRows: [3] };
    expect(runConfig(recordOf({ ...config, data: stored })).data).toEqual({
      ...data,
      sets: [{ set: 's', weight: 1, reading }],
      sampled: [{ set: 's', row: 3 }],
    });
    expect(runConfig(recordOf({ ...config, data: { ...data, set: 's', sampleRows: null } })).data).toEqual({
      ...data,
      sets: [{ set: 's', weight: 1 }],
    });
  });

  it('was in 32 bits where nothing is said of precision', () => {
    const { precision: _, ...old } = choice;
    const config = { ...common, choice: old, instructionSet: null, template: null };
    expect(runConfig(recordOf(config)).choice.precision).toBe('f32');
  });
});

it.each([
  [{ storage: 'f32' }, 'f32'],
  [{ storage: 'f16' }, 'f16'],
  [{ storage: 'packed' }, 'f16'],
  [{ version: 1 }, 'f32'],
  [null, 'f32'],
])('a checkpoint whose state is %o was trained in %s', (state, precision) => {
  expect(trainedPrecision(state)).toBe(precision);
});

describe('what a project remembers', () => {
  it('is changed by one after the other, each by what is there then', async () => {
    const database = await openDatabase('stored');
    const { id } = await createProject(database, 'p');
    await Promise.all([
      changeProject(database, id, { tokenizer: 'trained', tokenSources: ['a'] }),
      changeProject(database, id, { byClusterSize: true }),
      changeProject(database, id, ({ tokenizer }) => (tokenizer === null ? { tokenizer: 'imported' } : {})),
    ]);
    const details = projectDetails(await getProject(database, id));
    expect(details).toEqual({ model: null, tokenizer: 'trained', tokenSources: ['a'], byClusterSize: true });
  });
});
