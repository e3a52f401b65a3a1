// Node 20 has no Web Locks: these hold the counting that takes their place. The browser's locks are tried in the browser.
import { expect, it } from 'vitest';
import type { Database } from './database.ts';
import { whenNobodyWrites, whileWriting } from './locks.ts';

const handle = (name: string) => ({ name }) as Database;

it('lets writers work together and collecting only when all of them are done', async () => {
  const log: unknown[] = [];
  const collect = () => whenNobodyWrites(handle('a'), async () => 'collected');
  await whileWriting(handle('a'), async () => {
    log.push(await collect());
    await whileWriting(handle('a'), async () => log.push(await collect()));
    log.push(await collect(), await whenNobodyWrites(handle('b'), async () => 'collected'));
  });
  log.push(await collect());
  expect(log).toEqual([undefined, undefined, undefined, 'collected', 'collected']);
});

it('lets go when the writer fails', async () => {
  const failing = whileWriting(handle('a'), async () => {
    throw new Error('failed');
  });
  await expect(failing).rejects.toThrow('failed');
  expect(await whenNobodyWrites(handle('a'), async () => 'collected')).toBe('collected');
});
