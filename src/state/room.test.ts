import { expect, it } from 'vitest';
import { storageStatus } from './fixtures.ts';
import { type Room, roomFor } from './room.ts';

it.each<[Room, number, Partial<Parameters<typeof storageStatus>[0]>]>([
  ['unknown', 1, { quotaBytes: 0, freeBytes: 0, isFreeRounded: false }],
  ['enough', 80, { quotaBytes: 500, freeBytes: 100, isFreeRounded: false }],
  ['tight', 81, { quotaBytes: 500, freeBytes: 100, isFreeRounded: false }],
  ['tight', 100, { quotaBytes: 500, freeBytes: 100, isFreeRounded: false }],
  ['none', 101, { quotaBytes: 500, freeBytes: 100, isFreeRounded: false }],
  ['enough', 80, { quotaBytes: 500, freeBytes: 100, isFreeRounded: true }],
  ['unknown', 101, { quotaBytes: 500, freeBytes: 100, isFreeRounded: true }],
])('%s for %i bytes in %o', (room, neededBytes, storage) => {
  expect(roomFor({ neededBytes }, storageStatus(storage))).toBe(room);
});
