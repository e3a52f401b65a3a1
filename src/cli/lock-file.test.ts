import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import { withLock } from './lock-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const FILE = path.join(folder, 'new', 'set.json');
const LOCK = `${FILE}.lock`;

it('names this process while it works, and leaves nothing behind', async () => {
  expect(await withLock(FILE, async () => readFileSync(LOCK, 'utf8').trim())).toBe(String(process.pid));
  const failing = withLock(FILE, () => Promise.reject(new Error('enough')));
  await expect(failing).rejects.toThrow('enough');
  expect(existsSync(LOCK)).toBe(false);
});

test.each([
  ['a living process', String(process.ppid)],
  ['one that is just writing its lock', ''],
])('is refused to others by %s', async (_, holder) => {
  writeFileSync(LOCK, holder);
  await expect(withLock(FILE, async () => 1)).rejects.toMatchObject({ code: 'file-in-use' });
  expect(readFileSync(LOCK, 'utf8')).toBe(holder);
  rmSync(LOCK);
});

test.each([
  ['a process that is gone', String(spawnSync(process.execPath, ['--version']).pid)],
  ['an earlier process of the same id', String(process.pid)],
])('is taken over from %s', async (_, holder) => {
  writeFileSync(LOCK, holder);
  expect(await withLock(FILE, async () => readFileSync(LOCK, 'utf8').trim())).toBe(String(process.pid));
});
