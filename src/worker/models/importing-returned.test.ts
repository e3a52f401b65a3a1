/** Curves and record of a run of the studio after a checkpoint of it came back from a cluster. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { SIMPLE_RECIPE } from '../../model/recipe.ts';
import { listCheckpoints } from '../../storage/checkpoints.ts';
import { type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import type { RunRecord } from '../../storage/records.ts';
import { appendPoints, createRun, getRun, readPoints } from '../../storage/runs.ts';
import { archived, checkpointFolder, clusterRun, LLAMA } from '../../testing/cluster/cluster-run.ts';
import { bundleFiles } from '../../training/cluster/bundle.ts';
import type { HeldOutPoint, RunEvent, StepPoint, WorkerEvent } from '../api.ts';
import { Hub, type Job } from '../hub.ts';
import { importReturned } from './importing-returned.ts';

const job: Job = { signal: new AbortController().signal, progress: () => undefined, label: () => undefined };
const noRun = async (): Promise<void> => undefined;
const { cluster } = clusterRun(LLAMA, { batch: 2, accumulate: 3 });

let count = 0;
let database: Database;
let record: RunRecord;
let told: WorkerEvent[];
let hub: Hub;

const here = (step: number): StepPoint => ({
  ...{ step, loss: 9, learningRate: 0.1, gradNorm: 1, tokensPerSecond: 1, stepMilliseconds: 1 },
});

beforeEach(async () => {
  database = await openDatabase(`returned-${count++}`);
  told = [];
  hub = new Hub(database, (event) => told.push(event));
  const { id: projectId } = await createProject(database, 'p');
  const config = {
    ...{ objective: 'pretrain', method: { kind: 'full' }, data: { kind: 'corpus' }, settings: { ...SIMPLE_RECIPE } },
    ...{ choice: { preset: null, config: cluster.config }, baseCheckpoint: null, tokenizer: 't', tokenSet: 's' },
  };
  const run = { projectId, name: 'r', status: 'paused' as const, step: 4 };
  record = await createRun(database, { ...run, config, state: null, details: { error: null } });
  await appendPoints(database, record.id, 'steps', [1, 2, 3, 4].map(here));
});

const line = (step: number, loss: number | null) =>
  JSON.stringify({ step, loss, lr: 0.2, grad_norm: 2, tokens_per_s: 480 });
const evaluated = (step: number) => JSON.stringify({ step, heldout_loss: 5, perplexity: 148, bits_per_byte: 2 });

/** It left at step 3 and comes back at 6. */
async function cameBack(log: string, identity: object = { id: record.id }) {
  const run = { ...identity, config: cluster.config };
  const zip = await archived(bundleFiles({ ...cluster, run }));
  const state = JSON.parse((await zip.read('checkpoints/step-3/state.json')).toString()) as object;
  const changed = JSON.stringify({ ...state, step: 6, updates: 3, device: 'torch' });
  const folder = await checkpointFolder(zip, { 'state.json': changed, 'log.jsonl': log });
  return importReturned(hub, record.projectId, folder, noRun, job);
}
const points = <P extends { step: number }>(series: string) => readPoints<P>(database, record.id, series);

it('puts the steps done elsewhere into its curves, in the place of those done here since, and tells the page', async () => {
  const log = [line(4, 8), evaluated(5), line(5, null), line(6, 6), evaluated(6)].join('\n');
  expect(await cameBack(log)).toMatchObject({ step: 6, heldOut: { step: 6, loss: 5, bitsPerByte: 2 } });
  const steps = await points<StepPoint>('steps');
  expect(steps.map(({ step, loss }) => [step, loss])).toEqual([
    [1, 9],
    [2, 9],
    [3, 9],
    [4, 8],
    [5, Number.NaN],
    [6, 6],
  ]);
  // A step has 2 × 3 rows of 8 tokens.
  expect(steps[5]).toEqual({
    ...here(6),
    loss: 6,
    learningRate: 0.2,
    gradNorm: 2,
    tokensPerSecond: 480,
    stepMilliseconds: 100,
  });
  expect((await points<HeldOutPoint>('heldOut')).map(({ step }) => step)).toEqual([5, 6]);
  expect(await points<RunEvent>('events')).toEqual([]);
  expect(await getRun(database, record.id)).toMatchObject({
    step: 6,
    status: 'paused',
    details: { trainLoss: 6, heldOutLoss: 5 },
  });
  expect(told.filter(({ type }) => type !== 'run-changed').map(({ type }) => type)).toEqual([
    'run-steps',
    'run-heldout',
    'run-heldout',
  ]);
});

it('comes back as well with a log that is not whole, and says so in its own', async () => {
  expect(await cameBack(`${line(4, 8)}\nnonsense\n${line(6, 6)}`)).toMatchObject({ step: 6, heldOut: null });
  expect((await points<StepPoint>('steps')).map(({ step }) => step)).toEqual([1, 2, 3, 4, 6]);
  const details = { folder: 'step-3', missing: 1, unreadable: 1 };
  expect(await points<RunEvent>('events')).toMatchObject([
    { step: 6, kind: 'warning', error: { code: 'cluster-log-incomplete', details } },
  ]);
  expect(await getRun(database, record.id)).toMatchObject({ step: 6, status: 'paused' });
});

it('is known by when it began in a project that came from a file, where it has another id', async () => {
  const log = [line(4, 8), line(5, 7), line(6, 6)].join('\n');
  const elsewhere = { id: 'there', startedAt: record.createdAt + 1 };
  await expect(cameBack(log, elsewhere)).rejects.toMatchObject({ code: 'cluster-run-unknown' });
  await expect(cameBack(log, { id: 'there' })).rejects.toMatchObject({ code: 'cluster-run-unknown' });
  expect(await cameBack(log, { ...elsewhere, startedAt: record.createdAt })).toMatchObject({ step: 6 });
});

it('changes no curve where the checkpoint is refused', async () => {
  await cameBack([line(4, 8), line(5, 7), line(6, 6)].join('\n'));
  await expect(cameBack(line(4, 1))).rejects.toMatchObject({ code: 'cluster-behind' });
  expect((await points<StepPoint>('steps')).map(({ loss }) => loss)).toEqual([9, 9, 9, 8, 7, 6]);
  expect(await listCheckpoints(database, record.projectId)).toHaveLength(1);
});
