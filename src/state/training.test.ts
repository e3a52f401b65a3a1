/** What is wrong is said as long as it is so; a save that is waited for keeps nobody from ending the run. */
import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { CheckpointRecord, ProjectSnapshot, RunRecord, WorkerEvent } from '../worker/api.ts';
import { checkpoint, openStudio, run, settings, snapshot, source, storageStatus } from './fixtures.ts';
import { canEnd } from './training.ts';

const saved: WorkerEvent = { type: 'run-event', runId: 'r', event: { at: 0, step: 1, kind: 'checkpoint', text: '' } };
const warned: WorkerEvent = { type: 'run-event', runId: 'r', event: { at: 0, step: 1, kind: 'warning', text: '' } };
const stored = (usedBytes: number, isFreeRounded = false): WorkerEvent => ({
  type: 'storage',
  status: storageStatus({ usedBytes, quotaBytes: 100, freeBytes: 100 - usedBytes, isFreeRounded }),
});
const fullAt = (details: OcaqError['details']) => new OcaqError('storage-full', 'There is no room.', details);
const needs40 = fullAt({ bytes: 40, free: 10 });
const needsUnknown = fullAt({});
const unread = new OcaqError('storage-unreadable', 'It cannot be read.');

test.each([
  ['is over when the run is saved', needsUnknown, saved, null],
  ['is over when as much is free as was needed', needs40, stored(60), null],
  ['stays while less is free', needs40, stored(61), needs40],
  ['stays where it is not known how much was needed', needsUnknown, stored(0), needsUnknown],
  ['stays when the run warns', needs40, warned, needs40],
  ['is told apart from what else is wrong', unread, saved, unread],
])('what a save was refused for %s', async (_what, error, event, left) => {
  const { training, events } = await openStudio({ saveNow: () => Promise.reject(error) });
  await training.saveNow('r');
  expect(training.store.getState().error).toBe(error);
  events.emit(event);
  expect(training.store.getState().error).toBe(left);
});

const withText = { ...snapshot('a'), corpus: { ...snapshot('a').corpus, sources: [source('s')] } };
const cleaned = { ...withText, corpus: { ...withText.corpus, documents: 1 } };

test.each<[string, OcaqError['code'], ProjectSnapshot, boolean]>([
  ['the project has a text', 'corpus-empty', withText, true],
  ['the project has still no text', 'corpus-empty', snapshot('a'), false],
  ['the project has a text that is not cleaned', 'corpus-not-cleaned', withText, false],
  ['the project has a text that is cleaned', 'corpus-not-cleaned', cleaned, true],
  ['the project has a text, but no tokenizer', 'no-tokenizer', withText, false],
  ['the project has a text, and something else is wrong', 'storage-unreadable', withText, false],
])('what a run and a sweep of rates could not begin without, when %s', async (_what, code, now, isOver) => {
  const error = new OcaqError(code, 'It cannot begin.');
  const refuse = () => Promise.reject(error);
  const { training, rates, studio } = await openStudio({ startTraining: refuse, findRate: refuse });
  training.setSettings(settings);
  await training.start();
  await rates.find(run('r', 'running').choice);
  const errors = () => [training, rates].map(({ store }) => store.getState().error);
  expect(errors()).toEqual([error, error]);
  studio.takeSnapshot(now);
  expect(errors()).toEqual(isOver ? [null, null] : [error, error]);
});

test('a run is paused while a save of it is waited for, and is still pausing when the save is there', async () => {
  let saved = (_: CheckpointRecord): void => undefined;
  let paused = (_: RunRecord): void => undefined;
  const { training } = await openStudio({
    saveNow: () => new Promise((resolve) => (saved = resolve)),
    pauseRun: () => new Promise((resolve) => (paused = resolve)),
  });
  const busy = () => training.store.getState().busy;
  const saving = training.saveNow('r');
  expect([busy(), canEnd(busy())]).toEqual(['save', true]);
  const pausing = training.pause('r');
  expect([busy(), canEnd(busy())]).toEqual(['pause', false]);
  saved(checkpoint('c', 'pretrain', 0));
  await saving;
  expect(busy()).toBe('pause');
  paused(run('r', 'paused'));
  await pausing;
  expect(busy()).toBeNull();
});
