// Node has no storage manager: what each browser answers is given here, in the shapes of the Storage Standard.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { checkRoom, requestPersistence, storageRoom } from './quota.ts';

function browser(usage: number | undefined, quota: number | undefined, before: boolean, granted: boolean): void {
  const storage = {
    estimate: async () => ({ usage, quota }),
    persisted: async () => before,
    persist: async () => granted,
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
      const { persisted, notice } = await requestPersistence();
      expect([persisted, notice?.code]).toEqual([false, 'storage-persist-unavailable']);
    },
  );
});

describe('with one', () => {
  it('tells use, quota and promise', async () => {
    browser(10, 100, true, false);
    expect(await storageRoom()).toEqual({ usedBytes: 10, quotaBytes: 100, persisted: true });
    browser(undefined, undefined, false, false);
    expect(await storageRoom()).toEqual({ usedBytes: 0, quotaBytes: 0, persisted: false });
  });

  it('refuses up front what cannot fit, on both sides of the limit', async () => {
    browser(10, 100, false, false);
    await checkRoom(90);
    const error = await checkRoom(91).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OcaqError);
    expect(error).toMatchObject({ code: 'storage-full', details: { bytes: 91, free: 90 } });
  });

  it('tells a promise that is there, one that is given, and one that is refused', async () => {
    browser(0, 1, true, false);
    expect(await requestPersistence()).toEqual({ persisted: true, notice: undefined });
    browser(0, 1, false, true);
    expect(await requestPersistence()).toEqual({ persisted: true, notice: undefined });
    browser(0, 1, false, false);
    const refused = await requestPersistence();
    expect([refused.persisted, refused.notice?.code]).toEqual([false, 'storage-persist-refused']);
  });
});
