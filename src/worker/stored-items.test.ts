/** Which runs a person is told of before something goes that they would resume with. */
import { expect, it } from 'vitest';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import type { NeededFor } from '../storage/needed-checkpoints.ts';
import type { RunRecord, RunStatus } from '../storage/records.ts';
import type { ProjectUsage } from '../storage/usage.ts';
import { itemsOf } from './stored-items.ts';

const run = (id: string, status: RunStatus, tokenSet: string, data: object): ProjectUsage['runs'][number] => {
  const config = {
    choice: { config: { family: 'llama' } },
    settings: SIMPLE_RECIPE,
    method: { kind: 'full' },
    tokenSet,
    data,
  };
  const record: RunRecord = {
    ...{
      id,
      projectId: 'p',
      name: id,
      status,
      createdAt: 0,
      updatedAt: 0,
      step: 1,
      config,
      state: null,
      details: null,
    },
  };
  return { ...record, heldBytes: 1 };
};
const corpus = { kind: 'corpus' };
const tuning = { kind: 'instructions', sets: [{ set: 'i', weight: 1 }] };

const count = { tokens: 1, documents: 1, textBytes: 1, shards: 1 };
const tokens = (id: string) => ({
  ...{ id, projectId: 'p', tokenizerId: 't', createdAt: 0, vocabSize: 9, shardTokens: 9, heldBytes: 2 },
  splits: { train: count, heldout: count },
});
const source = {
  id: 's',
  projectId: 'p',
  name: 's',
  status: 'ready',
  createdAt: 0,
  documents: 1,
  textBytes: 1,
} as const;
const set = { id: 'i', projectId: 'p', name: 'i', createdAt: 0, examples: 1, storedBytes: 1, shards: 1, details: null };

const usage: ProjectUsage = {
  sources: [{ ...source, storedBytes: 1, shards: 1, details: null, cleaned: null, heldBytes: 1 }],
  tokenizers: [],
  tokenSets: [tokens('here')],
  runs: [
    run('paused', 'paused', 'here', corpus),
    run('finished', 'finished', 'here', corpus),
    run('let go', 'failed', 'gone', corpus),
    run('over', 'finished', 'gone', corpus),
    run('tuned', 'paused', 'here', tuning),
    run('replaying', 'paused', 'gone', { ...tuning, replayShare: 0.1 }),
  ],
  checkpoints: [],
  instructionSets: [{ ...set, heldBytes: 1 }],
  jobs: [],
  conversations: [],
  needed: new Map(),
};

it.each([
  ['tokens', ['paused']],
  ['documents', ['let go', 'replaying']],
  ['instructions', ['tuned', 'replaying']],
])('with %s', (kind, resumed) => {
  expect(itemsOf(usage, new Set()).find((one) => one.kind === kind)?.resumed).toEqual(resumed);
});

it('a run that another one which is under way, or adapters, need a checkpoint of is kept', () => {
  const checkpoint = (id: string, runId: string) => ({
    ...{ id, runId, projectId: 'p', step: 1, label: '', savedAt: 0, bytes: 1, keep: false, metrics: {}, details: null },
    heldBytes: 1,
  });
  const checkpoints = [checkpoint('a', 'paused'), checkpoint('b', 'finished'), checkpoint('c', 'over')];
  const needed = new Map<string, NeededFor>([
    ['a', 'run-under-way'],
    ['b', 'adapters'],
  ]);
  const items = itemsOf({ ...usage, checkpoints, needed }, new Set(['tuned']));
  const kept = items.filter(({ kind }) => kind === 'run').map(({ id, keptFor }) => [id, keptFor]);
  expect(Object.fromEntries(kept)).toEqual({
    ...{ paused: 'run-under-way', finished: 'adapters', tuned: 'run-under-way' },
    ...{ 'let go': null, over: null, replaying: null },
  });
});
