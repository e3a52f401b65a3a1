// Node has no storage manager: what each browser answers is given here, in the shapes of the Storage Standard.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { checkRoom, storageRoom } from './quota.ts';

function browser(usage: number | undefined, quota: number | undefined, persisted: boolean): void {
  const storage = {
    estimate: async () => ({ usage, quota }),
    persisted: async () => persisted,
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
    expect(await storageRoom()).toEqual({ usedBytes: 10, quotaBytes: 100, persisted: true });
    browser(undefined, undefined, false);
    expect(await storageRoom()).toEqual({ usedBytes: 0, quotaBytes: 0, persisted: false });
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
