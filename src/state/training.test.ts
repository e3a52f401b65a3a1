/** That there is no room left is said as long as it is so. */
import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { WorkerEvent } from '../worker/api.ts';
import { openStudio, storageStatus } from './fixtures.ts';

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
