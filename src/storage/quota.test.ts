// Node has no storage manager: what each browser answers is given here, in the shapes of the Storage Standard.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { checkRoom, looksPrivate, storageRoom } from './quota.ts';

const GIB = 2 ** 30;

function browser(usage: number | undefined, quota: number | undefined, persisted: boolean, isRefusing = false): void {
  const storage = {
    estimate: async () => ({ usage, quota }),
    persisted: async () => persisted,
    getDirectory: async () => {
      if (isRefusing) throw new DOMException('not in a private window', 'SecurityError');
      return {};
    },
  };
  vi.stubGlobal('navigator', { storage });
}
afterEach(() => vi.unstubAllGlobals());

describe('without a storage manager', () => {
  it.each([undefined, {}, { storage: undefined }])(
    'nothing is known and nothing fails (navigator %o)',
    async (navigator) => {
      vi.stubGlobal('navigator', navigator);
      expect(await storageRoom()).toBeUndefined();
      await checkRoom(1e15);
    },
  );
});

describe('with one', () => {
  it('tells use, quota and promise', async () => {
    browser(10, 100, true);
    const told = { freeBytes: 90, isFreeRounded: false, isPrivate: false };
    expect(await storageRoom()).toEqual({ usedBytes: 10, quotaBytes: 100, persisted: true, ...told });
    browser(undefined, undefined, false);
    const nothing = { usedBytes: 0, quotaBytes: 0, freeBytes: 0 };
    expect(await storageRoom()).toEqual({ ...told, ...nothing, persisted: false });
    await checkRoom(40 * GIB);
  });

  it('knows a rounded quota by its exact distance, and refuses nothing on its strength', async () => {
    browser(7, 10 * GIB + 7, false);
    expect(await storageRoom()).toMatchObject({ freeBytes: 10 * GIB, isFreeRounded: true });
    await checkRoom(40 * GIB);
    browser(7, 10 * GIB + 8, false);
    expect(await storageRoom()).toMatchObject({ isFreeRounded: false });
    await expect(checkRoom(40 * GIB)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('takes a window that refuses files for a private one', async () => {
    browser(0, 10 * GIB, false, true);
    expect(await storageRoom()).toMatchObject({ isPrivate: true });
  });

  it('refuses up front what cannot fit, on both sides of the limit', async () => {
    browser(10, 100, false);
    await checkRoom(90);
    const error = await checkRoom(91).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OcaqError);
    expect(error).toMatchObject({ code: 'storage-full', details: { bytes: 91, free: 90 } });
  });
});

// What browsers have answered: quota, heap limit, and whether the file system of the origin was refused.
it.each([
  ['Chromium 120, 16 GiB of memory', 300 * GIB, 4 * GIB, false, false],
  ['the same, private', 1.1 * GIB, 4 * GIB, false, true],
  ['Chromium with a rounded quota', 10 * GIB, 4 * GIB, false, false],
  ['Firefox', 10 * GIB, null, false, false],
  ['Firefox, private', 10 * GIB, null, true, true],
  ['Safari', 60 * GIB, null, false, false],
  ['Safari, private', 1 * GIB, null, true, true],
  ['a browser that tells no quota', 0, 4 * GIB, false, false],
])('%s', (_, quotaBytes, heapBytes, refusesFiles, isPrivate) => {
  expect(looksPrivate({ quotaBytes, heapBytes, refusesFiles })).toBe(isPrivate);
});
