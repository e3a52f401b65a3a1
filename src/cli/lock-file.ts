/** A file beside another one says which process writes it, so that no second one pays for the same work. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OcaqError } from '../errors.ts';
import { makeFolder } from './files.ts';

/**
 * Works while no other process has `file`; a lock whose process is gone is taken over.
 * @throws OcaqError `file-in-use`; what `work` throws
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  await makeFolder(path.dirname(file));
  while (!(await created(lock))) {
    const holder = (await readFile(lock, 'utf8').catch(() => '')).trim();
    if (isAlive(holder)) throw inUse(file, lock, holder);
    await rm(lock, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function created(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** This process holds none before it has created one: its id is that of an earlier process, as is common in containers. */
function isAlive(holder: string): boolean {
  const pid = Number(holder);
  if (pid === process.pid) return false;
  if (!(pid > 0)) return true; // it is just being written
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const inUse = (file: string, lock: string, process: string): OcaqError =>
  new OcaqError(
    'file-in-use',
    `Another process (${process}) is writing "${file}". Wait until it has ended. If there is no such process, delete "${lock}".`,
    { file, process },
  );
